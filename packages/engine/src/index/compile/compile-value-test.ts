import type { Interval, ValueTest } from '@silhouette/bitslice';
import {
  assertNever,
  type CompareTest,
  type Comparison,
  type Decimal,
  type ExistsTest,
  type Literal,
  type TimeZone,
  type ValueType,
} from '@silhouette/model';
import { ALL_NUMBERS, type IntervalSet, intersectIntervals, intersectPoints } from './interval-set.ts';

/** What is tested. `dictionary`: values of a category by text; null for types that have none. */
export interface TestSubject {
  readonly type: ValueType;
  readonly decimals: number;
  readonly dictionary: ReadonlyMap<string, number> | null;
}

/** The test of an index's column that a test of values is. */
export function compileValueTest(subject: TestSubject, test: CompareTest | ExistsTest, zone: TimeZone): ValueTest {
  if (test.kind === 'exists') return { kind: test.exists ? 'present' : 'missing' };
  switch (subject.type) {
    case 'category': {
      const { dictionary } = subject;
      const values = textsOf(test.comparisons).flatMap((text) => dictionary?.get(text) ?? []);
      return { kind: 'set', values: values.sort((a, b) => a - b) };
    }
    case 'text':
      return { kind: 'texts', texts: textsOf(test.comparisons) };
    case 'tags':
      return {
        kind: 'lists',
        each: test.comparisons.map((comparison) => (comparison.op === 'containsAny' ? comparison.values : [])),
      };
    case 'number':
      return { kind: 'intervals', intervals: compileNumberTest(test.comparisons, subject.decimals) };
    case 'boolean':
    case 'date':
    case 'datetime':
      return { kind: 'intervals', intervals: compileTimeTest(test.comparisons, subject.type, zone) };
    default:
      return assertNever(subject.type);
  }
}

/** Whole numbers of 10^-`decimals` for which all comparisons hold, exactly: no constant is rounded. */
export function compileNumberTest(comparisons: readonly Comparison[], decimals: number): IntervalSet {
  return comparisons.reduce<IntervalSet>((set, comparison) => {
    if (comparison.op === 'in') {
      const points = comparison.values.flatMap((literal) => {
        const value = numberOf(literal);
        const [down, up] = [scaleDown(value, decimals), scaleUp(value, decimals)];
        // A constant with more decimals equals none of the values.
        return down === up ? [down] : [];
      });
      return intersectPoints(set, new Set(points));
    }
    return intersectIntervals(set, [boundOf(comparison, decimals)]);
  }, ALL_NUMBERS);
}

function boundOf(comparison: Comparison, decimals: number): Interval {
  switch (comparison.op) {
    case 'gt':
      return { from: scaleDown(numberOf(comparison.value), decimals) + 1n, to: null };
    case 'gte':
      return { from: scaleUp(numberOf(comparison.value), decimals), to: null };
    case 'lt':
      return { from: null, to: scaleUp(numberOf(comparison.value), decimals) - 1n };
    case 'lte':
      return { from: null, to: scaleDown(numberOf(comparison.value), decimals) };
    case 'in':
    case 'containsAny':
      return refuse(comparison.op);
    default:
      return assertNever(comparison);
  }
}

/** Booleans as 0 and 1, dates as days, datetimes as ms. A bare date against a datetime is its whole local day. */
function compileTimeTest(
  comparisons: readonly Comparison[],
  type: 'boolean' | 'date' | 'datetime',
  zone: TimeZone,
): IntervalSet {
  const spanOf = (literal: Literal): readonly [bigint, bigint] => {
    if (literal.type === 'boolean') return [literal.value ? 1n : 0n, literal.value ? 1n : 0n];
    if (literal.type === 'instant') return [BigInt(literal.atMs), BigInt(literal.atMs)];
    if (literal.type !== 'date') return refuse(literal.type);
    if (type === 'date') return [BigInt(literal.day), BigInt(literal.day)];
    return [BigInt(zone.startOfDay(literal.day)), BigInt(zone.startOfDay(literal.day + 1) - 1)];
  };
  return comparisons.reduce<IntervalSet>((set, comparison) => {
    switch (comparison.op) {
      case 'in': {
        const spans = comparison.values.map(spanOf);
        if (spans.every(([from, to]) => from === to)) return intersectPoints(set, new Set(spans.map(([from]) => from)));
        return intersectIntervals(
          set,
          spans.map(([from, to]) => ({ from, to })),
        );
      }
      case 'gt':
        return intersectIntervals(set, [{ from: spanOf(comparison.value)[1] + 1n, to: null }]);
      case 'gte':
        return intersectIntervals(set, [{ from: spanOf(comparison.value)[0], to: null }]);
      case 'lt':
        return intersectIntervals(set, [{ from: null, to: spanOf(comparison.value)[0] - 1n }]);
      case 'lte':
        return intersectIntervals(set, [{ from: null, to: spanOf(comparison.value)[1] }]);
      case 'containsAny':
        return refuse(comparison.op);
      default:
        return assertNever(comparison);
    }
  }, ALL_NUMBERS);
}

/** Texts that every list has. */
function textsOf(comparisons: readonly Comparison[]): string[] {
  const lists = comparisons.map((comparison) => {
    if (comparison.op !== 'in') return refuse(comparison.op);
    return new Set(comparison.values.map((literal) => (literal.type === 'text' ? literal.value : refuse(literal.type))));
  });
  const [first, ...others] = lists;
  return first === undefined ? [] : [...first].filter((text) => others.every((list) => list.has(text)));
}

/** The number that a constant is. */
export function numberOf(literal: Literal): Decimal {
  return literal.type === 'number' ? literal.value : refuse(literal.type);
}

/** Units of 10^-`decimals`, rounded down (towards minus infinity). */
function scaleDown({ units, scale }: Decimal, decimals: number): bigint {
  if (scale <= decimals) return units * 10n ** BigInt(decimals - scale);
  const by = 10n ** BigInt(scale - decimals);
  const quotient = units / by;
  return units < 0n && quotient * by !== units ? quotient - 1n : quotient;
}

function scaleUp({ units, scale }: Decimal, decimals: number): bigint {
  return -scaleDown({ units: -units, scale }, decimals);
}

function refuse(found: string): never {
  throw new TypeError(`A ${found} does not belong here: the definition did not come from parsePredicate.`);
}
