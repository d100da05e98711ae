import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { syncPath } from '@silhouette/lake';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { compilePostgres } from './compile-postgres.ts';
import { EmbeddedLostError } from './embedded-lost-error.ts';
import type { EmbeddedReply, EmbeddedRequest, EmbeddedResult, EmbeddedStart } from './embedded-worker.ts';

const FILE = new URL('../../dist/store/embedded-worker.js', import.meta.url);

/** An error of SQL in the embedded database; `code` is its SQLSTATE, as node-postgres has it. */
class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  resolve(result: EmbeddedResult | null): void;
  reject(error: Error): void;
}

type Asked =
  | { readonly kind: 'query'; readonly text: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'close' };

/**
 * PGlite in a thread of its own, as the pool of one connection that Kysely's PostgreSQL dialect takes: whoever connects
 * waits for the one before. PostgreSQL in WebAssembly computes in the thread that calls it, seconds long when it opens:
 * the server's own must stay free. A thread that dies fails the query it had and all others of whoever was connected: what came
 * after in a new thread would be outside of the transaction. Who connects next has the folder opened again.
 * The folder must be locked by the caller: PGlite opens it twice without complaint.
 */
export class EmbeddedDatabase implements PostgresPool {
  private readonly dir: string;
  /** The thread that is open, or being opened. */
  private worker: Promise<Worker> | null = null;
  /** The one that is open. */
  private current: Worker | null = null;
  private lastFailure: Error | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private turn: Promise<void> = Promise.resolve();
  private isClosed = false;

  private constructor(dir: string) {
    this.dir = dir;
  }

  /**
   * Opens the database of a folder, made aside and renamed when there is none, so that a half-made one is never taken for whole: with
   * the tables that the build packed, or with none (seconds). An aborted `signal` ends the thread at once.
   */
  static async open(dir: string, signal: AbortSignal, withoutTables = false): Promise<EmbeddedDatabase> {
    if (!existsSync(dir)) {
      const aside = `${dir}.new`;
      rmSync(aside, { recursive: true, force: true });
      await makeFolder({ dir: aside, mode: withoutTables ? 'create-without-tables' : 'create', module: null }, signal);
      renameSync(aside, dir);
      syncPath(dirname(dir));
    }
    signal.throwIfAborted();
    const database = new EmbeddedDatabase(dir);
    const stop = (): void => database.terminate();
    signal.addEventListener('abort', stop);
    try {
      await database.running();
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return database;
  }

  async connect(): Promise<PostgresPoolClient> {
    const before = this.turn;
    let release: () => void = () => {};
    this.turn = new Promise<void>((done) => {
      release = done;
    });
    await before;
    try {
      const worker = await this.running();
      return new EmbeddedClient((text, parameters) => this.ask(worker, { kind: 'query', text, parameters }), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Waits for what is under way, closes the database in order and ends the thread. */
  async end(): Promise<void> {
    if (this.isClosed) return;
    await this.turn;
    this.isClosed = true;
    const worker = await this.worker?.catch(() => null);
    if (worker === null || worker === undefined || worker !== this.current) return;
    const ended = new Promise<void>((done) => {
      worker.once('exit', () => done());
    });
    await this.ask(worker, { kind: 'close' }).catch(() => null);
    await ended;
  }

  /** Ends the thread at once: what was acknowledged stays. */
  private terminate(): void {
    this.isClosed = true;
    this.worker?.then((worker) => worker.terminate()).catch(() => {});
  }

  private ask(worker: Worker, asked: Asked): Promise<EmbeddedResult | null> {
    if (worker !== this.current) {
      return Promise.reject(new EmbeddedLostError(this.dir, true, this.lastFailure ?? 'its thread has ended'));
    }
    return new Promise((resolve, reject) => {
      const id = this.nextId;
      this.nextId += 1;
      // First: what cannot be sent is waited for by nobody.
      worker.postMessage({ ...asked, id } satisfies EmbeddedRequest);
      this.waiting.set(id, { resolve, reject });
    });
  }

  private running(): Promise<Worker> {
    if (this.worker === null && this.isClosed) return Promise.reject(new Error('The embedded database is closed.'));
    this.worker ??= this.start();
    return this.worker;
  }

  private async start(): Promise<Worker> {
    try {
      const worker = await startWorker({ dir: this.dir, mode: 'open', module: await compilePostgres() }, null, {
        onReply: (reply) => this.settle(reply),
        onEnd: (error) => this.lose(error),
      });
      this.current = worker;
      return worker;
    } catch (error) {
      throw new EmbeddedLostError(this.dir, false, error);
    }
  }

  /** The thread has ended: nobody waits for it any longer. */
  private lose(error: Error): void {
    this.worker = null;
    this.current = null;
    this.lastFailure = error;
    for (const { reject } of this.waiting.values()) reject(new EmbeddedLostError(this.dir, true, error));
    this.waiting.clear();
  }

  private settle(reply: EmbeddedReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.result);
    else if (reply.sqlState !== null) waiting?.reject(new EmbeddedError(reply.message, reply.sqlState));
    // What is no error of SQL is the end of the thread, which is about to follow.
    else waiting?.reject(new EmbeddedLostError(this.dir, true, reply.message));
  }
}

/** One turn on the one connection. */
class EmbeddedClient implements PostgresPoolClient {
  readonly release: () => void;
  private readonly ask: (text: string, parameters: readonly unknown[]) => Promise<EmbeddedResult | null>;

  constructor(ask: EmbeddedClient['ask'], release: () => void) {
    this.ask = ask;
    this.release = release;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query(cursor: never): never;
  async query<R>(sql: string, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    const result = await this.ask(sql, parameters);
    // What rows look like is Kysely's to say, here as with node-postgres; it reads nothing of other commands.
    return (result ?? { command: 'SELECT', rowCount: 0, rows: [] }) as PostgresQueryResult<R>;
  }
}

interface WorkerEvents {
  onReply(reply: EmbeddedReply): void;
  onEnd(error: Error): void;
}

/** Starts a thread; it is there once the folder is made or open. */
function startWorker(start: EmbeddedStart, signal: AbortSignal | null, events: WorkerEvents): Promise<Worker> {
  return new Promise((resolve, reject) => {
    // Conditions and loaders of the parent are not for the compiled file.
    const worker = new Worker(FILE, { workerData: start, execArgv: [] });
    let failure = new Error('its thread was ended');
    const stop = (): void => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (reply: EmbeddedReply) => {
      if (reply.id !== 0) events.onReply(reply);
      else if (reply.ok) resolve(worker);
      else failure = new Error(reply.message);
    });
    worker.on('error', (error: Error) => {
      failure = error;
    });
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(failure);
      events.onEnd(failure);
    });
  });
}

/** Makes the folder in a thread of its own, and waits until that has ended: making one may take three times the memory that an open one does. */
async function makeFolder(start: EmbeddedStart, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let tellEnd: () => void = () => {};
  const ended = new Promise<void>((done) => {
    tellEnd = done;
  });
  // The thread's last words and its end may come at once: that it was made is what the first promise tells.
  await startWorker(start, signal, { onReply: () => {}, onEnd: () => tellEnd() });
  await ended;
}
