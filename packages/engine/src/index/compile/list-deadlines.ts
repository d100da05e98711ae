import type { SequenceGap } from '@silhouette/bitslice';
import { addUnits, DAY_MS, HOUR_MS, type SequencePredicate, type TimeZone } from '@silhouette/model';

/** A gap longer than this reaches past everything. */
const LONGEST_MS = 1000 * 366 * DAY_MS;

/**
 * The latest instant that may follow a row, as pieces of constant distance for rows from `fromMs` to before `toMs`. Within a local
 * day of one offset the target is one day too, so the distance changes only with the clocks there: halving finds where.
 */
export function listDeadlines(
  gap: NonNullable<SequencePredicate['gap']>,
  fromMs: number,
  toMs: number,
  zone: TimeZone,
): SequenceGap {
  if (gap.unit === 'hour') return { startsMs: [Number.NEGATIVE_INFINITY], deltasMs: [Math.min(gap.max * HOUR_MS, LONGEST_MS)] };
  const { max, unit } = gap;
  const startsMs: number[] = [Number.NEGATIVE_INFINITY];
  const deltasMs: number[] = [0];
  const add = (first: number, delta: number): void => {
    if (deltasMs.at(-1) === delta) return;
    startsMs.push(first);
    deltasMs.push(delta);
  };
  const deltaAt = (atMs: number): number => Math.min(addUnits(zone.localOf(atMs), atMs, max, unit, zone) - atMs, LONGEST_MS);
  const visit = (first: number, last: number, early: number, late: number): void => {
    if (early === late) {
      add(first, early);
      return;
    }
    if (first + 1 >= last) {
      add(first, early);
      add(last, late);
      return;
    }
    const middle = Math.floor((first + last) / 2);
    visit(first, middle, early, deltaAt(middle));
    visit(middle + 1, last, deltaAt(middle + 1), late);
  };
  const changes = zone.changes.map(({ atMs }) => atMs);
  let first = fromMs;
  while (first < toMs) {
    const localMs = zone.localOf(first);
    const dayEnd = first + (Math.floor(localMs / DAY_MS) + 1) * DAY_MS - localMs;
    const change = changes[countUpTo(changes, first)];
    const end = change === undefined ? dayEnd : Math.min(dayEnd, change);
    const early = deltaAt(first);
    const target = first + early;
    const isQuiet = countUpTo(changes, target - 2 * DAY_MS) === countUpTo(changes, target + 3 * DAY_MS);
    if (isQuiet) add(first, early);
    else {
      // An hour at a time: two changes of the clock within one would be needed to hide one.
      for (let from = first; from < end; from += HOUR_MS) {
        const last = Math.min(from + HOUR_MS, end) - 1;
        visit(from, last, deltaAt(from), deltaAt(last));
      }
    }
    first = end;
  }
  return { startsMs, deltasMs };
}

/** How many of some ascending instants are not after `atMs`. */
export function countUpTo(instants: readonly number[], atMs: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
