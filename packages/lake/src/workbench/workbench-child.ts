import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type Issue, SilhouetteError } from '@silhouette/model';
import { readClickHouseCode } from '../chdb/chdb-error.ts';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { checkStatement } from './check-statement.ts';
import {
  createTables,
  describeTooMany,
  executeStatement,
  limitSettings,
  type ResultColumn,
  type ResultFormat,
} from './execute-statement.ts';
import type { WorkbenchTable } from './workbench-tables.ts';

/** What the parent process sends on standard input. */
export interface WorkbenchRequest {
  readonly sql: string;
  readonly tables: readonly WorkbenchTable[];
  readonly format: ResultFormat;
  readonly maxRows: number;
  readonly maxSeconds: number;
  readonly maxMemoryBytes: number;
  readonly maxResultBytes: number;
  /** Folder for ClickHouse's own files. */
  readonly tempDir: string;
}

/** First line on standard output: issues, or the columns of the rows that follow. */
export interface WorkbenchHeader {
  readonly issues: readonly Issue[];
  readonly columns: readonly ResultColumn[];
}

/** Reads one request, answers it on standard output and ends. Runs in a process of its own. */
export async function answerWorkbenchRequest(): Promise<void> {
  const request: WorkbenchRequest = JSON.parse(await text(process.stdin));
  const header = { issues: [] as readonly Issue[], columns: [] as readonly ResultColumn[] };
  let body = '';
  const session = await ChdbSession.open({ tempParent: request.tempDir, memoryLimitBytes: request.maxMemoryBytes });
  // The tables are made by a session that may make some; the statement runs in one that is limited.
  const limited = await ChdbSession.open({ settings: limitSettings(request), memoryLimitBytes: request.maxMemoryBytes });
  try {
    const statement = await checkStatement(session, request.sql, request.tables);
    await createTables(session, request.tables);
    const result = await executeStatement(limited, statement, request.format, request);
    header.columns = result.columns;
    body = result.body;
  } catch (error) {
    header.issues = toIssues(error, request);
  }
  process.stdout.write(`${JSON.stringify(header satisfies WorkbenchHeader)}\n${body}`);
  await limited.close();
  await session.close();
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
      return describeTooMany(request.maxRows, request.maxResultBytes).issues;
    default:
      if (error instanceof SilhouetteError) return error.issues;
      return [{ path: '', code: 'sql-failed', message: error instanceof Error ? error.message : String(error) }];
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await answerWorkbenchRequest();
