import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  describeWorkspace,
  erasureSecretPath,
  explainWriteError,
  openWorkspace,
  readCurrentSnapshot,
  syncPath,
} from '@silhouette/lake';
import { type AuditVerify, SilhouetteError } from '@silhouette/model';
import type { Kysely } from 'kysely';
import { writeAccountsMarker } from '../accounts/accounts-presence.ts';
import { AuditKeys, readSecretsBefore } from '../audit/audit-keys.ts';
import { AuditStore } from '../audit/audit-store.ts';
import { verifyLog } from '../audit/verify-log.ts';
import { provideSecret, writeSecret } from '../secret.ts';
import { explainStoreError } from '../store/explain-store-error.ts';
import { isLatest, listMigrations, migrateAsFar, migrateStore } from '../store/migrations.ts';
import { connectStore, readDatabaseUrl } from '../store/open-store.ts';
import type { StoreTables } from '../store/tables.ts';
import { BACKUP_FILES, type BackupDocument, describeFile, readBackupDocument } from './backup-document.ts';
import { listFiles } from './list-files.ts';
import { insertStoreDump, isStoreEmpty, readDumpHead } from './store-dump.ts';

/** What is put back, and where. */
export interface RestoreOptions {
  /** Folder of a backup. */
  readonly source: string;
  /** Folder of the workspace that is made: empty, or not there. */
  readonly target: string;
  /** `DATABASE_URL` names the PostgreSQL server that takes the rows; the embedded database without it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File of the secret, where the backup has none; null: `SILHOUETTE_SECRET`. */
  readonly secretFile: string | null;
  readonly signal: AbortSignal;
}

/** What was put back. */
export interface Restored {
  readonly document: BackupDocument;
  /** The restored audit log, walked to its end; null where the backup has no rows. */
  readonly audit: AuditVerify | null;
}

/**
 * Makes a workspace of a backup. Every byte is read and held against its checksum, the rows go in as one transaction into tables as the
 * backup had them, which are then brought to this version; the audit log is walked, and the snapshot opened. Only then is the workspace put in its place.
 * An audit log that was broken already when it was kept is put back all the same: `audit` tells.
 * @throws SilhouetteError `backup-damaged`, `restore-refused`, `secret-missing`, `disk-full`, and as the store does.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const source = resolve(options.source);
  const target = resolve(options.target);
  const document = readBackupDocument(source);
  requireEmptyFolder(target);
  const aside = `${target}.partial-${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  try {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    await copyFiles(source, aside, document);
    provideSecretFile(aside, document, options);
    provideErasureSecret(aside, options.source);
    const audit =
      document.rows === null ? null : await restoreStore(join(source, BACKUP_FILES.rows), aside, document.rows, options);
    if (document.snapshot !== null) await readCurrentSnapshot(openWorkspace(aside));
    if (existsSync(target)) rmdirSync(target);
    renameSync(aside, target);
    syncPath(dirname(target));
    return { document, audit };
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw explainWriteError(error, target);
  }
}

function requireEmptyFolder(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw SilhouetteError.of('restore-refused', `"${target}" is not empty, and nothing is overwritten; name a new folder.`);
}

const PUT_ELSEWHERE: readonly string[] = [BACKUP_FILES.rows, BACKUP_FILES.secret, BACKUP_FILES.erasureSecret];

/** Files of a backup as copies that are right; rows and secrets are not the workspace's own. */
async function copyFiles(source: string, aside: string, { files }: BackupDocument): Promise<void> {
  const told = new Set<string>([BACKUP_FILES.document, ...files.map(({ path }) => path)]);
  const stranger = listFiles(source).find((path) => !told.has(path));
  if (stranger !== undefined) throw damaged(source, stranger, 'is none of its files');
  const folders = new Set<string>([aside]);
  for (const file of files) {
    const isOwn = !PUT_ELSEWHERE.includes(file.path);
    if (!existsSync(join(source, file.path))) throw damaged(source, file.path, 'is missing');
    if (isOwn) {
      const path = join(aside, file.path);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(source, file.path), path, constants.COPYFILE_FICLONE);
      syncPath(path);
      folders.add(dirname(path));
    }
    const found = await describeFile(isOwn ? aside : source, file.path);
    if (found.sizeBytes !== file.sizeBytes)
      throw damaged(source, file.path, `has ${found.sizeBytes} bytes instead of ${file.sizeBytes}`);
    if (found.sha256 !== file.sha256) throw damaged(source, file.path, 'has other content than was written');
  }
  for (const folder of folders) syncPath(folder);
}

function damaged(source: string, path: string, what: string): SilhouetteError {
  return SilhouetteError.of('backup-damaged', `"${join(source, path)}" ${what}. Nothing was restored; use another backup.`);
}

/** The secret goes where servers look for it, unless the variable is in its place. */
function provideSecretFile(aside: string, { hasSecret }: BackupDocument, { source, env, secretFile }: RestoreOptions): void {
  const { stateDir } = describeWorkspace(aside);
  mkdirSync(stateDir, { recursive: true });
  const from = secretFile ?? (hasSecret && !env.SILHOUETTE_SECRET ? join(source, BACKUP_FILES.secret) : null);
  if (from === null) return;
  const secret = readFileSync(from);
  if (secret.length < 32)
    throw SilhouetteError.of('invalid-option', `"${from}" holds no secret: it has at least 32 characters.`, '--secret-file');
  writeSecret(join(stateDir, 'secret'), secret);
}

/** Backups of before it was kept have none: `load` says then what to do. */
function provideErasureSecret(aside: string, source: string): void {
  const from = join(source, BACKUP_FILES.erasureSecret);
  const workspace = describeWorkspace(aside);
  if (existsSync(from)) writeSecret(erasureSecretPath(workspace), readFileSync(from));
}

async function restoreStore(
  dump: string,
  aside: string,
  rows: number,
  { env, secretFile, signal }: RestoreOptions,
): Promise<AuditVerify> {
  const { stateDir } = describeWorkspace(aside);
  const { auditKey, migrations } = await readDumpHead(dump);
  const keys = findKeys(stateDir, secretFile === null ? env : { ...env, SILHOUETTE_SECRET: undefined }, auditKey);
  // Tables are only ever brought forward: a backup of older ones begins with none.
  const withoutTables = !isLatest(migrations);
  const store = await connectStore({ stateDir, env, signal, onLock: () => {}, withoutTables });
  try {
    if (!(await isStoreEmpty(store.db))) throw refuseFullDatabase(env);
    const done = await listMigrations(store.db);
    // Tables are only ever brought forward: rows of older ones need a database of no tables.
    if (done.length > migrations.length) throw refuseFullDatabase(env);
    await migrateAsFar(store.db, migrations);
    await store.db.transaction().execute(async (transaction) => {
      const count = await insertStoreDump(transaction, dump);
      if (count !== rows) throw SilhouetteError.of('backup-damaged', `This backup has ${count} rows instead of ${rows}.`);
    });
    await migrateStore(store.db);
    if (await hasAccounts(store.db)) writeAccountsMarker(stateDir);
    return await verifyLog({ use: (question) => question(new AuditStore(store.db, keys)), keys, anchors: [] });
  } catch (error) {
    throw explainStoreError(error);
  } finally {
    await store.close();
  }
}

/** @throws SilhouetteError `secret-missing` before anything is written: without it a server could never add to the log again. */
function findKeys(stateDir: string, env: RestoreOptions['env'], auditKey: string | null): AuditKeys {
  const isKnown = Boolean(env.SILHOUETTE_SECRET) || existsSync(join(stateDir, 'secret'));
  if (isKnown || auditKey === null) {
    const keys = new AuditKeys(provideSecret(stateDir, env), readSecretsBefore(env));
    if (auditKey === null || keys.knows(auditKey)) return keys;
  }
  const message = isKnown
    ? 'The secret that was given is not the one that sealed the audit log of this backup; give that one, or as SILHOUETTE_SECRETS_BEFORE.'
    : 'This backup was made without its secret, and its audit log cannot be verified nor gone on with without it. Give the secret with --secret-file (the file state/secret of the workspace), or as SILHOUETTE_SECRET.';
  throw SilhouetteError.of('secret-missing', message);
}

async function hasAccounts(db: Kysely<StoreTables>): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

function refuseFullDatabase(env: RestoreOptions['env']): SilhouetteError {
  const where = readDatabaseUrl(env) === null ? 'The embedded database' : 'The database of DATABASE_URL';
  return SilhouetteError.of('restore-refused', `${where} is not empty, and nothing is overwritten; name a new, empty one.`);
}
