import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexEngine, IndexStore } from '@silhouette/engine';
import type { ChdbSession } from '@silhouette/lake';

/**
 * An engine that builds the index of every snapshot it is asked about, in a folder that goes with it. Worlds of tests are small: events have
 * recent tables from `recentFromRows` rows on, 0 when absent, so that every one that can have them does.
 */
export function makeIndexEngine(session: ChdbSession, recentFromRows = 0): IndexEngine {
  const indexDir = mkdtempSync(join(tmpdir(), 'silhouette-index-'));
  const store = new IndexStore({ indexDir, session: async () => session, build: 'wait', recentFromRows });
  return new IndexEngine({
    provide: (snapshot) => store.provide(snapshot),
    invalidate: (snapshot) => store.invalidate(snapshot),
    close: async () => {
      await store.close();
      rmSync(indexDir, { recursive: true, force: true });
    },
  });
}
