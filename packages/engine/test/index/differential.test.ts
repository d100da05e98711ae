import { readCases, replayCase, runDifferential } from '@silhouette/testkit';
import { describe, expect, it } from 'vitest';
import { makeIndexEngine } from './make-index-engine.ts';

// A longer run: SILHOUETTE_CASES=10000 npx vitest run packages/engine/test/index/differential
const cases = Number(process.env.SILHOUETTE_CASES ?? 300);
const seed = process.env.SILHOUETTE_SEED === undefined ? undefined : Number(process.env.SILHOUETTE_SEED);
const minutes = 60_000;

/** Half of all worlds have recent tables, the other half could not have any. */
const WAYS = [
  ['with recent tables', 0],
  ['without', Number.POSITIVE_INFINITY],
] as const;

describe.each(WAYS)('random definitions on random worlds, %s', (_name, recentFromRows) => {
  const half = Math.ceil(cases / 2);

  it('the index gives the members that the reference gives', { timeout: 30 * minutes }, async () => {
    const result = await runDifferential({
      cases: half,
      casesPerWorld: 50,
      ...(seed === undefined ? {} : { seed }),
      make: (session) => makeIndexEngine(session, recentFromRows),
      save: true,
    });
    console.log(`differential: seed ${result.seed}, ${result.checked} cases on ${result.worlds} worlds`);
    expect(result.failures, `SILHOUETTE_SEED=${result.seed} SILHOUETTE_CASES=${cases}`).toEqual([]);
    expect(result.checked).toBeGreaterThanOrEqual(half);
  });

  it('and from several shards, uneven and empty ones too', { timeout: 30 * minutes }, async () => {
    const own = Math.ceil(half / 2);
    const options = { cases: own, ...(seed === undefined ? {} : { seed }), shards: 4, casesPerWorld: 25, save: false };
    const result = await runDifferential({ ...options, make: (session) => makeIndexEngine(session, recentFromRows) });
    console.log(`differential on 4 shards: seed ${result.seed}, ${result.checked} cases on ${result.worlds} worlds`);
    expect(result.failures, `SILHOUETTE_SEED=${result.seed} SILHOUETTE_CASES=${cases}`).toEqual([]);
  });
});

describe('failures of the past', async () => {
  for (const [name, found] of await readCases()) {
    it.each(WAYS)(`${name} is one no more, %s`, async (_name, recentFromRows) => {
      expect(await replayCase(found, (session) => makeIndexEngine(session, recentFromRows))).toBeNull();
    });
  }
});
