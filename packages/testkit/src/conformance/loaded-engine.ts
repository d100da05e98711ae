import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudienceEngine } from '@silhouette/engine';
import { ChdbSession, loadWorkspace, openWorkspace, type Snapshot } from '@silhouette/lake';
import type { World } from '../world/world.ts';
import { writeWorkspace } from '../world/write-workspace.ts';
import type { EngineUnderTest } from './engine-under-test.ts';

/** When worlds are loaded: after all their rows. */
export const LOADED_AT_MS = Date.UTC(2299, 11, 30);

/** A snapshot that the lake's own load made of a world's files in `folder` (existing or new). */
export async function loadWorld(world: World, folder: string): Promise<Snapshot> {
  await writeWorkspace(world, folder);
  const { snapshot } = await loadWorkspace(openWorkspace(folder), { nowMs: LOADED_AT_MS });
  return snapshot;
}

/** An engine before worlds that were written as files and loaded like anyone's: the conformance suite from end to end. */
export function loadedEngine(name: string, make: (session: ChdbSession) => AudienceEngine): EngineUnderTest {
  return {
    name,
    open: async (world) => {
      const folder = await mkdtemp(join(tmpdir(), 'silhouette-loaded-'));
      const snapshot = await loadWorld(world, folder);
      const session = await ChdbSession.open();
      const engine = make(session);
      const close = async (): Promise<void> => {
        await engine.close();
        await session.close();
        await rm(folder, { recursive: true });
      };
      return { engine, snapshot, close };
    },
  };
}
