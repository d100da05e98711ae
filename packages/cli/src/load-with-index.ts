import type { LoadResult, Workspace } from '@silhouette/lake';
import { loadWithIndex as loadWatched } from '@silhouette/server';
import type { CommandContext } from './command-context.ts';
import type { ProgressBar } from './terminal/progress.ts';
import { tell } from './terminal/terminal.ts';

/** Loads a workspace with its index, and shows how far it is. @throws as `loadWorkspace` */
export function loadWithIndex(workspace: Workspace, context: CommandContext, bar: ProgressBar): Promise<LoadResult> {
  return loadWatched(workspace, {
    signal: context.signal,
    progress: (moment) => bar.update(moment),
    onWait: (message) => tell(context.terminal, message),
  });
}
