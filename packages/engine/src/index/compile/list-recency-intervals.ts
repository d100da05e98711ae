import type { Interval } from '@silhouette/bitslice';
import { DAY_MS, HOUR_MS, recencyOf, type TimeUnit, type TimeZone } from '@silhouette/model';
import { countUpTo } from './list-deadlines.ts';

/**
 * Instants of a last row, from `fromMs` to before `asOfMs`, for which a test of its recency holds. Recency never grows with
 * the local time within one local day, so that a stretch with the same recency at both ends has it throughout: days are cut
 * where the clock changes and where recency does, by halving.
 */
export function listRecencyIntervals(
  holds: (recency: number) => boolean,
  unit: TimeUnit,
  asOfMs: number,
  fromMs: number,
  zone: TimeZone,
): readonly Interval[] {
  const intervals: { from: bigint; to: bigint }[] = [];
  const add = (from: number, to: number): void => {
    const last = intervals.at(-1);
    if (last !== undefined && last.to + 1n === BigInt(from)) last.to = BigInt(to);
    else intervals.push({ from: BigInt(from), to: BigInt(to) });
  };
  const recencyAt = (atMs: number): number => recencyOf(zone.localOf(atMs), atMs, asOfMs, unit, zone);
  /** Adds what holds of the instants from `first` to `last`, whose recencies are known. */
  const visit = (first: number, last: number, early: number, late: number): void => {
    if (early === late) {
      if (holds(early)) add(first, last);
      return;
    }
    if (first + 1 === last) {
      if (holds(early)) add(first, first);
      if (holds(late)) add(last, last);
      return;
    }
    const middle = Math.floor((first + last) / 2);
    visit(first, middle, early, recencyAt(middle));
    visit(middle + 1, last, recencyAt(middle + 1), late);
  };
  for (const [first, last] of listStretches(fromMs, asOfMs, unit, zone)) {
    visit(first, last, recencyAt(first), recencyAt(last));
  }
  return intervals;
}

/** Instants from `fromMs` to before `asOfMs` as stretches within one local day (or hour) and one offset: first and last instant. */
function* listStretches(fromMs: number, asOfMs: number, unit: TimeUnit, zone: TimeZone): Generator<readonly [number, number]> {
  // Hours are elapsed time: recency falls steadily, a day has 25 values at most, and halving finds them.
  const step = unit === 'hour' ? 100 * HOUR_MS : 0;
  const changes = zone.changes.map(({ atMs }) => atMs);
  let first = fromMs;
  while (first < asOfMs) {
    let end = step > 0 ? first + step : endOfLocalDay(first, zone);
    const change = changes[countUpTo(changes, first)];
    if (change !== undefined) end = Math.min(end, change);
    end = Math.min(end, asOfMs);
    yield [first, end - 1];
    first = end;
  }
}

/** The first instant after `atMs` with another local date, as long as the offset stays. */
function endOfLocalDay(atMs: number, zone: TimeZone): number {
  const localMs = zone.localOf(atMs);
  return atMs + (Math.floor(localMs / DAY_MS) + 1) * DAY_MS - localMs;
}
