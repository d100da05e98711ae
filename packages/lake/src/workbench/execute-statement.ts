import { SilhouetteError } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import { LAKE_DATABASE, type WorkbenchTable } from './workbench-tables.ts';

/** A column of a result and its ClickHouse type. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** `json`: a JSON array a line; `csv`: RFC 4180 with a header line. */
export type ResultFormat = 'json' | 'csv';

/** How far a statement may go. */
export interface StatementLimits {
  readonly maxRows: number;
  readonly maxSeconds: number;
  readonly maxResultBytes: number;
}

/** ClickHouse's settings for statements of people: the limits, and how values are written. */
export function limitSettings({
  maxRows,
  maxSeconds,
  maxResultBytes,
}: StatementLimits): Readonly<Record<string, string | number>> {
  return {
    max_execution_time: maxSeconds,
    max_result_rows: maxRows,
    max_result_bytes: maxResultBytes,
    result_overflow_mode: 'throw',
    allow_ddl: 0,
    allow_introspection_functions: 0,
    // As member lists are: missing values empty, lines end in CRLF.
    format_csv_null_representation: '',
    output_format_csv_crlf_end_of_line: 1,
  };
}

/** Makes the tables that a statement may name, as views over the lake's files. */
export async function createTables(session: ChdbSession, tables: readonly WorkbenchTable[]): Promise<void> {
  await session.execute(`CREATE DATABASE IF NOT EXISTS ${LAKE_DATABASE}`);
  for (const { database, name, selectSql } of tables) {
    const place = database === null ? '' : `${quoteIdentifier(database)}.`;
    await session.execute(`CREATE VIEW ${place}${quoteIdentifier(name)} AS ${selectSql}`);
  }
}

/**
 * Runs a statement that was checked. Rows come in formats of one row a line, without a head of their own: ClickHouse
 * gives a result in parts, and would begin each part of another format anew.
 * @throws SilhouetteError `sql-limit` past rows or bytes (ClickHouse's own limits do not hold for every UNION), `sql-failed`;
 * ClickHouse's number tells when another limit was met.
 */
export async function executeStatement(
  session: ChdbSession,
  statement: string,
  format: ResultFormat,
  { maxRows, maxResultBytes }: StatementLimits,
): Promise<{ readonly columns: readonly ResultColumn[]; readonly body: string }> {
  const columns = await session.query<ResultColumn>(`DESCRIBE TABLE (${statement})`, {}, 'sql-failed');
  const parts: string[] = [];
  if (format === 'csv') parts.push(`${columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(',')}\r\n`);
  const seen = { rows: 0, bytes: 0, quoted: false };
  for await (const part of session.stream(statement, {}, format === 'csv' ? 'CSV' : 'JSONCompactEachRow', 'sql-failed')) {
    countRows(part, format, seen);
    if (seen.rows > maxRows || seen.bytes > maxResultBytes) throw describeTooMany(maxRows, maxResultBytes);
    parts.push(Buffer.from(part).toString('utf8'));
  }
  return { columns: columns.map(({ name, type }) => ({ name, type })), body: parts.join('') };
}

/** What an answer with more than it may have is refused with. */
export function describeTooMany(maxRows: number, maxResultBytes: number): SilhouetteError {
  const size = `${Math.round(maxResultBytes / 1e6)} MB`;
  return SilhouetteError.of(
    'sql-limit',
    `The answer has more than ${maxRows} rows or ${size}; add a LIMIT or raise --max-rows.`,
  );
}

const QUOTE = 34;
const LINE_FEED = 10;

/** Adds a part's rows and bytes; a line feed between quotes belongs to a CSV value (JSON writes none). */
function countRows(part: Uint8Array, format: ResultFormat, seen: { rows: number; bytes: number; quoted: boolean }): void {
  seen.bytes += part.length;
  for (const byte of part) {
    if (byte === QUOTE && format === 'csv') seen.quoted = !seen.quoted;
    else if (byte === LINE_FEED && !seen.quoted) seen.rows += 1;
  }
}
