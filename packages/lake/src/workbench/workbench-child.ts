import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type Issue, SilhouetteError } from '@silhouette/model';
import { readClickHouseCode } from '../chdb/chdb-error.ts';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import { checkStatement } from './check-statement.ts';
import { LAKE_DATABASE, type WorkbenchTable } from './workbench-tables.ts';

/** What the parent process sends on standard input. */
export interface WorkbenchRequest {
  readonly sql: string;
  readonly tables: readonly WorkbenchTable[];
  readonly format: 'CSVWithNames' | 'JSONCompact' | 'JSONCompactStringsEachRowWithNamesAndTypes';
  readonly maxRows: number;
  readonly maxSeconds: number;
  readonly maxMemoryBytes: number;
  readonly maxResultBytes: number;
  /** Folder for ClickHouse's own files. */
  readonly tempDir: string;
}

/** First line on standard output: issues, or that the result follows. */
export interface WorkbenchHeader {
  readonly issues: readonly Issue[];
}

/** Reads one request, answers it on standard output and ends. Runs in a process of its own. */
export async function answerWorkbenchRequest(): Promise<void> {
  const request: WorkbenchRequest = JSON.parse(await text(process.stdin));
  const session = await ChdbSession.open({ tempParent: request.tempDir, memoryLimitBytes: request.maxMemoryBytes });
  let issues: readonly Issue[] = [];
  let result = '';
  try {
    const statement = await checkStatement(session, request.sql, request.tables);
    result = await runStatement(session, statement, request);
  } catch (error) {
    issues = toIssues(error, request);
  }
  const header: WorkbenchHeader = { issues };
  process.stdout.write(`${JSON.stringify(header)}\n${result}`);
  await session.close();
}

async function runStatement(session: ChdbSession, statement: string, request: WorkbenchRequest): Promise<string> {
  await session.execute(`CREATE DATABASE IF NOT EXISTS ${LAKE_DATABASE}`);
  for (const { database, name, selectSql } of request.tables) {
    const place = database === null ? '' : `${quoteIdentifier(database)}.`;
    await session.execute(`CREATE VIEW ${place}${quoteIdentifier(name)} AS ${selectSql}`);
  }
  const settings = [
    `max_execution_time = ${request.maxSeconds}`,
    `max_result_rows = ${request.maxRows}`,
    `max_result_bytes = ${request.maxResultBytes}`,
    "result_overflow_mode = 'throw'",
    `max_memory_usage = ${request.maxMemoryBytes}`,
    'allow_ddl = 0',
    'allow_introspection_functions = 0',
    'output_format_json_quote_decimals = 1',
    // RFC 4180, as member lists are: missing values empty, lines end in CRLF.
    "format_csv_null_representation = ''",
    'output_format_csv_crlf_end_of_line = 1',
  ];
  const chunks: string[] = [];
  for await (const chunk of session.stream(`${statement}\nSETTINGS ${settings.join(', ')}`, {}, request.format, 'sql-failed')) {
    chunks.push(Buffer.from(chunk).toString('utf8'));
  }
  return chunks.join('');
}

function toIssues(error: unknown, request: WorkbenchRequest): readonly Issue[] {
  const limit = (message: string): readonly Issue[] => [{ path: '', code: 'sql-limit', message }];
  switch (readClickHouseCode(error)) {
    case 159:
      return limit(`The query took longer than ${request.maxSeconds} s and was stopped; ask for less or raise --max-seconds.`);
    case 241:
      return limit(
        `The query needs more than ${Math.round(request.maxMemoryBytes / 1e6)} MB of memory and was stopped; ask for less.`,
      );
    case 396:
      return limit(`The answer has more than ${request.maxRows} rows (or is too large); add a LIMIT or raise --max-rows.`);
    default:
      if (error instanceof SilhouetteError) return error.issues;
      return [{ path: '', code: 'sql-failed', message: error instanceof Error ? error.message : String(error) }];
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await answerWorkbenchRequest();
