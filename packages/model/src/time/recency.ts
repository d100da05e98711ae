import { addToLocal, DAY_MS, HOUR_MS, type TimeUnit } from './calendar.ts';
import type { TimeZone } from './time-zone.ts';

/**
 * The instant of a local date-time plus `n` units: days, months and years move the date (clamped to the end of the
 * month) and the result becomes an instant, a time that never was moving forward; hours are elapsed time.
 * @param localMs the local time, ms as if UTC
 * @param atMs the instant of that local time (of two, the one that was meant)
 */
export function addUnits(localMs: number, atMs: number, n: number, unit: TimeUnit, zone: TimeZone): number {
  if (unit === 'hour') return atMs + n * HOUR_MS;
  return zone.instantOf(addToLocal(localMs, n, unit));
}

/**
 * The largest n >= 0 for which a row's local date-time plus n units is not after as-of (`hour`: whole hours elapsed).
 * The row must be before as-of.
 * @param lastLocalMs the row's local time, ms as if UTC
 * @param lastAtMs the row's instant
 */
export function recencyOf(lastLocalMs: number, lastAtMs: number, asOfMs: number, unit: TimeUnit, zone: TimeZone): number {
  if (unit === 'hour') return Math.floor((asOfMs - lastAtMs) / HOUR_MS);
  // Instants never fall as n grows (a change of the clock is at most a day), so the estimate only needs to be moved.
  let n = Math.max(0, Math.floor((zone.localOf(asOfMs) - lastLocalMs) / DAY_MS / MEAN_DAYS[unit]));
  while (n > 0 && addUnits(lastLocalMs, lastAtMs, n, unit, zone) > asOfMs) n -= 1;
  while (addUnits(lastLocalMs, lastAtMs, n + 1, unit, zone) <= asOfMs) n += 1;
  return n;
}

/** Mean days of a unit, to begin the search near its end. */
const MEAN_DAYS = { day: 1, week: 7, month: 30.436875, year: 365.2425 } as const;
