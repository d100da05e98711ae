import type { AverageInterval, Interval, RowMeasure, RowTies } from '@silhouette/bitslice';
import { makeInterval, makeTest } from './make-expression.ts';
import type { Random } from './random.ts';
import { type ColumnSpec, ROW_FIELDS } from './world.ts';

const NUMBERS = ['amount', 'money', 'wide', 'huge', 'empty'] as const;
const FIELDS = [...NUMBERS, 'product', 'note', 'tags'] as const;

/** A random measure over the rows of any table. */
export function makeMeasure(random: Random): RowMeasure {
  const kind = random.pick([
    'count',
    'days',
    'sum',
    'average',
    'least',
    'greatest',
    'distinct',
    'first',
    'last',
    'top',
    'lastAt',
  ] as const);
  const per = random.pick(['row', 'occasion'] as const);
  switch (kind) {
    case 'count':
      return { kind, per, intervals: makeCounts(random, 10) };
    case 'days':
      return { kind, intervals: makeCounts(random, 3) };
    case 'distinct':
      return { kind, column: random.pick(FIELDS), intervals: makeCounts(random, 8) };
    case 'sum': {
      const column = random.pick(NUMBERS);
      return { kind, column, intervals: makeSums(random, specOf(column)) };
    }
    case 'average': {
      const column = random.pick(NUMBERS);
      const factor = random.pick([1n, 10n, 10n ** 20n] as const);
      const intervals = makeSums(random, specOf(column)).map(({ from, to }): AverageInterval => {
        const bound = (value: bigint | null) => (value === null ? null : { value: value * factor, open: random.isOnceIn(2) });
        return { from: bound(from), to: bound(to) };
      });
      return { kind, column, per, factor, intervals };
    }
    case 'least':
    case 'greatest': {
      const column = random.pick(NUMBERS);
      return { kind, column, test: makeTest(random, column, specOf(column)) };
    }
    case 'first':
    case 'last':
    case 'top': {
      const column = random.pick(FIELDS);
      return { kind, column, test: makeTest(random, column, specOf(column)), ties: makeTies(random, column) };
    }
    case 'lastAt': {
      const hour = 3_600_000n;
      const from = BigInt(random.below(30)) * hour - 10_000_000n;
      return { kind, intervals: [{ from, to: random.isOnceIn(3) ? null : from + BigInt(random.below(10)) * hour }] };
    }
  }
}

function specOf(column: string): ColumnSpec {
  const spec = ROW_FIELDS[column];
  if (spec === undefined) throw new TypeError(`There is no field "${column}".`);
  return spec;
}

function makeCounts(random: Random, most: number): Interval[] {
  return Array.from({ length: random.below(3) }, () => {
    const from = BigInt(random.below(most) - 1);
    return { from: random.isOnceIn(4) ? null : from, to: random.isOnceIn(4) ? null : from + BigInt(random.below(4)) };
  });
}

/** Intervals around sums of a few values, some with a bound that no sum reaches. */
function makeSums(random: Random, spec: ColumnSpec): Interval[] {
  return Array.from({ length: random.below(3) }, () => {
    const { from, to } = makeInterval(random, spec, 1);
    return { from: random.isOnceIn(8) ? -(2n ** 90n) : from, to: random.isOnceIn(8) ? 2n ** 90n : to };
  });
}

function makeTies(random: Random, column: string): RowTies {
  if (random.isOnceIn(3)) return { kind: 'place' };
  if (column === 'note' || column === 'tags') return { kind: 'text' };
  if (column === 'product') return { kind: 'ranks', ranks: Uint32Array.from([4, 2, 0, 8, 6, 1, 3, 5, 7]) };
  return { kind: 'code' };
}
