import type { ColumnFacts } from '../format/segment.ts';
import type { Interval } from './expression.ts';

/** A closed interval of codes, both at least 1. */
export interface CodeInterval {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** The codes of a column whose values lie in any of some intervals: cut to what occurs, disjoint, ascending. */
export function toCodeIntervals(intervals: readonly Interval[], facts: ColumnFacts): readonly CodeInterval[] {
  const { base, scale, mostCode } = facts;
  const cut = intervals.flatMap(({ from, to }): CodeInterval[] => {
    const lo = from === null ? 1n : divideUp(from - base, scale) + 1n;
    const hi = to === null ? mostCode : divideDown(to - base, scale) + 1n;
    const low = lo < 1n ? 1n : lo;
    const high = hi > mostCode ? mostCode : hi;
    return low <= high ? [{ lo: low, hi: high }] : [];
  });
  cut.sort((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0));
  const merged: { lo: bigint; hi: bigint }[] = [];
  for (const { lo, hi } of cut) {
    const last = merged.at(-1);
    if (last !== undefined && lo <= last.hi + 1n) {
      if (hi > last.hi) last.hi = hi;
    } else merged.push({ lo, hi });
  }
  return merged;
}

/** The code of a value; 0, which no value has, where the column cannot have it. */
export function toCode(value: bigint, { base, scale, mostCode }: ColumnFacts): bigint {
  const distance = value - base;
  if (distance < 0n || distance % scale !== 0n) return 0n;
  const code = distance / scale + 1n;
  return code > mostCode ? 0n : code;
}

/** Quotient rounded towards minus infinity; `by` positive. */
function divideDown(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

/** Quotient rounded towards plus infinity; `by` positive. */
export function divideUp(value: bigint, by: bigint): bigint {
  return -divideDown(-value, by);
}
