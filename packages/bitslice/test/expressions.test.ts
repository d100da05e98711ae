import { BitIndex, type MaskExpression } from '@silhouette/bitslice';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeExpression, newKey } from './world/make-expression.ts';
import { evaluateNaively } from './world/naive-mask.ts';
import { Random } from './world/random.ts';
import { makeShards, type PlainShard } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

/** Members by shard, as positions. */
async function listMembers(index: BitIndex, group: MaskExpression): Promise<number[][]> {
  const pages = await index.page(group, null, 10_000);
  return [...pages].sort((a, b) => a.shard - b.shard).map(({ positions }) => [...positions]);
}

/** Positions of ones, the lowest bit of the lowest byte first. */
function listBits(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => ((byte >> bit) & 1) === 1).map((bit) => at * 8 + bit),
  );
}

function listNaively(group: MaskExpression, shards: readonly PlainShard[]): number[][] {
  return shards.map((shard) => evaluateNaively(group, shard).flatMap((isMember, place) => (isMember ? [place] : [])));
}

const worlds = fc.record({
  seed: fc.integer(),
  sizes: fc.array(fc.constantFrom(0, 1, 7, 64, 511, 512, 513, 700), { minLength: 1, maxLength: 4 }),
  workers: fc.constantFrom(1, 2),
});

describe('an expression', () => {
  it('has the members that plain arrays give it, over any shards and threads', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ seed, sizes, workers }) => {
        const shards = makeShards(seed, sizes);
        await withIndex(shards, async (dir) => {
          const index = await BitIndex.open(dir, { workers });
          try {
            const random = new Random(seed);
            const groups = Array.from({ length: 60 }, () => makeExpression(random, shards, 3));
            const { counts } = await index.ask({ groups, aggregates: [] });
            for (const [at, group] of groups.entries()) {
              const expected = listNaively(group, shards);
              expect(await listMembers(index, group), describeGroup(group)).toEqual(expected);
              const masks = await index.masks(group);
              expect(masks.map(({ shard }) => shard)).toEqual(shards.map((_, shard) => shard));
              expect(
                masks.map(({ bytes }) => bytes.length),
                'no more bytes than places take',
              ).toEqual(shards.map(({ places }) => Math.ceil(places / 8)));
              expect(
                masks.map(({ bytes }) => listBits(bytes)),
                describeGroup(group),
              ).toEqual(expected);
              expect(counts[at]).toBe(expected.flat().length);
            }
          } finally {
            await index.close();
          }
        });
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('obeys the laws of sets', { timeout: 120_000 }, async () => {
    const shards = makeShards(7, [513, 0, 300]);
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      try {
        const random = new Random(11);
        for (let round = 0; round < 40; round += 1) {
          const [a, b] = [makeExpression(random, shards, 2), makeExpression(random, shards, 2)];
          const not = (part: MaskExpression): MaskExpression => ({ kind: 'not', part, key: newKey() });
          const join = (kind: 'and' | 'or', ...parts: MaskExpression[]): MaskExpression => ({ kind, parts, key: newKey() });
          const groups = [
            a,
            not(a),
            not(join('and', a, b)),
            join('or', not(a), not(b)),
            join('and', a, b),
            join('and', b, a),
            b,
            join('or', a, b),
            join('and', a, not(a)),
          ];
          const { counts } = await index.ask({ groups, aggregates: [] });
          const [inA = 0, notA = 0, left, right, both = 0, same, inB = 0, either = 0, none] = counts;
          expect(inA + notA).toBe(813);
          expect(left).toBe(right);
          expect(both).toBe(same);
          expect(either).toBe(inA + inB - both);
          expect(none).toBe(0);
          const [[, overlap] = []] = await index.overlap([a, b]);
          expect(overlap).toBe(both);
        }
      } finally {
        await index.close();
      }
    });
  });
});

function describeGroup(group: MaskExpression): string {
  return JSON.stringify(group, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
