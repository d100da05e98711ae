import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever, SilhouetteError } from '@silhouette/model';
import { fileSql } from '../chdb/sql-text.ts';
import { convertDelimited } from './convert-delimited.ts';
import { convertJsonLines } from './convert-json-lines.ts';
import { convertParquet } from './convert-parquet.ts';
import type { ConvertedFile, ConvertJob } from './converted-file.ts';
import { hashFile } from './hash-file.ts';
import { sourceError } from './source-error.ts';
import type { SourceFileState } from './source-state.ts';

const TEMP_SUFFIX = '.parquet.tmp';

/** The folder of a source's Parquet files, relative to the lake's: the name with whatever a path must not have encoded. */
function sourceFolder(source: string): string {
  const encoded = source.replace(/[^\p{L}\p{N}_-]/gu, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return `sources/${encoded}`;
}

/** Makes the folder of a source and removes what a load that was killed left half-written. Only one load may run. */
export async function prepareSourceFolder(lakeDir: string, source: string): Promise<void> {
  const folder = join(lakeDir, sourceFolder(source));
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith(TEMP_SUFFIX)) await rm(join(folder, name), { force: true });
  }
}

/**
 * Turns one source file into a Parquet file of the lake: written aside, checked, made durable, then renamed to a name
 * made of both contents, so that no file of an earlier snapshot is ever touched.
 * @throws source-file-broken, source-file-empty, source-encoding, disk-full
 */
export async function writeSourceFile(job: Omit<ConvertJob, 'target'>, lakeDir: string): Promise<SourceFileState> {
  const folder = sourceFolder(job.source);
  const target = join(lakeDir, folder, `${randomUUID()}${TEMP_SUFFIX}`);
  try {
    const converted = await convert({ ...job, target });
    await refuseChanges(job, target, converted);
    const readAs = { encoding: job.encoding, missing: job.spec.missing };
    const parquetHash = await hashFile(target);
    const content = createHash('sha256')
      .update(JSON.stringify([converted.contentHash, job.file.format, readAs]))
      .digest('hex');
    const parquet = `${folder}/${content.slice(0, 20)}-${parquetHash.slice(0, 20)}.parquet`;
    const { size } = await stat(target);
    await syncPath(target);
    await rename(target, join(lakeDir, parquet));
    await syncPath(join(lakeDir, folder));
    return {
      path: job.file.path,
      format: job.file.format,
      sizeBytes: job.file.sizeBytes,
      mtimeMs: job.file.mtimeMs,
      contentHash: converted.contentHash,
      encoding: converted.encoding,
      readAs,
      parquet,
      parquetBytes: size,
      parquetHash,
      rows: converted.rows,
      columns: converted.columns,
      raggedRows: converted.raggedRows,
      raggedExamples: converted.raggedExamples,
      reports: [],
    };
  } catch (error) {
    await rm(target, { force: true });
    throw nameFile(job, error);
  }
}

function convert(job: ConvertJob): Promise<ConvertedFile> {
  switch (job.file.format) {
    case 'csv':
    case 'tsv':
      return convertDelimited(job);
    case 'jsonl':
      return convertJsonLines(job);
    case 'parquet':
      return convertParquet(job);
    default:
      return assertNever(job.file.format);
  }
}

async function refuseChanges(
  { source, file, session }: Omit<ConvertJob, 'target'>,
  target: string,
  converted: ConvertedFile,
): Promise<void> {
  const { size, mtimeMs } = await stat(file.absolutePath);
  if (size !== file.sizeBytes || Math.floor(mtimeMs) !== file.mtimeMs) {
    throw sourceError(
      'source-file-broken',
      source,
      file,
      'the file changed while it was read. Load again when it is complete.',
    );
  }
  const [counted] = await session.query<{ rows: string }>(`SELECT count() AS rows FROM ${fileSql([target], '_pos UInt64')}`);
  if (Number(counted?.rows) === converted.rows) return;
  const message = `${converted.rows} rows were counted and ${counted?.rows ?? 0} came through. This is a fault of Silhouette: please report it with the file.`;
  throw sourceError('engine-failed', source, file, message);
}

/** Failures of ClickHouse do not say which file of which source they are about. */
function nameFile({ source, file }: Omit<ConvertJob, 'target'>, error: unknown): unknown {
  if (!(error instanceof SilhouetteError)) {
    if (!(error instanceof Error) || !('code' in error)) return error;
    if (error.code === 'ENOSPC')
      return SilhouetteError.of('disk-full', 'The disk is full. Free some space and run the command again.', '', error);
    return sourceError('source-file-broken', source, file, `cannot be read or written (${error.message}).`, error);
  }
  if (error.code === 'disk-full' || error.issues[0]?.path === `sources.${source}`) return error;
  return sourceError(
    error.code,
    source,
    file,
    `ClickHouse cannot read it: ${error.message}. Export the file again, or correct the line it names.`,
    error,
  );
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
