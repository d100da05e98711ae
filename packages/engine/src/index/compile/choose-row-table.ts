import type { EventType, InstantSpan } from '@silhouette/model';
import type { RecentTable } from '../index-about.ts';

/** A table of the index, and the earliest instant that its rows may have (ms); null: it has none. */
export interface ChosenTable {
  readonly table: string;
  readonly firstAtMs: number | null;
}

/**
 * The smallest table with every row of an event within a resolved window: a recent one (`recent`, from the latest start to the
 * earliest) that begins no later than the window, else the event's own. A row outside of the window counts for no
 * measure, so that any such table gives the same members.
 */
export function chooseRowTable(event: EventType, { startMs }: InstantSpan, recent: readonly RecentTable[]): ChosenTable {
  const found = recent.find((one) => one.startMs <= startMs);
  return found === undefined
    ? { table: event.id, firstAtMs: event.firstAtMs }
    : { table: found.table, firstAtMs: found.startMs };
}
