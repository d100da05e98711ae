// Of this product only what has no native code may come in here: chdb, which the lake brings, closes every connection of the
// process when a thread that has loaded it ends.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFs } from './durable-node-fs.ts';
import { EMPTY_DATABASE, unpackDatabase } from './empty-database.ts';

/**
 * What a thread of the embedded database is started with: `create` makes the folder, with the tables that the build packed where it did,
 * and ends; `create-without-tables` likewise, with none; `open` answers queries.
 */
export interface EmbeddedStart {
  readonly dir: string;
  readonly mode: 'create' | 'create-without-tables' | 'open';
  /** PostgreSQL, compiled (`compilePostgres`); null: PGlite does it, where it is needed. */
  readonly module: WebAssembly.Module | null;
}

/** What the thread is asked; `close` ends it. */
export type EmbeddedRequest =
  | { readonly id: number; readonly kind: 'query'; readonly text: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly kind: 'close' };

/** What a query gave. */
export interface EmbeddedResult {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}

/** Id 0: the folder is made, or open. */
export type EmbeddedReply =
  | { readonly id: number; readonly ok: true; readonly result: EmbeddedResult | null }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly sqlState: string | null };

/** `-F` (no fsync) is taken out, and commits are flushed by the call that reaches the disk here. */
const DURABLE_START = [...PGlite.defaultStartParams.filter((one) => one !== '-F'), '-c', 'wal_sync_method=fsync'];

async function run(port: MessagePort, { dir, mode, module }: EmbeddedStart): Promise<void> {
  if (mode === 'open') {
    const database = await startDatabase(dir, module);
    port.on('message', (request: EmbeddedRequest) => answer(port, database, request));
  } else {
    if (mode === 'create' && existsSync(EMPTY_DATABASE)) unpackDatabase(dir);
    else await (await startDatabase(dir, module)).close();
    syncTree(dir);
  }
  send(port, { id: 0, ok: true, result: null });
}

async function startDatabase(dir: string, module: EmbeddedStart['module']): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableNodeFs(dir),
    relaxedDurability: false,
    startParams: DURABLE_START,
    ...(module === null ? {} : { pgliteWasmModule: module }),
  });
}

async function answer(port: MessagePort, database: PGlite, request: EmbeddedRequest): Promise<void> {
  try {
    if (request.kind === 'close') {
      await database.close();
      send(port, { id: request.id, ok: true, result: null });
      port.close();
      return;
    }
    const { rows, affectedRows = 0 } = await database.query(request.text, [...request.parameters]);
    send(port, { id: request.id, ok: true, result: { command: commandOf(request.text), rowCount: affectedRows, rows } });
  } catch (error) {
    const sqlState = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    send(port, { id: request.id, ok: false, message: error instanceof Error ? error.message : String(error), sqlState });
    // What is no error of SQL has broken the engine: the next query finds a new thread, which recovers from the log.
    if (sqlState === null) process.exit(1);
  }
}

function commandOf(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? '';
}

function send(port: MessagePort, reply: EmbeddedReply): void {
  port.postMessage(reply);
}

/** What was unpacked, or written by `initdb`, is flushed once, all of it: neither flushes by itself here. */
function syncTree(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else syncPath(path);
  }
  syncPath(dir);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

if (parentPort !== null) {
  const port = parentPort;
  // Started by embedded-database.ts alone, with this shape.
  run(port, workerData as EmbeddedStart).catch((error: unknown) => {
    send(port, { id: 0, ok: false, message: error instanceof Error ? error.message : String(error), sqlState: null });
    process.exitCode = 1;
    port.close();
  });
}
