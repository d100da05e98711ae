import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LockHolder, type ProcessLock, takeProcessLock } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { EmbeddedDatabase } from './embedded-database.ts';
import { explainStoreError } from './explain-store-error.ts';
import { migrateStore } from './migrations.ts';
import type { StoreTables } from './tables.ts';

/** Where a store is, and what opening it needs. */
export interface StoreOptions {
  /** The workspace's folder of state: the embedded database lies in it. */
  readonly stateDir: string;
  /** `DATABASE_URL` names a PostgreSQL server; without it the embedded database is used. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Told the lock of the embedded database once it is held, seconds before the database is open. */
  onLock(lock: ProcessLock): void;
  /** An embedded database that is not there is made with no tables, not even those that the build packed; absent: false. */
  readonly withoutTables?: boolean;
}

/** An open database of what people make, with its tables as this version has them. */
export interface OpenStore {
  readonly db: Kysely<StoreTables>;
  close(): Promise<void>;
}

const CONNECT_LIMIT_MS = 5_000;
const LOCK_WAIT_MS = 5_000;

/**
 * Opens the store: the PostgreSQL of `DATABASE_URL`, else the embedded one in `state/db`, and migrates it.
 * @throws SilhouetteError `store-locked` (naming the process that has it), `store-unreachable`, `store-newer`,
 * `invalid-option` for a `DATABASE_URL` that is none.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const store = await connectStore(options);
  try {
    await migrateStore(store.db);
    return store;
  } catch (error) {
    await store.close();
    throw explainStoreError(error);
  }
}

/** {@link openStore} with its tables as they are: nothing is migrated. An embedded one that is not there is made. @throws likewise */
export async function connectStore(options: StoreOptions): Promise<OpenStore> {
  const url = readDatabaseUrl(options.env);
  try {
    return url === null ? await openEmbedded(options) : openServer(url);
  } catch (error) {
    throw explainStoreError(error);
  }
}

/** The address of `DATABASE_URL`; null without one. @throws SilhouetteError `invalid-option`. */
export function readDatabaseUrl(env: StoreOptions['env']): string | null {
  const url = env.DATABASE_URL;
  if (url === undefined || url === '') return null;
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  // Not shown: it may hold a password.
  throw SilhouetteError.of(
    'invalid-option',
    'DATABASE_URL must begin with postgres:// or postgresql://; take it out to use the embedded database.',
  );
}

/** The folder whose lock file says who has the embedded database open. */
export function storeLockDir(stateDir: string): string {
  return join(stateDir, 'db.lock');
}

/** The refusal that names who has the store open. */
export function describeStoreHolder({ pid, host, isHere, file, note }: LockHolder): SilhouetteError {
  const where = note === '' ? '' : ` (it answers at ${note})`;
  const remedy = isHere ? 'Ask it, or end it.' : `If it no longer runs there, remove "${file}".`;
  return SilhouetteError.of(
    'store-locked',
    `Process ${pid} on ${host} has the saved audiences of this workspace open${where}. ${remedy}`,
  );
}

async function openEmbedded({ stateDir, signal, onLock, withoutTables = false }: StoreOptions): Promise<OpenStore> {
  mkdirSync(stateDir, { recursive: true });
  const lock = await lockStore(storeLockDir(stateDir), signal);
  onLock(lock);
  try {
    const db = makeKysely(await EmbeddedDatabase.open(join(stateDir, 'db'), signal, withoutTables));
    return {
      db,
      close: async () => {
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Commands have the store for a moment and tell no address: they are waited for. A server that answers is not. */
async function lockStore(folder: string, signal: AbortSignal): Promise<ProcessLock> {
  const startedAtMs = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const lock = takeProcessLock(folder);
    if (lock.kind === 'held') return lock;
    if (lock.note !== '' || performance.now() - startedAtMs > LOCK_WAIT_MS) throw describeStoreHolder(lock);
    // Uneven pauses: two that saw each other must not keep meeting.
    await sleep(50 + Math.random() * 100);
  }
}

function openServer(connectionString: string): OpenStore {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    application_name: 'silhouette',
  });
  // A connection that breaks while idle leaves the pool by itself; whoever asks next gets a new one.
  pool.on('error', () => {});
  const db = makeKysely(pool);
  return { db, close: () => db.destroy() };
}

function makeKysely(pool: EmbeddedDatabase | pg.Pool): Kysely<StoreTables> {
  return new Kysely<StoreTables>({ dialect: new PostgresDialect({ pool }) });
}
