import type { Interval, MaskExpression, RowExpression, ValueTest } from '@silhouette/bitslice';
import { makeMeasure } from './make-measure.ts';
import type { Random } from './random.ts';
import { COLUMNS, type ColumnSpec, type PlainShard, ROW_FIELDS, type TABLES } from './world.ts';

let lastKey = 0;

/** A name that no other expression has. */
export function newKey(): string {
  lastKey += 1;
  return `e${lastKey}`;
}

/** A random expression; `depth` levels of and, or and not at most. */
export function makeExpression(random: Random, shards: readonly PlainShard[], depth: number): MaskExpression {
  if (depth > 0 && random.isOnceIn(2)) {
    if (random.isOnceIn(3)) return { kind: 'not', part: makeExpression(random, shards, depth - 1), key: newKey() };
    const parts = Array.from({ length: random.below(4) }, () => makeExpression(random, shards, depth - 1));
    return { kind: random.pick(['and', 'or']), parts, key: newKey() };
  }
  switch (random.below(10)) {
    case 0:
      return random.isOnceIn(2) ? { kind: 'everything' } : { kind: 'nothing' };
    case 1:
      return { kind: 'labels', labels: makeLabels(random, shards), key: newKey() };
    case 2:
    case 3:
    case 4: {
      const table = random.pick(TABLE_NAMES);
      return { kind: 'rows', table, where: makeRows(random, 2), measure: makeMeasure(random), key: newKey() };
    }
    case 5:
      return makeSequence(random);
    default: {
      const [column, spec] = random.pick(COLUMN_LIST);
      return { kind: 'values', column, test: makeTest(random, column, spec), key: newKey() };
    }
  }
}

const TABLE_NAMES = ['orders', 'calls', 'visits', 'never'] as const satisfies readonly (keyof typeof TABLES)[];
const COLUMN_LIST = listOf(COLUMNS);
const FIELD_LIST = listOf(ROW_FIELDS);

type Named = readonly [string, ColumnSpec];

function listOf(specs: Readonly<Record<string, ColumnSpec>>): [Named, ...Named[]] {
  const [first, ...others] = Object.entries(specs);
  if (first === undefined) throw new TypeError('There are no columns.');
  return [first, ...others];
}

function makeLabels(random: Random, shards: readonly PlainShard[]): string[] {
  const known = shards.flatMap(({ labels }) => labels.filter(() => random.isOnceIn(5)));
  return [...known, 'nobody', '', '키', '\ud800'];
}

function makeSequence(random: Random): MaskExpression {
  const steps = Array.from({ length: 1 + random.below(3) }, () => ({
    table: random.pick(TABLE_NAMES),
    where: makeRows(random, 1),
  }));
  const hour = 3_600_000;
  const gap = random.isOnceIn(3)
    ? null
    : {
        startsMs: [Number.NEGATIVE_INFINITY, 5 * hour - 10_000_000, 12 * hour],
        deltasMs: [random.below(8) * hour, 2 * hour, random.below(20) * hour],
      };
  return { kind: 'sequence', steps, gap, key: newKey() };
}

/** Rows of any table: by the fields that all tables have. */
function makeRows(random: Random, depth: number): RowExpression {
  if (depth > 0 && random.isOnceIn(2)) {
    if (random.isOnceIn(3)) return { kind: 'not', part: makeRows(random, depth - 1) };
    const parts = Array.from({ length: random.below(4) }, () => makeRows(random, depth - 1));
    return { kind: random.pick(['and', 'or']), parts };
  }
  if (random.isOnceIn(3)) return { kind: random.isOnceIn(5) ? 'nothing' : 'everything' };
  const [column, spec] = random.pick(FIELD_LIST);
  return { kind: 'values', column, test: makeTest(random, column, spec) };
}

/** A random test that suits a column. */
export function makeTest(random: Random, name: string, spec: ColumnSpec): ValueTest {
  if (random.isOnceIn(5)) return { kind: random.isOnceIn(2) ? 'present' : 'missing' };
  if (spec.kind === 'dictionary') {
    // Up to many runs of values: passes, look-ups in a table and searches.
    const length = random.pick([0, 1, 3, 30, 200]);
    const values = Array.from({ length }, () => random.below(Number(spec.mostCode) + 3));
    return { kind: 'set', values: [...new Set(values)].sort((a, b) => a - b) };
  }
  if (spec.kind === 'texts') {
    if (name === 'tags') {
      const each = Array.from({ length: random.below(3) }, () =>
        Array.from({ length: random.below(4) }, () => `t${random.below(8)}`),
      );
      return { kind: 'lists', each };
    }
    const texts = Array.from({ length: random.below(12) }, () => `글 ${random.below(Number(spec.mostCode) + 2)}`);
    return { kind: 'texts', texts: [...texts, '\udc00'] };
  }
  const length = random.pick([0, 1, 1, 1, 2, 5, 60]);
  return { kind: 'intervals', intervals: Array.from({ length }, () => makeInterval(random, spec, length)) };
}

/** An interval that may be open, empty, a single value, or beyond all values. */
export function makeInterval(random: Random, spec: ColumnSpec, count: number): Interval {
  const most = spec.base + spec.scale * spec.mostCode;
  const value = (): bigint => spec.base - 3n + random.bigUpTo(most - spec.base + 6n);
  const from = random.isOnceIn(6) ? null : value();
  if (count > 5 && from !== null) return { from, to: from + BigInt(random.below(3)) };
  if (random.isOnceIn(6)) return { from, to: from };
  return { from, to: random.isOnceIn(6) ? null : random.isOnceIn(5) ? most : value() };
}
