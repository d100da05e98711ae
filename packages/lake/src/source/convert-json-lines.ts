import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wrapChdbError } from '../chdb/chdb-error.ts';
import { newFileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import { cleanTextSql } from '../value-sql/text-sql.ts';
import { checkColumnNames } from './check-columns.ts';
import { type ConvertedFile, type ConvertJob, INGEST_SETTINGS, settingsSql } from './converted-file.ts';
import { JsonLinesScanner } from './json-lines-scanner.ts';
import { linkFile } from './link-file.ts';
import { readText, readTextDetected } from './read-text.ts';
import { sourceError } from './source-error.ts';
import type { SourceFileColumn } from './source-state.ts';

const JSON_SETTINGS = {
  // Every value by its own text: 1.50 stays "1.50", and no digit of a long number is lost.
  input_format_json_read_numbers_as_strings: 1,
  input_format_json_read_bools_as_strings: 1,
  input_format_json_read_arrays_as_strings: 1,
  input_format_json_read_objects_as_strings: 1,
  input_format_skip_unknown_fields: 0,
} as const;

/**
 * JSON lines to Parquet: every value as its text, lists as their JSON text.
 * @throws source-file-empty, source-file-broken, source-encoding, disk-full
 */
export async function convertJsonLines(job: ConvertJob): Promise<ConvertedFile> {
  const { source, file, session } = job;
  const { origin, consumer: scan } = await readTextDetected(job, () => new JsonLinesScanner());
  scan.finish();
  if (scan.bad !== null) {
    const message = `line ${scan.bad.line}: ${scan.bad.message}. Every line must be one JSON object.`;
    throw sourceError('source-file-broken', source, file, message);
  }
  if (scan.rows === 0)
    throw sourceError(
      'source-file-empty',
      source,
      file,
      'the file has no lines. Export it again or take it out of the source.',
    );
  const columns = listColumns(job, scan);
  const rewritten = origin.isAsIs ? null : join(session.tempFolder, `${randomUUID()}.jsonl`);
  try {
    if (rewritten !== null) await rewriteFile(job, origin.encoding, rewritten);
    await insertRows(job, columns, rewritten);
  } finally {
    if (rewritten !== null) await unlink(rewritten);
  }
  return {
    contentHash: origin.contentHash,
    encoding: origin.encoding,
    rows: scan.rows,
    columns,
    raggedRows: 0,
    raggedExamples: [],
  };
}

function listColumns({ source, file }: ConvertJob, scan: JsonLinesScanner): SourceFileColumn[] {
  const names = [...scan.kinds.keys()];
  checkColumnNames(source, file, names);
  const nested = names.filter((name) => scan.kinds.get(name) === 'nested');
  if (nested.length > 0) {
    const list = nested.map((name) => `"${name}"`).join(', ');
    throw sourceError(
      'source-file-broken',
      source,
      file,
      `${list} hold objects or lists of them. Write their parts as columns of their own.`,
    );
  }
  return names.map((name) => ({ name, nativeType: 'Nullable(String)', isJsonList: scan.kinds.get(name) === 'list' }));
}

async function rewriteFile(job: ConvertJob, encoding: string, path: string): Promise<void> {
  const output = await open(path, 'wx');
  try {
    await readText({ ...job, encoding }, async (utf8) => {
      await output.writeFile(utf8);
    });
  } catch (error) {
    throw wrapChdbError(error);
  } finally {
    await output.close();
  }
}

async function insertRows(job: ConvertJob, columns: readonly SourceFileColumn[], rewritten: string | null): Promise<void> {
  const { file, session, spec, target } = job;
  const structure = columns.map(({ name }) => `${quoteIdentifier(name)} Nullable(String)`).join(', ');
  const shown = columns.map(({ name }) => {
    const text = cleanTextSql(`t.${quoteIdentifier(name)}`, { kind: 'text' }, spec.missing, false);
    return `nullIf(${text}, '') AS ${quoteIdentifier(name)}`;
  });
  const link = rewritten === null ? await linkFile(file.absolutePath, session.tempFolder) : null;
  const compression = rewritten === null ? { none: 'none', gzip: 'gzip', zstd: 'zstd' }[file.compression] : 'none';
  const settings = { ...INGEST_SETTINGS, ...JSON_SETTINGS, max_parsing_threads: availableParallelism() };
  try {
    await session.execute(
      `INSERT INTO ${newFileSql(target)} SELECT rowNumberInAllBlocks() AS _pos, ${shown.join(', ')}
       FROM file(${link?.sql ?? sqlString(rewritten ?? '')}, 'JSONEachRow', ${sqlString(structure)}, '${compression}') AS t ${settingsSql(settings)}`,
      {},
      'source-file-broken',
    );
  } finally {
    await link?.remove();
  }
}
