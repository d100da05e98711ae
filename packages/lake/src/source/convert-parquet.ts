import { FIRST_DAY, LAST_DAY } from '@silhouette/model';
import { newFileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import { checkColumnNames } from './check-columns.ts';
import { type ConvertedFile, type ConvertJob, INGEST_SETTINGS, settingsSql } from './converted-file.ts';
import { hashFile } from './hash-file.ts';
import { linkFile } from './link-file.ts';
import { sourceError } from './source-error.ts';
import type { SourceFileColumn } from './source-state.ts';

/**
 * Parquet to the lake's Parquet: the same columns with their types, and `_pos`.
 * @throws source-file-broken for a damaged file or a column of a type that holds no plain values, disk-full
 */
export async function convertParquet(job: ConvertJob): Promise<ConvertedFile> {
  const { source, file, session } = job;
  if (file.compression !== 'none') {
    throw sourceError('source-file-broken', source, file, 'Parquet is packed inside: unpack the .gz or .zst around it.');
  }
  const contentHash = await hashFile(file.absolutePath, job.onBytes);
  const link = await linkFile(file.absolutePath, session.tempFolder);
  try {
    const input = `file(${link.sql}, 'Parquet')`;
    const described = await session.query<{ name: string; type: string }>(`DESCRIBE ${input}`, {}, 'source-file-broken');
    checkColumnNames(
      source,
      file,
      described.map(({ name }) => name),
    );
    const refused = described.filter(({ type }) => parseNativeType(type).kind === 'unsupported');
    if (refused.length > 0) {
      const list = refused.map(({ name, type }) => `"${name}" (${type})`).join(', ');
      throw sourceError(
        'source-file-broken',
        source,
        file,
        `values of these columns cannot be read: ${list}. Leave them out or flatten them.`,
      );
    }
    const columns = described.map(({ name, type }) => ({ name, nativeType: type, isJsonList: false }));
    const textDates = await findTextDates(job, link.sql, columns);
    const rows = await insertRows(job, link.sql, columns, textDates);
    return {
      contentHash,
      encoding: null,
      rows,
      columns: columns.map((column) =>
        textDates.has(column.name) ? { ...column, nativeType: 'Nullable(String)', isDateText: true } : column,
      ),
      raggedRows: 0,
      raggedExamples: [],
    };
  } finally {
    await link.remove();
  }
}

/** Date columns with days that ClickHouse has no date for: reading them as dates would fail. */
async function findTextDates(
  { session }: ConvertJob,
  path: string,
  columns: readonly SourceFileColumn[],
): Promise<Set<string>> {
  const dates = columns.filter(isDate);
  if (dates.length === 0) return new Set();
  const counts = dates.map(({ name }, index) => `countIf(NOT (${isKnownSql(`t.${quoteIdentifier(name)}`)})) AS n${index}`);
  const [row = {}] = await session.query(
    `SELECT ${counts.join(', ')} FROM file(${path}, 'Parquet', ${sqlString(structureOf(dates))}) AS t`,
    {},
    'source-file-broken',
  );
  return new Set(dates.flatMap(({ name }, index) => (Number(row[`n${index}`]) > 0 ? [name] : [])));
}

async function insertRows(
  job: ConvertJob,
  path: string,
  columns: readonly SourceFileColumn[],
  textDates: ReadonlySet<string>,
): Promise<number> {
  const shown = columns.map((column) => {
    const expr = `t.${quoteIdentifier(column.name)}`;
    const text = `if(${isKnownSql(expr)}, toString(toDate32(toInt32(${expr}))), concat('day ', toString(${expr})))`;
    const value = textDates.has(column.name) ? text : isDate(column) ? `CAST(${expr}, 'Nullable(Date32)')` : expr;
    return `${value} AS ${quoteIdentifier(column.name)}`;
  });
  const input = `file(${path}, 'Parquet', ${sqlString(structureOf(columns))})`;
  await job.session.execute(
    `INSERT INTO ${newFileSql(job.target)} SELECT rowNumberInAllBlocks() AS _pos, ${shown.join(', ')} FROM ${input} AS t ${settingsSql(INGEST_SETTINGS)}`,
    {},
    'source-file-broken',
  );
  const [counted] = await job.session.query<{ rows: string }>(`SELECT count() AS rows FROM ${input}`, {}, 'source-file-broken');
  return Number(counted?.rows ?? 0);
}

function isDate({ nativeType }: SourceFileColumn): boolean {
  return parseNativeType(nativeType).kind === 'date';
}

function isKnownSql(days: string): string {
  return `ifNull(${days} BETWEEN ${FIRST_DAY} AND ${LAST_DAY}, 1)`;
}

/** The structure to read with: dates as the number of their day. */
function structureOf(columns: readonly SourceFileColumn[]): string {
  return columns
    .map((column) => `${quoteIdentifier(column.name)} ${isDate(column) ? 'Nullable(Int32)' : column.nativeType}`)
    .join(', ');
}
