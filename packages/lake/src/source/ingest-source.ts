import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Issue, SilhouetteError } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { eraseSourceFile } from '../erasure/erase-source-file.ts';
import { comparePaths, findSourceFiles, type SourceFile } from './find-source-files.ts';
import { hashFile } from './hash-file.ts';
import { ColumnInference } from './infer-columns.ts';
import type { IngestSourceOptions, IngestSourceResult } from './ingest-source-options.ts';
import { ProgressMeter } from './progress-meter.ts';
import { joinReports, reportColumns } from './report-columns.ts';
import type { SourceColumn, SourceFileState, SourceState } from './source-state.ts';
import { findEncoding } from './text-encoding.ts';
import { prepareSourceFolder, writeSourceFile } from './write-source-file.ts';

/**
 * Brings a source's files into the lake as Parquet, reading only what changed since `previous`: a file of the same size
 * and time, or of the same content (also under another name), is not converted again. Types inferred once are kept.
 * @throws source-file-missing, source-file-gone, source-file-empty, source-file-broken, source-encoding, disk-full,
 * invalid-value for an unknown encoding or format
 */
export async function ingestSource(session: ChdbSession, options: IngestSourceOptions): Promise<IngestSourceResult> {
  const { name, spec, baseDir, lakeDir, zone, previous } = options;
  const encoding = readEncoding(options);
  const pathOf = (file: { readonly path: string }): string => resolve(baseDir, file.path);
  const before = previous?.files ?? [];
  const found = await findSourceFiles(name, spec, baseDir, new Set(before.map(pathOf)));
  const readAs = JSON.stringify({ encoding, missing: spec.missing });
  const readAlike = before.filter((file) => JSON.stringify(file.readAs) === readAs);
  const { kept, changed } = await matchFiles(found, await keepIntact(readAlike, lakeDir));
  const gone = findGone(options, found, [...kept.values()]);
  await prepareSourceFolder(lakeDir, name);
  const files: SourceFileState[] = spec.gone === 'keep' ? [...kept.values(), ...gone] : [...kept.values()];
  const meter = new ProgressMeter(options, changed);
  const fresh: SourceFileState[] = [];
  for (const file of changed) {
    const job = { source: name, spec, file, session, encoding, onBytes: (bytes: number) => meter.readBytes(file, bytes) };
    const state = await writeSourceFile(job, lakeDir);
    meter.endFile(file, state.rows);
    fresh.push(state);
  }
  files.push(...fresh);
  if (files.length === 0)
    throw SilhouetteError.of(
      'source-file-gone',
      'Every file of the source has gone. Put one back or take the source out of the catalog.',
      `sources.${name}`,
    );
  files.sort((a, b) => comparePaths(pathOf(a), pathOf(b)));
  // With other missing words or another encoding, what was inferred was inferred from other values.
  const basis = previous !== null && readAlike.length === before.length ? previous : null;
  const columns = await typeColumns(new ColumnInference(session, lakeDir, zone), files, fresh, basis);
  const cleaned = await cleanFiles(session, options, files, columns);
  const reported = await Promise.all(
    cleaned.map(async (file) =>
      isReported(file, columns) ? file : { ...file, reports: await reportColumns(session, lakeDir, zone, file, columns) },
    ),
  );
  const state: SourceState = { source: name, files: reported, columns };
  return { state, report: summarise(state, fresh.length) };
}

/** Files without the rows of those who were erased; what has been cleaned by today's list is not read again. */
async function cleanFiles(
  session: ChdbSession,
  { lakeDir, zone, erased }: IngestSourceOptions,
  files: readonly SourceFileState[],
  columns: readonly SourceColumn[],
): Promise<readonly SourceFileState[]> {
  if (erased === undefined || erased.keys.count === 0) return files;
  const keyColumns = erased.listKeyColumns(columns.map(({ name }) => name));
  const job = { session, lakeDir, zone, erased: erased.keys, columns, keyColumns };
  const cleaned: SourceFileState[] = [];
  for (const file of files) cleaned.push(await eraseSourceFile(job, file));
  return cleaned;
}

function readEncoding({ name, spec }: IngestSourceOptions): string | null {
  if (spec.encoding === null) return null;
  const encoding = findEncoding(spec.encoding);
  if (encoding !== null) return encoding;
  throw SilhouetteError.of(
    'invalid-value',
    `"${spec.encoding}" is no encoding. Write a label such as utf-8, euc-kr, windows-1252 or shift_jis.`,
    `sources.${name}.encoding`,
  );
}

/** States whose Parquet file still lies in the lake in its full size: what was deleted there is read again. */
async function keepIntact(states: readonly SourceFileState[], lakeDir: string): Promise<SourceFileState[]> {
  const intact: SourceFileState[] = [];
  for (const state of states) {
    const info = await stat(join(lakeDir, state.parquet)).catch(() => null);
    if (info !== null && info.size === state.parquetBytes) intact.push(state);
  }
  return intact;
}

/** Which files are as they were, by path, size and time, else by content (then perhaps renamed), and which are not. */
async function matchFiles(
  found: readonly SourceFile[],
  before: readonly SourceFileState[],
): Promise<{ readonly kept: ReadonlyMap<string, SourceFileState>; readonly changed: readonly SourceFile[] }> {
  const kept = new Map<string, SourceFileState>();
  const changed: SourceFile[] = [];
  for (const file of found) {
    const same = before.find((old) => old.path === file.path);
    const { path, sizeBytes, mtimeMs } = file;
    if (same !== undefined && same.sizeBytes === sizeBytes && same.mtimeMs === mtimeMs && same.format === file.format) {
      kept.set(path, same);
      continue;
    }
    const candidates = before.filter((old) => old.sizeBytes === sizeBytes && old.format === file.format);
    const hash = candidates.length === 0 ? null : await hashFile(file.absolutePath);
    const equal = candidates.find((old) => old.contentHash === hash);
    if (equal === undefined) changed.push(file);
    else kept.set(path, { ...equal, path, mtimeMs });
  }
  return { kept, changed };
}

/** Files of the last load that are no longer there under any name. @throws source-file-gone unless the source allows it */
function findGone(
  { name, spec, previous }: IngestSourceOptions,
  found: readonly SourceFile[],
  kept: readonly SourceFileState[],
): SourceFileState[] {
  const gone = (previous?.files ?? []).filter(
    (old) => !found.some((file) => file.path === old.path) && !kept.some((file) => file.contentHash === old.contentHash),
  );
  if (gone.length === 0 || spec.gone !== 'error') return gone;
  const issues: Issue[] = gone.map(({ path }) => ({
    path: `sources.${name}`,
    code: 'source-file-gone',
    message: `${path} was loaded before and has gone. Put it back, or say "gone: keep" (its rows stay) or "gone: drop" (they leave).`,
  }));
  throw new SilhouetteError(issues);
}

async function typeColumns(
  inference: ColumnInference,
  files: readonly SourceFileState[],
  fresh: readonly SourceFileState[],
  previous: SourceState | null,
): Promise<SourceColumn[]> {
  const names = [...new Set(files.flatMap((file) => file.columns.map(({ name }) => name)))];
  const known = new Map(
    (previous?.columns ?? []).filter(({ name }) => hasValues(previous, name)).map((column) => [column.name, column]),
  );
  const unknown = names.filter((name) => !known.has(name));
  const inferred = unknown.length === 0 ? [] : await inference.infer(files, unknown);
  const grown = known.size === 0 ? [] : await inference.measure(fresh, [...known.values()]);
  const columns = new Map([...inferred, ...grown].map((column) => [column.name, column]));
  return names.flatMap((name) => columns.get(name) ?? []);
}

/** A column that never had a value has no type worth keeping. */
function hasValues(previous: SourceState | null, name: string): boolean {
  return (
    previous?.files.some(({ reports }) =>
      reports.some((report) => report.column === name && report.present + report.unparsable > 0),
    ) ?? false
  );
}

/** Whether a file's reports are of the columns' present types. */
function isReported(file: SourceFileState, columns: readonly SourceColumn[]): boolean {
  return file.columns.every(({ name }) => {
    const type = columns.find((column) => column.name === name)?.type;
    return file.reports.some((report) => report.column === name && report.type === type);
  });
}

function summarise({ source, files, columns }: SourceState, filesRead: number): IngestSourceResult['report'] {
  const rowsErased = files.reduce((sum, file) => sum + (file.rowsErased ?? 0), 0);
  const cellsErased = files.reduce((sum, file) => sum + (file.cellsErased ?? 0), 0);
  const filesWithErased = files.flatMap((file) => (file.rowsErased === undefined ? [] : [file.path]));
  return {
    ...(rowsErased === 0 ? {} : { rowsErased }),
    ...(cellsErased === 0 ? {} : { cellsErased }),
    ...(filesWithErased.length === 0 ? {} : { filesWithErased }),
    source,
    files: files.length,
    filesRead,
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    raggedRows: files.reduce((sum, file) => sum + file.raggedRows, 0),
    raggedExamples: files.flatMap((file) => file.raggedExamples.map((example) => `${file.path}, ${example}`)).slice(0, 5),
    columns: joinReports(columns, files),
  };
}
