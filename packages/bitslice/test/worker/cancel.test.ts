import { BitIndex, type MaskExpression } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { askGroups, makeGroups } from '../world/ask-everything.ts';
import { newKey } from '../world/make-expression.ts';
import { withdrawWhileAnswered } from '../world/withdraw-while-answered.ts';
import { makeShards } from '../world/world.ts';
import { withIndex } from '../world/write-shards.ts';

const shards = makeShards(5, [700, 600]);
const groups = makeGroups(shards, 20);

/** A question of many conditions, none of which was asked before. */
function makeLongQuestion(conditions: number): MaskExpression[] {
  return Array.from({ length: conditions }, (_, place) => ({
    kind: 'values',
    column: 'huge',
    test: { kind: 'intervals', intervals: [{ from: BigInt(place), to: null }] },
    key: newKey(),
  }));
}

async function withOpen(run: (index: BitIndex) => Promise<void>): Promise<void> {
  await withIndex(shards, async (dir) => {
    const index = await BitIndex.open(dir, { workers: 2 });
    try {
      await run(index);
    } finally {
      await index.close();
    }
  });
}

const CANCELLED = { name: 'IndexError', code: 'cancelled' };

describe('a withdrawn question', () => {
  it('is not answered, and the next one is', async () => {
    await withOpen(async (index) => {
      const expected = await askGroups(index, groups);
      await expect(askGroups(index, groups, AbortSignal.abort())).rejects.toMatchObject(CANCELLED);
      const controller = new AbortController();
      const asked = askGroups(index, groups, controller.signal);
      controller.abort();
      await expect(asked).rejects.toMatchObject(CANCELLED);
      await expect(index.overlap(groups, controller.signal)).rejects.toMatchObject(CANCELLED);
      const [group = { kind: 'everything' }] = groups;
      await expect(index.page(group, null, 5, controller.signal)).rejects.toMatchObject(CANCELLED);
      const median = { group, column: 'huge', ranks: () => [0] };
      await expect(index.quantiles([median], controller.signal)).rejects.toMatchObject(CANCELLED);
      expect(await askGroups(index, groups)).toEqual(expected);
    });
  });

  it('ends while it is being answered', async () => {
    await withOpen(async (index) => {
      const expected = await askGroups(index, groups);
      const outcome = await withdrawWhileAnswered((conditions, signal) =>
        index.ask({ groups: makeLongQuestion(conditions), aggregates: [] }, signal),
      );
      expect(outcome).toMatchObject(CANCELLED);
      expect(await askGroups(index, groups)).toEqual(expected);
    });
  });

  it('leaves those before and after it alone', async () => {
    await withOpen(async (index) => {
      const expected = await askGroups(index, groups);
      const controllers = Array.from({ length: 30 }, () => new AbortController());
      const asked = controllers.map((controller) => askGroups(index, groups, controller.signal));
      const settled = Promise.allSettled(asked);
      // Each but the last is superseded by the one after it.
      controllers.forEach((controller, place) => {
        if (place % 10 !== 9) controller.abort();
      });
      for (const [place, outcome] of (await settled).entries()) {
        if (place % 10 === 9) expect(outcome).toEqual({ status: 'fulfilled', value: expected });
        else expect(outcome).toMatchObject({ status: 'rejected', reason: CANCELLED });
      }
    });
  });
});
