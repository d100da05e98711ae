import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type CatalogFile, parseCatalogFile, SilhouetteError } from '@silhouette/model';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql } from '../chdb/sql-text.ts';
import { type ErasedKeys, readErasedKeys } from '../erasure/erased-keys.ts';
import { commitSnapshot, sweepLake } from '../manifest/commit-snapshot.ts';
import { lakePaths } from '../manifest/lake-paths.ts';
import { readManifest, readSnapshotDocument } from '../manifest/read-manifest.ts';
import type { SnapshotDocument } from '../manifest/snapshot-document.ts';
import { explainWriteError } from '../manifest/write-durably.ts';
import { openSnapshot } from '../snapshot/open-snapshot.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { SourceState } from '../source/source-state.ts';
import { buildSnapshot } from './build-snapshot.ts';
import { ingestSources } from './ingest-sources.ts';
import { listSourceRelations } from './list-source-relations.ts';
import { acquireLoadLock } from './load-lock.ts';
import { type LoadProgress, ProgressTeller } from './load-progress.ts';
import { addViews } from './relations.ts';
import type { Workspace } from './workspace.ts';
import { SHARD_CUSTOMERS } from './write-shards.ts';

/** Part of every input hash: another way of building makes other snapshots of the same data. */
const BUILD_VERSION = 1;

/** How a load is run. */
export interface LoadOptions {
  /** Start of the load, ms: as-of for `now: clock`, and the latest row that `now: latest` counts. */
  readonly nowMs: number;
  readonly progress?: ((progress: LoadProgress) => void) | undefined;
  /** Ends the load between two steps; nothing is committed then. */
  readonly signal?: AbortSignal | undefined;
  /** Told when another load runs and is waited for. */
  readonly onWait?: ((message: string) => void) | undefined;
  /** Longest wait for another load, ms; 10 seconds when absent. */
  readonly waitMs?: number | undefined;
  /**
   * Called with the new snapshot when its files are whole and not yet committed: what is derived from it can be made first,
   * so that both appear at once. A failure leaves the old snapshot.
   */
  readonly beforeCommit?: ((snapshot: Snapshot) => Promise<void>) | undefined;
  /** Customers of a shard; 2^20 when absent, the number that `docs/lake-format.md` names. Tests take fewer. */
  readonly shardCustomers?: number | undefined;
}

/** The current snapshot after a load; `changed` false when it was current before. */
export interface LoadResult {
  readonly snapshot: Snapshot;
  readonly changed: boolean;
}

/**
 * Brings the lake up to date with catalog file and sources and commits a snapshot; when neither has changed (and as-of
 * is not the clock's) the current one stays. Customers who were erased stay out; the first load after an erasure keeps no
 * older snapshot. A failed or killed load leaves the old snapshot.
 * @throws load-running, disk-full, lake-damaged, erasure-broken, and everything wrong with the catalog, its SQL or its data
 */
export async function loadWorkspace(workspace: Workspace, options: LoadOptions): Promise<LoadResult> {
  const { lakeDir } = workspace;
  const catalogText = readCatalogText(workspace);
  const parsed = parseCatalogFile(catalogText);
  if (!parsed.ok) throw new SilhouetteError(parsed.issues);
  try {
    mkdirSync(lakeDir, { recursive: true });
    const lock = await acquireLoadLock(lakeDir, {
      waitMs: options.waitMs ?? 10_000,
      onWait: options.onWait,
      signal: options.signal,
    });
    try {
      return await loadLocked(workspace, catalogText, parsed.catalogFile, options);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw explainWriteError(error, lakeDir);
  }
}

async function loadLocked(
  workspace: Workspace,
  catalogText: string,
  catalogFile: CatalogFile,
  options: LoadOptions,
): Promise<LoadResult> {
  const { lakeDir } = workspace;
  sweepLake(lakeDir);
  const erased = readErasedKeys(workspace);
  const manifest = readManifest(lakeDir);
  const current = manifest === null ? null : readSnapshotDocument(lakeDir, manifest.current);
  mkdirSync(lakePaths.workDir(lakeDir), { recursive: true });
  const session = await ChdbSession.open({ tempParent: join(lakeDir, 'tmp'), memoryLimitBytes: Math.floor(totalmem() * 0.6) });
  let committed = false;
  try {
    const progress = new ProgressTeller(options.progress);
    const { sources, reports } = await ingestSources({
      session,
      catalogFile,
      baseDir: workspace.dir,
      lakeDir,
      erased,
      previous: current?.sources ?? [],
      progress,
      signal: options.signal,
    });
    const inputHash = hashInputs(catalogText, sources, erased);
    if (
      current !== null &&
      current.inputHash === inputHash &&
      (await isStillCurrent(session, lakeDir, current, catalogFile, options.nowMs))
    ) {
      committed = true;
      return { snapshot: openSnapshot(lakeDir, current), changed: false };
    }
    const relations = await addViews(session, listSourceRelations(lakeDir, sources, catalogFile.timeZone), catalogFile.views);
    const document = await buildSnapshot({
      session,
      lakeDir,
      id: nameSnapshot(options.nowMs, inputHash, manifest?.kept ?? []),
      inputHash,
      catalogFile,
      relations,
      sources,
      erased,
      sourceReports: reports,
      nowMs: options.nowMs,
      progress,
      signal: options.signal,
      shardCustomers: options.shardCustomers ?? SHARD_CUSTOMERS,
    });
    const snapshot = openSnapshot(lakeDir, document);
    await options.beforeCommit?.(snapshot);
    options.signal?.throwIfAborted();
    const isErasing = (current?.erased?.digest ?? '') !== erased.digest;
    commitSnapshot(lakeDir, document, isErasing ? 1 : undefined);
    committed = true;
    return { snapshot, changed: true };
  } finally {
    await session.close();
    rmSync(lakePaths.workDir(lakeDir), { recursive: true, force: true });
    // After a commit the oldest snapshot goes; after a failure, what was written for nothing.
    if (committed || readManifest(lakeDir) !== null) sweepLake(lakeDir);
  }
}

function readCatalogText(workspace: Workspace): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(workspace.catalogPath));
  } catch (error) {
    if (error instanceof TypeError) {
      throw SilhouetteError.of(
        'invalid-yaml',
        `"${workspace.catalogPath}" is not UTF-8 text. Save it as UTF-8 and load again.`,
        '',
        error,
      );
    }
    throw SilhouetteError.of(
      'catalog-missing',
      `"${workspace.catalogPath}" cannot be read. Make a workspace with: silhouette init ${workspace.dir} FILE…`,
      '',
      error,
    );
  }
}

function hashInputs(catalogText: string, sources: readonly SourceState[], erased: ErasedKeys): string {
  const contents = sources.map(({ source, files }) => [
    source,
    files.map(({ path, contentHash, readAs }) => [path, contentHash, readAs]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([BUILD_VERSION, catalogText, contents, ...(erased.count === 0 ? [] : [erased.digest])]))
    .digest('hex');
}

/** Whether the same inputs would give the same as-of now: rows that lay ahead of the last load may have come due. */
async function isStillCurrent(
  session: ChdbSession,
  lakeDir: string,
  current: SnapshotDocument,
  { now, timeZone }: CatalogFile,
  nowMs: number,
): Promise<boolean> {
  if (now.kind === 'clock') return false;
  if (now.kind === 'at') return true;
  if (current.events.every(({ rows }) => rows === 0)) return true;
  if (current.report.events.every(({ rowsLater }) => rowsLater === 0)) return true;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { files } of current.events) {
    const paths = files.map((path) => join(lakeDir, path));
    const [row] = await session.query<{ at: string | null }>(
      `SELECT maxOrNullIf(_at_ms, _at_ms <= ${nowMs}) AS at FROM ${fileSql(paths)}`,
    );
    if (typeof row?.at === 'string') newest = Math.max(newest, Number(row.at));
  }
  return Number.isFinite(newest) && timeZone.startOfDay(timeZone.dayOf(newest) + 1) === current.asOfMs;
}

/** `<UTC time>-<hash of the inputs>`; later than every kept snapshot's, also when the clock went back. */
function nameSnapshot(nowMs: number, inputHash: string, kept: readonly string[]): string {
  const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:.]/g, '');
  for (let ms = nowMs; ; ms += 1) {
    const id = `${stamp(ms)}-${inputHash.slice(0, 12)}`;
    const newest = kept.at(-1);
    if (newest === undefined || stamp(ms) > newest.slice(0, stamp(ms).length)) return id;
    const text = newest.slice(0, 18);
    const parsed = Date.parse(
      `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}.${text.slice(15, 18)}Z`,
    );
    // Straight to the newest one's own time; the next round is one millisecond later.
    if (parsed > ms) ms = parsed;
  }
}
