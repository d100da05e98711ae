import type {
  AttributeTest,
  Comparison,
  FieldFilter,
  Literal,
  Predicate,
  SequenceStep,
} from '../../src/predicate/predicate.ts';
import { DAY_MS } from '../../src/time/calendar.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { compareDecimals, type Decimal, parseDecimal } from '../../src/value/decimal.ts';

/** A value in a world: numbers as text, dates as days, date-times as instants in ms. */
type WorldValue = string | boolean | number | readonly string[] | null;
/** A customer for whom a predicate is true or false, with rows of purchases. */
export interface World {
  readonly key: string;
  readonly attributes: Readonly<Record<string, WorldValue>>;
  readonly rows: readonly Readonly<Record<string, WorldValue>>[];
}

const ZONE = TimeZone.of('Asia/Seoul');

/**
 * Whether a customer matches. Comparisons, filters and groups mean what the contracts say; what a canonical form only
 * copies (windows, which measure) is some function of its own text. So two predicates that differ in any world differ
 * in meaning, and a canonical form must never differ from what it was made of.
 */
export function holds(predicate: Predicate, world: World): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.children.every((child) => holds(child, world));
    case 'any':
      return predicate.children.some((child) => holds(child, world));
    case 'not':
      return !holds(predicate.child, world);
    case 'customers':
      return predicate.keys.includes(world.key);
    case 'attribute':
      return testHolds(predicate.test, world.attributes[predicate.attribute] ?? null);
    case 'sequence':
      return predicate.steps.every((step, index) => matchRows(step, world).length > index % 2) && flip(predicate.gap);
    case 'event': {
      const rows = matchRows(predicate, world);
      const { measure } = predicate;
      if ('test' in measure) return testHolds(measure.test, rows[0]?.[measure.field] ?? null);
      if (measure.kind === 'min' || measure.kind === 'max') {
        return compareAll(measure.comparisons, rows[measure.kind === 'min' ? 0 : rows.length - 1]?.[measure.field] ?? null);
      }
      const { comparisons, ...rest } = measure;
      return compareAll(comparisons, String(rows.length + (flip(rest) ? 0.5 : 0)));
    }
    case 'audience':
      throw new Error('Worlds have no audiences.');
  }
}

function matchRows(step: SequenceStep, world: World): World['rows'] {
  const rows = world.rows.filter((row) => step.where.every((filter) => filterHolds(filter, row)));
  return step.within === null || flip(step.within) ? rows : rows.slice(1);
}

function filterHolds(filter: FieldFilter, row: Readonly<Record<string, WorldValue>>): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.children.every((child) => filterHolds(child, row));
    case 'any':
      return filter.children.some((child) => filterHolds(child, row));
    case 'not':
      return !filterHolds(filter.child, row);
    case 'field':
      return testHolds(filter.test, row[filter.field] ?? null);
  }
}

function testHolds(test: AttributeTest, value: WorldValue): boolean {
  if (test.kind === 'exists') return (value !== null) === test.exists;
  if (test.kind === 'compare') return compareAll(test.comparisons, value);
  return value !== null && flip(test);
}

function compareAll(comparisons: readonly Comparison[], value: WorldValue): boolean {
  return value !== null && comparisons.every((comparison) => compareOne(comparison, value));
}

function compareOne(comparison: Comparison, value: Exclude<WorldValue, null>): boolean {
  if (comparison.op === 'containsAny') return Array.isArray(value) && comparison.values.some((tag) => value.includes(tag));
  if (comparison.op === 'in') return comparison.values.some((literal) => order(value, literal) === 0);
  const sign = order(value, comparison.value);
  if (comparison.op === 'gt') return sign > 0;
  if (comparison.op === 'gte') return sign >= 0;
  return comparison.op === 'lt' ? sign < 0 : sign <= 0;
}

/** Below, within or above what the literal stands for; a day among instants stands for all of it. */
function order(value: Exclude<WorldValue, null>, literal: Literal): number {
  if (literal.type === 'number') return compareDecimals(decimal(String(value)), literal.value);
  if (literal.type === 'instant') return Number(value) - literal.atMs;
  if (literal.type === 'date') {
    const day = Number(value) > 1e9 ? ZONE.dayOf(Number(value)) : Number(value);
    return day - literal.day;
  }
  return value === literal.value ? 0 : 1;
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`${text} is no number.`);
  return value;
}

/** Some function of what it is given, the same for equal data. */
function flip(data: unknown): boolean {
  let sum = 0;
  for (const letter of JSON.stringify(sortKeys(data))) sum = (sum * 31 + letter.charCodeAt(0)) % 65_537;
  return sum % 2 === 0;
}

function sortKeys(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(
    Object.entries(data)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sortKeys(value)]),
  );
}

const START = Date.UTC(2024, 0, 1) - 9 * 3_600_000;
/** Values around the constants of the definitions that are drawn. */
const ATTRIBUTES: Readonly<Record<string, readonly WorldValue[]>> = {
  gender: ['a', 'b', 'B', '', null],
  memo: ['a', 'b', '가', ' a', null],
  age: ['-1.0', '0.5', '0', '2', '-0.1', null],
  consent: [true, false, null],
  interests: [['a'], ['a', 'b'], ['B', '가'], ['b'], null],
  seen: [START, START - 1, START + 9 * 3_600_000, START + 36 * 3_600_000, START + DAY_MS, null],
  birthday: [1, null],
};
const FIELDS: Readonly<Record<string, readonly WorldValue[]>> = {
  brand: ['a', 'b', 'B', '가', null],
  amount: ['-1', '0', '0.5', '1', '2.5', null],
  quantity: ['1', '2', null],
  gift: [true, false, null],
  concerns: [['a'], ['b'], ['a', 'b', 'B'], null],
  shipped: [19_723, 19_724, 19_782, null],
};
const JOINED: readonly WorldValue[] = [19_723, 19_724, 19_782, 19_800, null];

/** A customer drawn at random. */
export function drawWorld(random: () => number): World {
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error('Nothing to draw from.');
    return value;
  };
  const draw = (values: Readonly<Record<string, readonly WorldValue[]>>): Record<string, WorldValue> =>
    Object.fromEntries(Object.entries(values).map(([key, options]) => [key, pick(options)]));
  return {
    key: pick(['a', 'b', 'zz']),
    attributes: { ...draw(ATTRIBUTES), joined: pick(JOINED) },
    rows: Array.from({ length: Math.floor(random() * 4) }, () => draw(FIELDS)),
  };
}
