import type { Interval } from '@silhouette/bitslice';

/** Sets of whole numbers as closed intervals, any order; null = open. */
export type IntervalSet = readonly Interval[];

/** All numbers. */
export const ALL_NUMBERS: IntervalSet = [{ from: null, to: null }];

/** Numbers in both sets. Not merged; empty intervals are left out. */
export function intersectIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  return a.flatMap((left) =>
    b.flatMap((right): Interval[] => {
      const from = left.from === null || (right.from !== null && right.from > left.from) ? right.from : left.from;
      const to = left.to === null || (right.to !== null && right.to < left.to) ? right.to : left.to;
      return from !== null && to !== null && from > to ? [] : [{ from, to }];
    }),
  );
}

/** Long lists of single numbers: those in both, without comparing each with each. */
export function intersectPoints(a: IntervalSet, points: ReadonlySet<bigint>): IntervalSet {
  if (a === ALL_NUMBERS) return [...points].map((point) => ({ from: point, to: point }));
  const isIn = (point: bigint): boolean =>
    a.some(({ from, to }) => (from === null || point >= from) && (to === null || point <= to));
  // Two long lists: look one up in the other.
  if (a.length > 64 && a.every(({ from, to }) => from !== null && from === to)) {
    return a.filter(({ from }) => from !== null && points.has(from));
  }
  return [...points].filter(isIn).map((point) => ({ from: point, to: point }));
}
