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
import type { CommandContext } from './command-context.ts';
import type { ProgressBar } from './terminal/progress.ts';
import { tell } from './terminal/terminal.ts';

/**
 * Loads a workspace and builds the index of the new snapshot before it is committed: whoever asks sees both at once, and the old
 * ones until then. An index that is missing or cannot be read is built also where nothing has changed.
 */
export async function loadWithIndex(workspace: Workspace, context: CommandContext, bar: ProgressBar): Promise<LoadResult> {
  const build = (snapshot: Snapshot): Promise<void> => buildSnapshotIndex(workspace, snapshot, context, bar);
  const options: LoadOptions = {
    nowMs: Date.now(),
    signal: context.signal,
    progress: (moment) => bar.update(moment),
    onWait: (message) => tell(context.terminal, message),
    beforeCommit: build,
  };
  const result = await loadWorkspace(workspace, options);
  const { state } = examineIndex(workspace.indexDir, result.snapshot, false);
  // One of a newer program stays: two programs in turn would build it forever.
  if (!result.changed && state !== 'whole' && state !== 'newer') await build(result.snapshot);
  sweepIndexes(workspace.indexDir, await listSnapshots(workspace));
  return result;
}

async function buildSnapshotIndex(
  workspace: Workspace,
  snapshot: Snapshot,
  { signal }: CommandContext,
  bar: ProgressBar,
): Promise<void> {
  const session = await ChdbSession.open();
  try {
    await buildIndex({
      session,
      snapshot,
      indexDir: workspace.indexDir,
      signal,
      progress: ({ stage, rows, fraction }) => bar.update({ stage, rows, fraction }),
    });
  } finally {
    await session.close();
  }
}
