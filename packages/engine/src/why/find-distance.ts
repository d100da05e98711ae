import { type Comparison, type Decimal, decimalUnitsAt, type Literal, normaliseDecimal } from '@silhouette/model';
import { type IntervalSet, intersectIntervals } from '../index/compile/interval-set.ts';

/** How far a whole number is from the nearest that is wanted, and which that is. */
interface Nearest {
  readonly to: bigint;
  readonly by: bigint;
}

/**
 * The number nearest to `value` that is in `set` (`wanted` true) or outside of it, within the domain; of two as near the
 * smaller. Null where there is none.
 */
export function findNearest(value: bigint, set: IntervalSet, wanted: boolean, domain: IntervalSet): Nearest | null {
  const targets = intersectIntervals(wanted ? set : complement(set), domain);
  let best: Nearest | null = null;
  for (const { from, to } of targets) {
    if (from !== null && to !== null && from > to) continue;
    const target = from !== null && value < from ? from : to !== null && value > to ? to : value;
    const by = target - value;
    if (best === null || magnitude(by) < magnitude(best.by) || (magnitude(by) === magnitude(best.by) && by < best.by)) {
      best = { to: target, by };
    }
  }
  return best;
}

/** All whole numbers that are in none of the intervals. */
export function complement(set: IntervalSet): IntervalSet {
  const bounds = set
    .filter(({ from, to }) => from === null || to === null || from <= to)
    .sort((a, b) => (a.from === null ? -1 : b.from === null ? 1 : a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const gaps: { from: bigint | null; to: bigint | null }[] = [];
  // The first number not covered so far; null: none yet.
  let next: bigint | null | 'end' = null;
  for (const { from, to } of bounds) {
    if (next === 'end') break;
    if (from !== null && (next === null || from > next)) gaps.push({ from: next, to: from - 1n });
    if (to === null) next = 'end';
    else if (next === null || to + 1n > next) next = to + 1n;
  }
  if (next !== 'end') gaps.push({ from: next, to: null });
  return gaps;
}

/** Most decimals of the constants of comparisons, at least `least`. */
export function findScale(comparisons: readonly Comparison[], least: number): number {
  const scaleOf = (literal: Literal): number => (literal.type === 'number' ? literal.value.scale : 0);
  return comparisons.reduce((scale, comparison) => {
    if (comparison.op === 'containsAny') return scale;
    const values = comparison.op === 'in' ? comparison.values : [comparison.value];
    return values.reduce((most, value) => Math.max(most, scaleOf(value)), scale);
  }, least);
}

/**
 * Between values on a grid others lie, as averages do: a target that is one step of the grid beyond a bound is "past the
 * bound" itself. The bound, or null where the target is a value to reach.
 */
export function findOpenBound(target: bigint, scale: number, comparisons: readonly Comparison[]): Decimal | null {
  for (const comparison of comparisons) {
    if (comparison.op === 'in' || comparison.op === 'containsAny' || comparison.value.type !== 'number') continue;
    const bound = decimalUnitsAt(comparison.value.value, scale);
    if (target === bound + 1n || target === bound - 1n) return normaliseDecimal(bound, scale);
  }
  return null;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
