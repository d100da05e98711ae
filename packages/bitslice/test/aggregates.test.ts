import { type Aggregate, type AggregateResult, BitIndex, type MaskExpression } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { makeExpression } from './world/make-expression.ts';
import { evaluateNaively } from './world/naive-mask.ts';
import { Random } from './world/random.ts';
import { COLUMNS, makeShards, type PlainShard, type PlainValue } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

const SIZES = [513, 0, 1, 1000] as const;
const SMALL = Object.keys(COLUMNS).filter((name) => !['price', 'whole', 'long', 'huge'].includes(name));
const NUMBERS = Object.keys(COLUMNS).filter((name) => COLUMNS[name]?.kind !== 'texts');
/** Kept in slices: what ranges, extremes and quantiles are for. */
const SLICED = ['flag', 'tiny', 'five', 'price', 'whole', 'long', 'huge', 'nothing', 'sex'];

/** Groups of every size: none, everyone, one place, and some random ones. */
function makeGroups(shards: readonly PlainShard[]): MaskExpression[] {
  const random = new Random(5);
  return [
    { kind: 'nothing' },
    { kind: 'everything' },
    { kind: 'labels', labels: [shards[3]?.labels[999] ?? ''], key: 'one' },
    ...Array.from({ length: 5 }, () => makeExpression(random, shards, 2)),
  ];
}

/** Values of a group's members in one column, missing ones too. */
function listValues(shards: readonly PlainShard[], group: MaskExpression, column: string): PlainValue[] {
  return shards.flatMap((shard) => {
    const values = shard.columns.get(column)?.values ?? [];
    return evaluateNaively(group, shard).flatMap((isMember, place) => (isMember ? [values[place] ?? null] : []));
  });
}

function listNumbers(shards: readonly PlainShard[], group: MaskExpression, column: string): bigint[] {
  return listValues(shards, group, column).flatMap((value) => (typeof value === 'bigint' ? value : []));
}

function sortNumbers(values: readonly bigint[]): bigint[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Asks one aggregate of every group, as it is and within a larger one, and compares each result. */
async function checkGroups(
  index: BitIndex,
  groups: readonly MaskExpression[],
  aggregate: Aggregate,
  check: (result: AggregateResult, group: MaskExpression) => void,
): Promise<void> {
  const wholes: (MaskExpression | null)[] = [null, { kind: 'everything' }, { kind: 'everything' }];
  const answer = await index.ask({
    groups,
    aggregates: groups.flatMap((_, group) =>
      wholes.map((within) => (within === null ? { group, aggregate } : { group, aggregate, within })),
    ),
  });
  answer.results.forEach((result, at) => {
    const group = groups[Math.floor(at / wholes.length)];
    expect(group).toBeDefined();
    if (group !== undefined) check(result, group);
  });
  expect(answer.results).toHaveLength(groups.length * wholes.length);
}

async function withOpen(
  run: (index: BitIndex, groups: readonly MaskExpression[], shards: readonly PlainShard[]) => Promise<void>,
): Promise<void> {
  const shards = makeShards(2024, SIZES);
  await withIndex(shards, async (dir) => {
    const index = await BitIndex.open(dir, { workers: 2 });
    try {
      await run(index, makeGroups(shards), shards);
    } finally {
      await index.close();
    }
  });
}

/** Bytes in use when nothing of the last question is left. */
async function measureBetween(index: BitIndex): Promise<number> {
  await index.ask({ groups: [{ kind: 'everything' }], aggregates: [] });
  return (await index.measureMemory()).usedBytes;
}

describe('of a group are told', () => {
  it('how many have each value', async () => {
    await withOpen(async (index, groups, shards) => {
      for (const column of SMALL.filter((name) => NUMBERS.includes(name))) {
        const summary = index.columns.get(column);
        expect(summary?.isSmall, column).toBe(true);
        await checkGroups(index, groups, { kind: 'histogram', column }, (result, group) => {
          if (result.kind !== 'histogram') throw new TypeError(result.kind);
          const found = new Map<bigint, number>();
          result.counts.forEach((count, place) => {
            if (count > 0) found.set(result.base + (summary?.scale ?? 1n) * BigInt(place), count);
          });
          const expected = new Map<bigint, number>();
          for (const value of sortNumbers(listNumbers(shards, group, column))) {
            expected.set(value, (expected.get(value) ?? 0) + 1);
          }
          expect(found).toEqual(expected);
        });
      }
    });
  });

  it('how many have each text or list of a dictionary of the shard', async () => {
    await withOpen(async (index, groups, shards) => {
      for (const column of ['note', 'word', 'tags']) {
        await checkGroups(index, groups, { kind: 'lists', column }, (result, group) => {
          if (result.kind !== 'lists') throw new TypeError(result.kind);
          const expected = new Map<string, number>();
          for (const value of listValues(shards, group, column)) {
            if (typeof value === 'string') expected.set(value, (expected.get(value) ?? 0) + 1);
          }
          expect(new Map(result.counts)).toEqual(expected);
        });
      }
    });
  });

  it('how many have a value, and the exact sum', async () => {
    await withOpen(async (index, groups, shards) => {
      for (const column of NUMBERS) {
        await checkGroups(index, groups, { kind: 'sum', column }, (result, group) => {
          const numbers = listNumbers(shards, group, column);
          const sum = numbers.reduce((total, value) => total + value, 0n);
          expect(result).toEqual({ kind: 'sum', present: numbers.length, sum });
        });
        await checkGroups(index, groups, { kind: 'present', column }, (result, group) => {
          expect(result).toEqual({ kind: 'present', present: listNumbers(shards, group, column).length });
        });
      }
    });
  });

  it('the least and the greatest value', async () => {
    await withOpen(async (index, groups, shards) => {
      for (const column of SLICED) {
        await checkGroups(index, groups, { kind: 'extremes', column }, (result, group) => {
          const sorted = sortNumbers(listNumbers(shards, group, column));
          const [least, greatest] = [sorted.at(0), sorted.at(-1)];
          expect(result).toEqual({
            kind: 'extremes',
            extremes: least === undefined || greatest === undefined ? null : { least, greatest },
          });
        });
      }
    });
  });

  it('how many lie between cuts, also where cuts lie outside of the values', async () => {
    await withOpen(async (index, groups, shards) => {
      for (const column of SLICED) {
        const { base = 0n, scale = 1n, mostCode = 0n } = COLUMNS[column] ?? {};
        const random = new Random(3);
        const inside = (count: number): bigint[] =>
          sortNumbers(Array.from({ length: count }, () => base + random.bigUpTo(scale * mostCode)));
        const lists = [
          [],
          inside(1),
          inside(24),
          [base - 9n, base - 1n, ...inside(2), base + scale * mostCode + 1n],
          inside(30),
        ];
        for (const cuts of lists) {
          await checkGroups(index, groups, { kind: 'ranges', column, cuts }, (result, group) => {
            expect(result).toEqual({ kind: 'ranges', counts: countRanges(listValues(shards, group, column), cuts) });
          });
        }
      }
    });
  });

  it('the values at ranks', async () => {
    await withOpen(async (index, groups, shards) => {
      const random = new Random(8);
      const requests = SLICED.flatMap((column) =>
        groups.map((group) => {
          const sorted = sortNumbers(listNumbers(shards, group, column));
          const ranks = sorted.length === 0 ? [] : [0, sorted.length - 1, sorted.length >> 1, random.below(sorted.length)];
          return { request: { group, column, ranks: () => ranks }, expected: ranks.map((rank) => sorted[rank]), sorted };
        }),
      );
      const found = await index.quantiles(requests.map(({ request }) => request));
      expect(found).toEqual(requests.map(({ expected }) => expected));
      // Asked for how many there are; and nothing is kept once it is answered.
      const sizes: number[] = [];
      const ranks = (present: number): number[] => {
        sizes.push(present);
        return [];
      };
      const again = await index.quantiles(requests.map(({ request }) => ({ ...request, ranks })));
      expect(again.flat()).toEqual([]);
      expect(sizes).toEqual(requests.map(({ sorted }) => sorted.length));
      const before = await measureBetween(index);
      await index.quantiles(requests.map(({ request }) => request));
      expect(await measureBetween(index)).toBe(before);
    });
  });
});

function countRanges(values: readonly PlainValue[], cuts: readonly bigint[]): Float64Array {
  const counts = new Float64Array(cuts.length + 2);
  for (const value of values) {
    const range = typeof value === 'bigint' ? 1 + cuts.filter((cut) => cut <= value).length : 0;
    counts[range] = (counts[range] ?? 0) + 1;
  }
  return counts;
}
