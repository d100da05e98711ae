import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { copySnapshot, erasureSecretPath, explainWriteError, readErasedKeys, syncPath, type Workspace } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { AuditKeys } from '../audit/audit-keys.ts';
import { LocalLog } from '../audit/local-log.ts';
import { provideSecret, writeSecret } from '../secret.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { BACKUP_FILES, type BackupDocument, describeFile, writeBackupDocument } from './backup-document.ts';
import { fetchStoreDump } from './fetch-store-dump.ts';
import { listFiles } from './list-files.ts';
import { readDumpHead, writeStoreDump } from './store-dump.ts';

/** What is kept, and where. */
export interface BackupOptions {
  readonly workspace: Workspace;
  /** Folder of the backup: nothing may be there. */
  readonly target: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the secret is part of it: whoever has such a backup can seal entries of the audit log and sign people in. */
  readonly withSecret: boolean;
  readonly signal: AbortSignal;
  /** Now, ms since 1970. */
  now(): number;
}

/**
 * Keeps a workspace: the snapshot that stands when it begins, the catalog file, all rows of the database as of one moment, and the secret
 * if asked for. Servers and loads may run meanwhile. Everything is written aside, flushed and renamed: a backup that is broken off is a folder
 * named `….partial-…` without a `backup.json`.
 * @throws SilhouetteError `backup-exists`, `lake-damaged`, `erasure-broken`, `disk-full`, `secret-missing`, and as the store does.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupDocument> {
  const target = resolve(options.target);
  if (existsSync(target))
    throw SilhouetteError.of('backup-exists', `"${target}" is there already, and nothing is overwritten; choose another name.`);
  const aside = `${target}.partial-${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  try {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    const document = await fill(aside, options);
    writeBackupDocument(aside, document);
    renameSync(aside, target);
    syncPath(dirname(target));
    return document;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw explainWriteError(error, target);
  }
}

async function fill(aside: string, { workspace, env, withSecret, signal, now }: BackupOptions): Promise<BackupDocument> {
  // Snapshot first: loads take old ones away, and add to the database nothing that a snapshot needs.
  const snapshot = await copySnapshot(workspace.lakeDir, join(aside, BACKUP_FILES.lake), signal);
  copyErasureSecret(aside, workspace);
  copyFileSync(workspace.catalogPath, join(aside, BACKUP_FILES.catalog));
  const rows = await dumpStore(join(aside, BACKUP_FILES.rows), workspace, env, now);
  if (withSecret) await copySecret(aside, workspace, env, rows !== null);
  const files = [];
  for (const path of listFiles(aside)) {
    syncPath(join(aside, path));
    files.push(await describeFile(aside, path));
  }
  return { format: 1, createdAt: new Date(now()).toISOString(), snapshot, rows, hasSecret: withSecret, files };
}

/** Rows of the database, by the server that has it open or by a connection of one's own; null where there never was one. */
async function dumpStore(
  path: string,
  { stateDir }: Workspace,
  env: BackupOptions['env'],
  now: () => number,
): Promise<number | null> {
  const isEmbedded = readDatabaseUrl(env) === null;
  const address = isEmbedded ? await findStoreServer(stateDir) : null;
  if (address !== null) return fetchStoreDump(address, env, path);
  if (isEmbedded && !existsSync(join(stateDir, 'db'))) return null;
  const store = new StoreHolder({ stateDir, env });
  const local = new LocalLog({ stateDir, env, now }, store);
  try {
    await local.record('backed-up', {});
    return await store.useTables((db) => writeStoreDump(db, path));
  } finally {
    await local.close();
    await store.close();
  }
}

/** What the list of erased customers is applied by. It opens nothing else, so it is part of every backup. @throws SilhouetteError `erasure-broken`. */
function copyErasureSecret(aside: string, workspace: Workspace): void {
  const from = erasureSecretPath(workspace);
  const to = join(aside, BACKUP_FILES.erasureSecret);
  if (existsSync(from)) writeSecret(to, readFileSync(from));
  // A backup whose list cannot be applied could never be loaded.
  readErasedKeys({ lakeDir: join(aside, BACKUP_FILES.lake), stateDir: dirname(to) });
}

async function copySecret(aside: string, { stateDir }: Workspace, env: BackupOptions['env'], hasRows: boolean): Promise<void> {
  const secret = provideSecret(stateDir, env);
  const { auditKey } = hasRows ? await readDumpHead(join(aside, BACKUP_FILES.rows)) : { auditKey: null };
  if (auditKey !== null && new AuditKeys(secret).name !== auditKey) {
    const message =
      'The secret that is known here is not the one that the server seals its audit log with: set SILHOUETTE_SECRET as the server has it.';
    throw SilhouetteError.of('secret-missing', message);
  }
  writeSecret(join(aside, BACKUP_FILES.secret), secret);
}
