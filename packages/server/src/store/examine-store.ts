import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findLockHolder } from '@silhouette/lake';
import { SilhouetteError, type StoreReport, storeReportSchema } from '@silhouette/model';
import { sendRequest } from '../audiences/send-request.ts';
import { ExportFolder } from '../exports/export-folder.ts';
import { explainStoreError } from './explain-store-error.ts';
import { connectStore, describeStoreHolder, readDatabaseUrl, storeLockDir } from './open-store.ts';
import { reportStore } from './report-store.ts';

/** The store of a workspace, looked at from outside. */
export type StoreExamination =
  /** Nothing was ever kept. */
  | { readonly kind: 'none' }
  /** Opened, looked at and closed again; `where` names it without a password. */
  | { readonly kind: 'looked'; readonly where: string; readonly report: StoreReport }
  /** Another process has it open, which was asked; `report` is null where it does not answer, `failure` says why. */
  | {
      readonly kind: 'held';
      readonly where: string;
      readonly pid: number;
      readonly host: string;
      /** Where it answers; empty: nowhere (a command, or a server that is starting). */
      readonly address: string;
      readonly report: StoreReport | null;
      readonly failure: SilhouetteError | null;
    }
  /** It cannot be opened, or what is in it cannot be read. */
  | { readonly kind: 'broken'; readonly where: string; readonly failure: SilhouetteError };

/** What is looked at. */
interface Examined {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Looks at the store of a workspace, and changes nothing: tables are not migrated, no database is made. An embedded one that
 * another process has open is not opened: that process is asked.
 */
export async function examineStore({ stateDir, env }: Examined): Promise<StoreExamination> {
  let url: string | null;
  try {
    url = readDatabaseUrl(env);
  } catch (error) {
    return { kind: 'broken', where: 'DATABASE_URL', failure: toFailure(error) };
  }
  const dir = join(stateDir, 'db');
  const where = url === null ? dir : describeUrl(url);
  if (url === null) {
    const holder = findLockHolder(storeLockDir(stateDir));
    if (holder !== null) {
      const { pid, host, note, isHere } = holder;
      const asked = isHere && note !== '' ? await askServer(note) : { report: null, failure: describeStoreHolder(holder) };
      return { kind: 'held', where, pid, host, address: note, ...asked };
    }
    if (!existsSync(dir)) return { kind: 'none' };
  }
  try {
    const signal = new AbortController().signal;
    const { db, close } = await connectStore({ stateDir, env, signal, onLock: () => {} });
    try {
      const folder = new ExportFolder(stateDir).findId();
      return { kind: 'looked', where, report: await reportStore(db, url === null ? 'embedded' : 'server', folder) };
    } finally {
      await close();
    }
  } catch (error) {
    return { kind: 'broken', where, failure: toFailure(error) };
  }
}

async function askServer(address: string): Promise<{ report: StoreReport | null; failure: SilhouetteError | null }> {
  try {
    const answer = await sendRequest(`${address}/api/store`, { method: 'GET', body: undefined, headers: {} });
    return { report: storeReportSchema.parse(answer), failure: null };
  } catch (error) {
    return { report: null, failure: toFailure(error) };
  }
}

function toFailure(error: unknown): SilhouetteError {
  const explained = explainStoreError(error);
  if (explained instanceof SilhouetteError) return explained;
  throw error;
}

/** Host, port and database: whoever connects and with which password is nobody else's. */
function describeUrl(url: string): string {
  const { host, pathname } = new URL(url);
  return `PostgreSQL at ${host === '' ? 'a local socket' : host}, database ${pathname.slice(1) || '(the default)'}`;
}
