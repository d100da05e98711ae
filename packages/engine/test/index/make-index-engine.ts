import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexEngine, IndexStore } from '@silhouette/engine';
import type { ChdbSession } from '@silhouette/lake';

/** An engine that builds the index of every snapshot it is asked about, in a folder that goes with it. */
export function makeIndexEngine(session: ChdbSession, workers?: number): IndexEngine {
  const indexDir = mkdtempSync(join(tmpdir(), 'silhouette-index-'));
  const store = new IndexStore({ indexDir, session: async () => session, build: 'wait', workers });
  return new IndexEngine({
    provide: (snapshot) => store.provide(snapshot),
    invalidate: (snapshot) => store.invalidate(snapshot),
    close: async () => {
      await store.close();
      rmSync(indexDir, { recursive: true, force: true });
    },
  });
}
