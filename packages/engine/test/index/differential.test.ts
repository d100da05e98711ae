import { readCases, replayCase, runDifferential } from '@silhouette/testkit';
import { describe, expect, it } from 'vitest';
import { makeIndexEngine } from './make-index-engine.ts';

// A longer run: SILHOUETTE_CASES=10000 npx vitest run packages/engine/test/index/differential
const cases = Number(process.env.SILHOUETTE_CASES ?? 300);
const seed = process.env.SILHOUETTE_SEED === undefined ? undefined : Number(process.env.SILHOUETTE_SEED);
const minutes = 60_000;

describe('random definitions on random worlds', () => {
  it('the index gives the members that the reference gives', { timeout: 30 * minutes }, async () => {
    const result = await runDifferential({
      cases,
      ...(seed === undefined ? {} : { seed }),
      make: (session) => makeIndexEngine(session),
      save: true,
    });
    console.log(`differential: seed ${result.seed}, ${result.checked} cases on ${result.worlds} worlds`);
    expect(result.failures, `SILHOUETTE_SEED=${result.seed} SILHOUETTE_CASES=${cases}`).toEqual([]);
    expect(result.checked).toBeGreaterThanOrEqual(cases);
  });

  it('and from several shards, uneven and empty ones too', { timeout: 30 * minutes }, async () => {
    const own = Math.ceil(cases / 2);
    const options = { cases: own, ...(seed === undefined ? {} : { seed }), shards: 4, casesPerWorld: 25, save: false };
    const result = await runDifferential({ ...options, make: (session) => makeIndexEngine(session) });
    console.log(`differential on 4 shards: seed ${result.seed}, ${result.checked} cases on ${result.worlds} worlds`);
    expect(result.failures, `SILHOUETTE_SEED=${result.seed} SILHOUETTE_CASES=${cases}`).toEqual([]);
  });
});

describe('failures of the past', async () => {
  for (const [name, found] of await readCases()) {
    it(`${name} is one no more`, async () => {
      expect(await replayCase(found, makeIndexEngine)).toBeNull();
    });
  }
});
