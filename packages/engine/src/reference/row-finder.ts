import { type EventId, type EventWindow, type FieldFilter, resolveEventWindow } from '@silhouette/model';
import { compileWhere } from './compile-filter.ts';
import type { EventRows, ReferenceData } from './reference-data.ts';

/** Rows of one event that pass a filter within a window. */
export interface RowFinder {
  readonly rows: EventRows;
  /** The matching rows of one customer, in the order of (instant, `_row`). */
  readonly find: (customer: number) => readonly number[];
}

/** Finds, customer by customer, the rows before as-of that lie in the window and pass the filter. */
export async function makeRowFinder(
  data: ReferenceData,
  step: { readonly event: EventId; readonly where: readonly FieldFilter[]; readonly within: EventWindow | null },
  asOfMs: number,
): Promise<RowFinder> {
  const rows = await data.events(step.event);
  const passes = await compileWhere(data, step.event, step.where);
  const { startMs, endMs } = resolveEventWindow(step.within, asOfMs, data.catalog.timeZone);
  const find = (customer: number): readonly number[] => {
    const found: number[] = [];
    const end = rows.starts[customer + 1] ?? 0;
    for (let row = rows.starts[customer] ?? 0; row < end; row += 1) {
      const atMs = rows.atMs[row] ?? Number.NaN;
      if (atMs >= startMs && atMs < endMs && passes(row)) found.push(row);
    }
    return found;
  };
  return { rows, find };
}
