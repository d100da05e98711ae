import { DAY_MS, type EventType } from '@silhouette/model';
import type { RecentTable } from '../index-about.ts';
import { recentTableName } from '../index-names.ts';

/** Days before the snapshot's as-of from which rows lie in a table of their own too, ascending: three months, and a year and some. */
const RECENT_DAYS = [100, 400] as const;

/** Events with fewer rows in the snapshot have no recent tables: their whole table is read in a moment. */
export const RECENT_FROM_ROWS = 100_000;

/**
 * The recent tables of an event, from the latest start to the earliest; empty where it has fewer than `fromRows` rows. A table that would hold
 * every row is left out.
 */
export function listRecentTables(event: EventType, asOfMs: number, fromRows: number): readonly RecentTable[] {
  const { id, rows, firstAtMs } = event;
  if (rows < fromRows || firstAtMs === null) return [];
  return RECENT_DAYS.map((days) => ({ table: recentTableName(id, days), startMs: asOfMs - days * DAY_MS })).filter(
    ({ startMs }) => firstAtMs < startMs,
  );
}
