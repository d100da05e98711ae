import { ChdbEngine, ReferenceEngine } from '@silhouette/engine';
import type { ChdbSession } from '@silhouette/lake';
import { readCases, replayCase, runDifferential } from '@silhouette/testkit';
import { describe, expect, it } from 'vitest';

// A longer run: SILHOUETTE_CASES=10000 npx vitest run packages/testkit/test/differential
const cases = Number(process.env.SILHOUETTE_CASES ?? 300);
const seed = process.env.SILHOUETTE_SEED === undefined ? undefined : Number(process.env.SILHOUETTE_SEED);
const minutes = 60_000;

const makeChdb = (session: ChdbSession): ChdbEngine => new ChdbEngine(session);

describe('random definitions on random worlds', () => {
  it('chdb gives the members that the reference gives', { timeout: 30 * minutes }, async () => {
    const result = await runDifferential({ cases, ...(seed === undefined ? {} : { seed }), make: makeChdb, save: true });
    console.log(`differential: seed ${result.seed}, ${result.checked} cases on ${result.worlds} worlds`);
    expect(result.failures, `SILHOUETTE_SEED=${result.seed} SILHOUETTE_CASES=${cases}`).toEqual([]);
    expect(result.checked).toBeGreaterThanOrEqual(cases);
  });

  it('the reference gives the same from Parquet as from memory', { timeout: 5 * minutes }, async () => {
    const result = await runDifferential({ cases: Math.min(cases, 500), make: (session) => ReferenceEngine.on(session) });
    expect(result.failures, `seed ${result.seed}`).toEqual([]);
  });

  it('worlds that were loaded from files answer as they do in memory', { timeout: 10 * minutes }, async () => {
    const result = await runDifferential({
      cases: Math.min(cases, 90),
      casesPerWorld: 30,
      ...(seed === undefined ? {} : { seed }),
      via: 'load',
      make: (session) => ReferenceEngine.on(session),
    });
    expect(result.failures, `seed ${result.seed}`).toEqual([]);
  });
});

describe('failures of the past', async () => {
  for (const [name, found] of await readCases()) {
    it(`${name} is one no more`, async () => {
      expect(await replayCase(found, makeChdb)).toBeNull();
    });
  }
});
