import { BitIndex, type ColumnSummary, type MaskExpression } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { Random } from './world/random.ts';
import type { ColumnSpec, PlainColumn, PlainShard } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

const EVERYONE: MaskExpression = { kind: 'everything' };

/** Shards with one column "v", each with its own greatest code. */
function makeColumns(specs: readonly Pick<ColumnSpec, 'base' | 'scale' | 'mostCode' | 'width'>[]): PlainShard[] {
  const random = new Random(77);
  return specs.map((spec) => {
    const isEmpty = spec.mostCode === 0n;
    const column: PlainColumn = {
      spec: { ...spec, kind: 'number', missingOnceIn: isEmpty ? 1 : 4 },
      values: Array.from({ length: 700 }, () =>
        isEmpty || random.isOnceIn(4) ? null : spec.base + spec.scale * random.bigUpTo(spec.mostCode - 1n),
      ),
    };
    return { places: 700, labels: [], columns: new Map([['v', column]]), tables: new Map() };
  });
}

function sortValues(shards: readonly PlainShard[]): bigint[] {
  const values = shards.flatMap(({ columns }) => columns.get('v')?.values ?? []);
  return values.flatMap((value) => (typeof value === 'bigint' ? value : [])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function withOpen(
  shards: readonly PlainShard[],
  run: (index: BitIndex, column: ColumnSummary) => Promise<void>,
): Promise<void> {
  await withIndex(shards, async (dir) => {
    const index = await BitIndex.open(dir, { workers: 2 });
    try {
      const column = index.columns.get('v');
      if (column === undefined) throw new TypeError('The column is not there.');
      await run(index, column);
    } finally {
      await index.close();
    }
  });
}

const base = -(2n ** 60n);

describe('shards of one column', () => {
  it('may have slices of different numbers of bits: sums past 2^53, extremes and quantiles are exact', async () => {
    const shards = makeColumns([
      { base, scale: 3n, mostCode: 5n, width: 1 },
      { base, scale: 3n, mostCode: 0n, width: 1 },
      { base, scale: 3n, mostCode: 2n ** 70n, width: 16 },
      { base, scale: 3n, mostCode: 2n ** 21n, width: 4 },
    ]);
    const sorted = sortValues(shards);
    await withOpen(shards, async (index) => {
      const { results } = await index.ask({
        groups: [EVERYONE],
        aggregates: [
          { group: 0, aggregate: { kind: 'sum', column: 'v' } },
          { group: 0, aggregate: { kind: 'extremes', column: 'v' } },
        ],
      });
      const sum = sorted.reduce((total, value) => total + value, 0n);
      expect(sum).not.toBe(BigInt(Number(sum)));
      expect(results[0]).toEqual({ kind: 'sum', present: sorted.length, sum });
      expect(results[1]).toEqual({ kind: 'extremes', extremes: { least: sorted[0], greatest: sorted.at(-1) } });
      const ranks = Array.from(sorted.keys()).filter((rank) => rank % 97 === 0 || rank > sorted.length - 3);
      const [found] = await index.quantiles([{ group: EVERYONE, column: 'v', ranks: () => ranks }]);
      expect(found).toEqual(ranks.map((rank) => sorted[rank]));
    });
  });

  it('that are kept in slices here and in codes there have no quantiles, rather than wrong ones', async () => {
    for (const others of [5n, 0n, 2n ** 20n]) {
      const shards = makeColumns([
        { base, scale: 1n, mostCode: 300n, width: 2 },
        { base, scale: 1n, mostCode: others, width: 4 },
      ]);
      await withOpen(shards, async (index, { slices, isSmall }) => {
        expect(slices).toBe(0);
        expect(isSmall).toBe(others < 2n ** 20n);
        const asked = index.quantiles([{ group: EVERYONE, column: 'v', ranks: () => [0] }]);
        await expect(asked).rejects.toMatchObject({ code: 'too-large' });
        const { results } = await index.ask({
          groups: [EVERYONE],
          aggregates: [{ group: 0, aggregate: { kind: 'sum', column: 'v' } }],
        });
        const sum = sortValues(shards).reduce((total, value) => total + value, 0n);
        expect(results[0]).toMatchObject({ kind: 'sum', sum });
      });
    }
  });

  it('must count from one base in one scale: others are refused', async () => {
    for (const other of [
      { base: base + 1n, scale: 1n },
      { base, scale: 2n },
    ]) {
      const shards = makeColumns([
        { base, scale: 1n, mostCode: 5n, width: 1 },
        { ...other, mostCode: 5n, width: 1 },
      ]);
      await withIndex(shards, async (dir) => {
        await expect(BitIndex.open(dir)).rejects.toMatchObject({ code: 'format' });
      });
    }
  });
});
