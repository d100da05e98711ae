import { buildIndex, examineIndex, sweepIndexes } from '@silhouette/engine';
import {
  ChdbSession,
  type LoadOptions,
  type LoadResult,
  listSnapshots,
  loadWorkspace,
  type Snapshot,
  type Workspace,
} from '@silhouette/lake';

/** How far a load is. */
type LoadMoment = Pick<Parameters<NonNullable<LoadOptions['progress']>>[0], 'stage' | 'rows' | 'fraction'>;

/** How a load is watched and ended. */
export interface WatchedLoad {
  readonly signal: AbortSignal;
  readonly progress: (moment: LoadMoment) => void;
  /** Told when another load runs and is waited for. */
  readonly onWait: (message: string) => void;
  /** Longest wait for another load, ms; 10 seconds when absent. */
  readonly waitMs?: number;
}

/**
 * Loads a workspace and builds the index of the new snapshot before it is committed: whoever asks sees both at once, and the old
 * ones until then. An index that is missing or cannot be read is built also where nothing has changed. @throws as `loadWorkspace`
 */
export async function loadWithIndex(workspace: Workspace, watched: WatchedLoad): Promise<LoadResult> {
  const build = (snapshot: Snapshot): Promise<void> => buildSnapshotIndex(workspace, snapshot, watched);
  const result = await loadWorkspace(workspace, { ...watched, nowMs: Date.now(), beforeCommit: build });
  const { state } = examineIndex(workspace.indexDir, result.snapshot, false);
  // One of a newer program stays: two programs in turn would build it forever.
  if (!result.changed && state !== 'whole' && state !== 'newer') await build(result.snapshot);
  sweepIndexes(workspace.indexDir, await listSnapshots(workspace));
  return result;
}

async function buildSnapshotIndex(workspace: Workspace, snapshot: Snapshot, { signal, progress }: WatchedLoad): Promise<void> {
  const session = await ChdbSession.open();
  try {
    await buildIndex({ session, snapshot, indexDir: workspace.indexDir, signal, progress });
  } finally {
    await session.close();
  }
}
