import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudienceEngine } from '@silhouette/engine';
import { ChdbSession } from '@silhouette/lake';
import { storeWorld } from '../world/store-world.ts';
import type { EngineUnderTest } from './engine-under-test.ts';

/**
 * An engine that answers from Parquet in the lake's format, for the conformance suite. `make` gives an engine on a
 * session that stays open until `close`.
 */
export function storedEngine(name: string, make: (session: ChdbSession) => AudienceEngine): EngineUnderTest {
  return {
    name,
    open: async (world) => {
      const session = await ChdbSession.open();
      const folder = await mkdtemp(join(tmpdir(), 'silhouette-world-'));
      const snapshot = await storeWorld(session, world, folder);
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
