import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SilhouetteError } from '@silhouette/model';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { confineCommand } from './confinement.ts';
import type { WorkbenchHeader, WorkbenchRequest } from './workbench-child.ts';
import { listWorkbenchTables } from './workbench-tables.ts';

/** How far a statement may go; the defaults suit a person at a terminal. */
export interface WorkbenchLimits {
  /** Most rows of an answer; one with more is refused, never cut. */
  readonly maxRows?: number;
  readonly maxSeconds?: number;
  readonly maxMemoryBytes?: number;
  readonly signal?: AbortSignal;
}

/** An answer: column names and ClickHouse types, and rows of JSON values (64-bit integers and decimals as text). */
export interface WorkbenchAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

const DEFAULTS = { maxRows: 100_000, maxSeconds: 60, maxMemoryBytes: 4_000_000_000 };
const MAX_RESULT_BYTES = 500_000_000;
/** Starting the process, beside the time the statement may take. */
const START_SECONDS = 20;

/**
 * Runs one SELECT typed by a person over the tables of a snapshot (`listWorkbenchTables`), in a process of its own that
 * is shut in as far as the machine allows, and held against an allow-list by ClickHouse's own parse.
 * @throws SilhouetteError `sql-refused`, `sql-failed`, `sql-limit`.
 */
export async function runWorkbenchSql(snapshot: Snapshot, sql: string, limits: WorkbenchLimits = {}): Promise<WorkbenchAnswer> {
  const { columns, body } = await runChild(snapshot, sql, 'json', limits);
  const lines = body === '' ? [] : body.trimEnd().split('\n');
  return { columns, rows: lines.map((line) => JSON.parse(line)) };
}

/** As {@link runWorkbenchSql}, answered as CSV text with a header line (RFC 4180, missing values empty). */
export async function runWorkbenchCsv(snapshot: Snapshot, sql: string, limits: WorkbenchLimits = {}): Promise<string> {
  return (await runChild(snapshot, sql, 'csv', limits)).body;
}

/** What the process answered: the columns, and the rows as text in the format asked for. */
interface ChildAnswer {
  readonly columns: WorkbenchHeader['columns'];
  readonly body: string;
}

async function runChild(
  snapshot: Snapshot,
  sql: string,
  format: WorkbenchRequest['format'],
  limits: WorkbenchLimits,
): Promise<ChildAnswer> {
  const { maxRows, maxSeconds, maxMemoryBytes } = { ...DEFAULTS, ...limits };
  const tempDir = mkdtempSync(join(tmpdir(), 'silhouette-sql-'));
  try {
    const request: WorkbenchRequest = {
      sql,
      tables: listWorkbenchTables(snapshot),
      format,
      maxRows,
      maxSeconds,
      maxMemoryBytes,
      maxResultBytes: MAX_RESULT_BYTES,
      tempDir,
    };
    const command = confineCommand([process.execPath, '--no-warnings', childScript()], {
      readable: [process.execPath, ...programFolders(), ...lakeFolders(snapshot)],
      tempDir,
      cpuSeconds: (maxSeconds + START_SECONDS) * availableParallelism(),
    });
    const output = await converse(
      command,
      JSON.stringify(request),
      (maxSeconds + START_SECONDS) * 1000,
      tempDir,
      limits.signal,
    );
    return readOutput(output, maxSeconds);
  } finally {
    rmSync(tempDir, { recursive: true, force: true });
  }
}

/** The compiled child: beside this file, or in `dist` when this file runs from its source. */
function childScript(): string {
  const beside = fileURLToPath(new URL('./workbench-child.js', import.meta.url));
  const built = fileURLToPath(new URL('../../dist/workbench/workbench-child.js', import.meta.url));
  return existsSync(beside) ? beside : built;
}

/** Folders with the program's own code: this package, the model, and what npm installed. */
function programFolders(): string[] {
  const require = createRequire(import.meta.url);
  const here = resolve(dirname(childScript()), '../..');
  const installed = require.resolve('chdb').split(/[\\/]node_modules[\\/]/)[0] ?? here;
  return [here, resolve(here, '../model'), join(installed, 'node_modules'), dirname(dirname(process.execPath))].filter(
    (path) => path !== '/',
  );
}

function lakeFolders(snapshot: Snapshot): string[] {
  const files = [snapshot.customers, ...snapshot.events.values()].flatMap((table) => table.files);
  const lake = files[0] === undefined ? [] : [findLakeFolder(files[0])];
  return [...new Set(lake)];
}

/** The `lake` folder above a data file: `…/lake/data/<id>/customers/0000.parquet`. */
function findLakeFolder(file: string): string {
  return resolve(dirname(file), '../../..');
}

interface ChildOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly stopped: 'time' | 'signal' | null;
}

function converse(
  command: readonly string[],
  input: string,
  timeoutMs: number,
  cwd: string,
  signal?: AbortSignal,
): Promise<ChildOutput> {
  return new Promise((resolvePromise, reject) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env.PATH ?? '', TMPDIR: cwd },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let stopped: ChildOutput['stopped'] = null;
    const stop = (why: 'time' | 'signal'): void => {
      stopped = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('time'), timeoutMs);
    const onAbort = (): void => stop('signal');
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolvePromise({ stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8'), stopped });
    });
    child.stdin.end(input);
  });
}

function readOutput({ stdout, stderr, stopped }: ChildOutput, maxSeconds: number): ChildAnswer {
  if (stopped === 'time')
    throw SilhouetteError.of(
      'sql-limit',
      `The query took longer than ${maxSeconds} s and was stopped; ask for less or raise --max-seconds.`,
    );
  if (stopped === 'signal') throw SilhouetteError.of('sql-failed', 'The query was stopped.');
  const end = stdout.indexOf(10);
  if (end < 0) {
    throw SilhouetteError.of(
      'sql-failed',
      `The query's process ended without an answer${stderr === '' ? '' : `: ${stderr.trim().slice(0, 300)}`}.`,
    );
  }
  const header: WorkbenchHeader = JSON.parse(stdout.subarray(0, end).toString('utf8'));
  if (header.issues.length > 0) throw new SilhouetteError(header.issues);
  return { columns: header.columns, body: stdout.subarray(end + 1).toString('utf8') };
}
