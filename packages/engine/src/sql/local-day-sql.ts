import { DAY_MS, type InstantSpan, type TimeZone } from '@silhouette/model';

/** The instants whose local date is in the days [fromDay, toDay), as spans. */
export function listInstantsOfDays(fromDay: number, toDay: number, zone: TimeZone): InstantSpan[] {
  const startMs = zone.startOfDay(fromDay);
  const endMs = zone.startOfDay(toDay);
  const before = findRepeatedEvening(fromDay, zone);
  const after = findRepeatedEvening(toDay, zone);
  const own =
    before === null
      ? [{ startMs, endMs }]
      : [
          { startMs, endMs: before.startMs },
          { startMs: before.endMs, endMs },
        ];
  return after === null ? own : [...own, after];
}

/**
 * Where clocks go back over midnight just after it (00:01 to 23:01, as in St. John's): the time after the day's first
 * instant that has the date before it again; null on all other days.
 */
export function findRepeatedEvening(day: number, zone: TimeZone): InstantSpan | null {
  const startMs = zone.startOfDay(day);
  const change = zone.changes.find(({ atMs }) => atMs > startMs && atMs < startMs + DAY_MS);
  if (change === undefined) return null;
  const repeatedMs = day * DAY_MS - zone.localOf(change.atMs);
  return repeatedMs > 0 ? { startMs: change.atMs, endMs: change.atMs + repeatedMs } : null;
}
