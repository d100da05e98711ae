import { addToLocal, dayParts, HOUR_MS, type TimeUnit, type TimeZone } from '@silhouette/model';

/**
 * The largest n for which the local date-time of `atMs` plus n units, turned back into an instant, is not after as-of;
 * for `hour` the elapsed hours. `atMs` is before `asOfMs`, so n is 0 or more.
 */
export function findRecency(atMs: number, asOfMs: number, unit: TimeUnit, zone: TimeZone): number {
  if (unit === 'hour') return Math.floor((asOfMs - atMs) / HOUR_MS);
  const localMs = zone.localOf(atMs);
  // One more than calendar fields suggest is always too many or just right; from there down to the first that fits.
  let n = countUnitsBetween(zone.dayOf(atMs), zone.dayOf(asOfMs), unit) + 1;
  while (n > 0 && zone.instantOf(addToLocal(localMs, n, unit)) > asOfMs) n -= 1;
  return n;
}

function countUnitsBetween(fromDay: number, toDay: number, unit: Exclude<TimeUnit, 'hour'>): number {
  const [from, to] = [dayParts(fromDay), dayParts(toDay)];
  switch (unit) {
    case 'day':
      return toDay - fromDay;
    case 'week':
      return Math.ceil((toDay - fromDay) / 7);
    case 'month':
      return (to.year - from.year) * 12 + to.month - from.month;
    case 'year':
      return to.year - from.year;
  }
}
