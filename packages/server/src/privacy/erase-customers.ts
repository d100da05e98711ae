import { type PreparedQuestion, prepareQuestion } from '@silhouette/engine';
import { addErasedKeys, findKeysInSources, readCurrentSnapshot, type Snapshot, type Workspace } from '@silhouette/lake';
import { type ErasureResult, SilhouetteError } from '@silhouette/model';
import type { AuditLog } from '../audit/audit-log.ts';
import { sweepRowFiles } from '../backup/sweep-row-files.ts';
import type { ExportFolder } from '../exports/export-folder.ts';
import { loadWithIndex, type WatchedLoad } from '../load-with-index.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { cleanStore } from './clean-store.ts';
import { eraseFromAudiences } from './erase-audiences.ts';
import { eraseFromExports } from './erase-exports.ts';
import { eraseFromScopes, eraseFromWritten } from './erase-written.ts';
import type { ErasureFolder, ErasureRecord } from './erasure-folder.ts';
import { findInStore } from './find-in-store.ts';
import { listSought } from './key-in-text.ts';

/** Everything that may hold a customer, and the log. */
export interface ErasureWorld {
  readonly workspace: Workspace;
  readonly store: StoreHolder;
  /** False: a PostgreSQL server, whose files are its own. */
  readonly isEmbedded: boolean;
  readonly log: AuditLog;
  readonly exports: ExportFolder;
  readonly folder: ErasureFolder;
  count(question: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }>;
  now(): number;
}

/** A load waits so long for another: an erasure is not given up for one that runs. */
const WAIT_MS = 60 * 60_000;

/**
 * Does what a request asks, from the beginning: every step may be done again, so one that was killed goes on by being run anew.
 * The request holds the keys until everything else is done; its file is then replaced by one that names nobody.
 * Lake and index first: what the store still holds then can be found no more.
 * @throws as `loadWorkspace` and the store; nothing says that it is done then
 */
export async function eraseCustomers(
  world: ErasureWorld,
  record: ErasureRecord,
  watched: Omit<WatchedLoad, 'waitMs'>,
): Promise<ErasureRecord> {
  const { workspace, store, log, now } = world;
  const keys = record.keys ?? [];
  const customersFound = record.customersFound === undefined ? await countFound(world, keys) : record.customersFound;
  if (record.customersFound === undefined) world.folder.keep({ ...record, customersFound });
  watched.signal.throwIfAborted();
  watched.progress({ stage: 'Keeping them out of loads', rows: 0, fraction: null });
  await addErasedKeys(workspace, keys, { waitMs: WAIT_MS, onWait: watched.onWait, signal: watched.signal });
  const isLoaded = (await readCurrentSnapshot(workspace)) !== null;
  const snapshot = isLoaded ? (await loadWithIndex(workspace, { ...watched, waitMs: WAIT_MS })).snapshot : null;
  watched.signal.throwIfAborted();
  watched.progress({ stage: 'Erasing from saved audiences, exports and the log', rows: 0, fraction: null });
  // What is gathered may name them, too.
  await log.flush();
  const fromStore = await store.useTables(async (db) => {
    const exportsRemoved = await eraseFromExports(db, {
      folder: world.exports,
      keys,
      snapshot: snapshot?.id ?? null,
      nowMs: now(),
    });
    const by = record.requestedBy.name;
    const audienceVersionsChanged = await eraseFromAudiences(db, { keys, snapshot, count: world.count, nowMs: now(), by });
    let auditEntriesErased = 0;
    for (const key of keys) auditEntriesErased += await log.use((one) => one.erase(key));
    const rowScopesChanged = await eraseFromScopes(db, keys);
    const textsBlanked = await eraseFromWritten(db, keys);
    return { exportsRemoved, audienceVersionsChanged, auditEntriesErased, rowScopesChanged, textsBlanked };
  });
  // Rows of a backup that was under way, or killed: it is made anew.
  sweepRowFiles(workspace.stateDir, 0);
  watched.progress({ stage: 'Cleaning the database', rows: 0, fraction: null });
  const inStore = await store.useTables(async (db) => {
    await cleanStore(db, world.isEmbedded);
    return findInStore(db, keys);
  });
  const inLake = (await findKeysInSources(workspace, listSought(keys))).map(({ source, column, rows }) => ({
    table: `lake.${source}`,
    column,
    rows,
  }));
  const remaining = [...inLake, ...inStore];
  const snapshotId = snapshot?.id ?? null;
  const result: ErasureResult = { snapshot: snapshotId, customersFound, ...describeSources(snapshot), ...fromStore, remaining };
  await recordOnce(world, record, result);
  const { issues: _, customersFound: __, ...rest } = record;
  const done: ErasureRecord = { ...rest, state: 'done', keys: null, finishedAtMs: now(), result, issues: [] };
  world.folder.keep(done);
  return done;
}

/** How many of some keys customers have now. Null where that cannot be told: what is to be erased is not held up by it. */
async function countFound({ workspace, count }: ErasureWorld, keys: readonly string[]): Promise<number | null> {
  try {
    const snapshot = await readCurrentSnapshot(workspace);
    if (snapshot === null) return 0;
    const definition = { customers: [...keys] };
    return (await count(await prepareQuestion({ snapshot, definition, asOf: null, resolveAudience: async () => null }))).count;
  } catch {
    return null;
  }
}

function describeSources(snapshot: Snapshot | null): Pick<ErasureResult, 'rowsErased' | 'cellsErased' | 'ownFiles'> {
  const { sources, customers, events } = snapshot?.report ?? { sources: [], customers: null, events: [] };
  const parts = [...sources, ...events, ...(customers === null ? [] : [customers])];
  return {
    rowsErased: parts.reduce((sum, { rowsErased = 0 }) => sum + rowsErased, 0),
    cellsErased: sources.reduce((sum, { cellsErased = 0 }) => sum + cellsErased, 0),
    ownFiles: [...new Set(sources.flatMap(({ filesWithErased = [] }) => filesWithErased))],
  };
}

/** Says that it was done, without whom. One that was killed right after may have said it already. */
async function recordOnce({ log, now }: ErasureWorld, record: ErasureRecord, result: ErasureResult): Promise<void> {
  const told = await log.use((store) =>
    store.listBefore(null, 1, {
      fromMs: null,
      toMs: null,
      actor: null,
      actions: ['privacy-erasure'],
      subject: record.id,
      text: '"step":"done"',
    }),
  );
  if (told.length > 0) return;
  const { snapshot, ownFiles, ...counts } = result;
  await log.record({
    atMs: now(),
    actor: record.requestedBy,
    action: 'privacy-erasure',
    subject: [record.id],
    details: { step: 'done', customers: record.customers, reason: record.reason, ...counts, ownFiles: ownFiles.length },
    texts: [],
    question: null,
    request: null,
  });
}

/** A request that may be kept: keys once each, and a reason that names nobody. @throws SilhouetteError `invalid-value`. */
export function checkErasureRequest(keys: readonly string[], reason: string | null): readonly string[] {
  const given = [...new Set(keys)];
  if (given.length === 0 || given.includes(''))
    throw SilhouetteError.of('invalid-value', 'Name at least one customer, by a key that is not empty.', 'keys');
  if (reason !== null && given.some((key) => reason.includes(key)))
    throw SilhouetteError.of('invalid-value', 'The reason stays in the audit log: it must not name the customer.', 'reason');
  return given;
}
