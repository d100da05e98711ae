import { BitIndex, type MaskExpression, type StepExpressions } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { makeExpression, newKey } from './world/make-expression.ts';
import { evaluateNaively } from './world/naive-mask.ts';
import { Random } from './world/random.ts';
import { withdrawWhileAnswered } from './world/withdraw-while-answered.ts';
import { makeShards, type PlainShard } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

function makeSteps(random: Random, shards: readonly PlainShard[], depth: number): StepExpressions {
  return {
    join: random.pick(['all', 'any']),
    parts: Array.from({ length: random.below(5) }, () => ({
      expression: makeExpression(random, shards, 2),
      inner: depth > 0 && random.isOnceIn(2) ? makeSteps(random, shards, depth - 1) : null,
    })),
  };
}

/** Sizes of the steps by sets of places, each set made anew from all that comes before. */
function countNaively(base: MaskExpression, group: StepExpressions, shards: readonly PlainShard[]) {
  const placesOf = (expression: MaskExpression): Set<string> =>
    new Set(
      shards.flatMap((shard, at) =>
        evaluateNaively(expression, shard).flatMap((isIn, place) => (isIn ? [`${at} ${place}`] : [])),
      ),
    );
  const sizes: { alone: number; remaining: number }[] = [];
  const everyone = placesOf(base);
  const intersect = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a].filter((place) => b.has(place)));
  const count = ({ join, parts }: StepExpressions, among: ReadonlySet<string>): void => {
    const sets = parts.map(({ expression }) => placesOf(expression));
    parts.forEach(({ inner }, index) => {
      const own = sets[index] ?? new Set();
      const before = sets.slice(0, index).reduce(intersect, new Set(among));
      const found = new Set(sets.slice(0, index + 1).flatMap((set) => [...set]));
      const left = join === 'all' ? intersect(before, own) : intersect(found, among);
      sizes.push({ alone: intersect(everyone, own).size, remaining: left.size });
      if (inner !== null) count(inner, join === 'all' ? before : among);
    });
  };
  count(group, everyone);
  return sizes;
}

describe('steps', () => {
  it.each([
    ['with memory for all masks', undefined],
    ['with memory for a few', 1],
  ])('are counted as sets of places are, %s', { timeout: 120_000 }, async (_name, budgetBytes) => {
    const shards = makeShards(21, [513, 0, 300, 64]);
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2, ...(budgetBytes === undefined ? {} : { budgetBytes }) });
      try {
        const random = new Random(12);
        for (let round = 0; round < 30; round += 1) {
          const group = makeSteps(random, shards, 3);
          const base = makeExpression(random, shards, 1);
          for (const one of [base, { kind: 'everything' }, { kind: 'nothing' }] as const) {
            expect(await index.countSteps(one, group)).toEqual(countNaively(one, group, shards));
          }
        }
      } finally {
        await index.close();
      }
    });
  });

  it('leave nothing in memory but masks, and are withdrawn', async () => {
    const shards = makeShards(21, [513, 300]);
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      try {
        const expression: MaskExpression = { kind: 'everything' };
        const group = (parts: number): StepExpressions => ({
          join: 'all',
          parts: Array.from({ length: parts }, () => ({
            expression,
            inner: { join: 'any', parts: [{ expression, inner: null }] },
          })),
        });
        const measure = async (parts: number): Promise<number> => {
          await index.countSteps(expression, group(parts));
          await index.ask({ groups: [expression], aggregates: [] });
          return (await index.measureMemory()).usedBytes;
        };
        expect(await measure(500)).toBe(await measure(1));
        const makeLong = (parts: number): StepExpressions['parts'] =>
          Array.from({ length: parts }, (_, place) => ({
            expression: {
              kind: 'values',
              column: 'huge',
              test: { kind: 'intervals', intervals: [{ from: BigInt(place), to: null }] },
              key: newKey(),
            } as const,
            inner: null,
          }));
        const outcome = await withdrawWhileAnswered((parts, signal) =>
          index.countSteps(expression, { join: 'all', parts: makeLong(parts) }, signal),
        );
        expect(outcome).toMatchObject({ name: 'IndexError', code: 'cancelled' });
      } finally {
        await index.close();
      }
    });
  });
});
