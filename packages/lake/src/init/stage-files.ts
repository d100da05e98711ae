import { mkdtemp, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { SilhouetteError, type SourceSpec, TimeZone } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { ingestSource } from '../source/ingest-source.ts';
import type { SourceFileState } from '../source/source-state.ts';
import type { InitTable } from './init-table.ts';
import { profileColumns } from './profile-columns.ts';

/** Files read aside, to be looked at; `dispose` removes what was written. */
export interface StagedFiles {
  readonly tables: readonly InitTable[];
  dispose(): Promise<void>;
}

/**
 * Reads every file as a load would, but aside, and puts files of one header together as a table.
 * @throws source-file-missing, source-file-empty, source-file-broken, source-encoding
 */
export async function stageFiles(session: ChdbSession, files: readonly string[], dir: string): Promise<StagedFiles> {
  // With the engine's own files: they go when the process dies, or with the next one's sweep.
  const folder = await mkdtemp(join(session.tempFolder, 'init-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const absolute = [...new Set(files.map((file) => resolve(file)))];
    await refuseMissing(absolute);
    const groups = new Map<string, { readonly path: string; readonly state: SourceFileState }[]>();
    for (const [index, path] of absolute.entries()) {
      const state = await readAside(session, path, folder, `file${index}`);
      const columns = state.columns.map(({ name, nativeType }) => [name, state.format === 'parquet' ? nativeType : '']);
      const key = JSON.stringify([state.format, state.readAs.encoding, columns]);
      groups.set(key, [...(groups.get(key) ?? []), { path, state }]);
    }
    const tables: InitTable[] = [];
    for (const group of groups.values())
      tables.push(await describeGroup(session, group, folder, dir, new Set(tables.map(({ name }) => name))));
    return { tables, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function refuseMissing(paths: readonly string[]): Promise<void> {
  const issues = [];
  for (const path of paths) {
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile)
      issues.push({ path, code: 'source-file-missing' as const, message: `There is no file "${path}". Correct the path.` });
  }
  if (issues.length > 0) throw new SilhouetteError(issues);
}

async function readAside(session: ChdbSession, path: string, folder: string, name: string): Promise<SourceFileState> {
  const spec: SourceSpec = { files: [path], format: null, encoding: null, missing: [], gone: 'error' };
  try {
    const { state } = await ingestSource(session, {
      name,
      spec,
      baseDir: folder,
      lakeDir: folder,
      zone: TimeZone.of('UTC'),
      previous: null,
    });
    const [file] = state.files;
    if (file !== undefined) return file;
  } catch (error) {
    if (!(error instanceof SilhouetteError)) throw error;
    // There is no catalog yet that an issue could have a place in: the file is the place.
    throw new SilhouetteError(
      error.issues.map((issue) => ({ ...issue, path })),
      { cause: error },
    );
  }
  throw SilhouetteError.of('source-file-missing', `There is no file "${path}". Correct the path.`, path);
}

async function describeGroup(
  session: ChdbSession,
  group: readonly { readonly path: string; readonly state: SourceFileState }[],
  folder: string,
  dir: string,
  taken: ReadonlySet<string>,
): Promise<InitTable> {
  const [first] = group;
  if (first === undefined) throw new RangeError('A group has at least one file.');
  const parquetFiles = group.map(({ state }) => join(folder, state.parquet));
  const { rows, columns } = await profileColumns(session, parquetFiles, first.state.columns);
  const { encoding } = first.state.readAs;
  return {
    name: nameTable(
      group.map(({ path }) => path),
      taken,
    ),
    files: group.map(({ path }) => pathFrom(dir, path)),
    format: first.state.format,
    encoding: encoding === null || /^utf-?8$/i.test(encoding) ? null : encoding,
    parquetFiles,
    rows,
    columns,
  };
}

/** A file's path as the catalog names it: relative inside the workspace, else absolute. */
function pathFrom(dir: string, path: string): string {
  const inside = relative(resolve(dir), path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}

/**
 * What the files' names have in common, without numbers at the end: `orders-2024.csv`, `orders-2025.csv` → orders. Names
 * that only number the parts of a table (`0000.parquet`, `part-00001-….parquet`) give way to their folder's.
 */
function nameTable(paths: readonly string[], taken: ReadonlySet<string>): string {
  const names = paths.map((path) => {
    const name = basename(path)
      .normalize('NFC')
      .replace(/(\.(csv|tsv|txt|tab|jsonl|ndjson|json|parquet|snappy|gz|zst|zstd))+$/i, '');
    return /^(part|data|chunk|file)?[-_.\d]*(-[0-9a-f-]{36}.*)?$/i.test(name) ? basename(dirname(path)).normalize('NFC') : name;
  });
  let common = names[0] ?? '';
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const plain = common.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+/, '');
  const isCut = names.some((name) => name !== common);
  const name = plain.replace(isCut ? /[\d_]+$/u : /_+$/u, '').slice(0, 100) || 'table';
  let free = name;
  for (let round = 2; taken.has(free); round += 1) free = `${name}_${round}`;
  return free;
}
