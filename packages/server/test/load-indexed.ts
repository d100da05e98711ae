import { buildIndex } from '@silhouette/engine';
import { ChdbSession, loadWorkspace, openWorkspace } from '@silhouette/lake';

/** Loads a workspace and builds its index, as `silhouette load` does. */
export async function loadIndexed(dir: string, nowMs: number): Promise<void> {
  const workspace = openWorkspace(dir);
  const { snapshot } = await loadWorkspace(workspace, { nowMs });
  const session = await ChdbSession.open();
  try {
    await buildIndex({ session, snapshot, indexDir: workspace.indexDir });
  } finally {
    await session.close();
  }
}
