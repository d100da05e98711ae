import type { TimeZone } from '@silhouette/model';

/** The first day whose first instant is at or after an instant (which may be infinite). */
export function firstDayFrom(atMs: number, zone: TimeZone): number {
  if (!Number.isFinite(atMs)) return atMs;
  let day = zone.dayOf(atMs);
  while (zone.startOfDay(day) < atMs) day += 1;
  while (zone.startOfDay(day - 1) >= atMs) day -= 1;
  return day;
}
