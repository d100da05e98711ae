import type { EventType, FieldFilter } from '@silhouette/model';
import { type EventPredicate, type EventWindow, resolveEventWindow, type TimeZone } from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { ALWAYS, NEVER, writeAll, writeNot } from './boolean-sql.ts';
import { compileWhere, type UseField } from './compile-filter.ts';
import { compileMeasure, type ScanMeasure } from './compile-measure.ts';
import type { EventScan } from './event-scan.ts';
import { writeInSpan } from './instant-sql.ts';

/** What conditions on events need. */
export interface EventContext {
  readonly bindings: Bindings;
  readonly zone: TimeZone;
  readonly asOfMs: number;
}

/** SQL (0 or 1, never null) of an event condition for customer `c`; its measure joins the event's scan. */
export function compileEvent(scan: EventScan, predicate: EventPredicate, measured: ScanMeasure, context: EventContext): string {
  const { condition, startMs } = compileRows(scan.event, predicate, scan.useField, context);
  const measure = compileMeasure(scan, measured, context);
  if (condition === NEVER) return measure.whenNone ? ALWAYS : NEVER;
  const result = measure.write(scan.addFlag(condition, startMs));
  // Customers without rows are not in the scan: what they get is turned into 0 there and back here.
  return measure.whenNone ? writeNot(scan.addResult(writeNot(result))) : scan.addResult(result);
}

/** Which rows `r` of an event match, and an instant before which none does. */
export function compileRows(
  event: EventType,
  rows: { readonly where: readonly FieldFilter[]; readonly within: EventWindow | null },
  use: UseField,
  context: EventContext,
): { readonly condition: string; readonly startMs: number } {
  const { bindings, zone, asOfMs } = context;
  const span = resolveEventWindow(rows.within, asOfMs, zone);
  // Every scan ends at as-of; only an earlier end is a condition of its own.
  const endMs = span.endMs >= asOfMs ? Number.POSITIVE_INFINITY : span.endMs;
  const isEmpty = !(span.startMs < span.endMs);
  const inSpan = isEmpty ? NEVER : writeInSpan('r._at_ms', { startMs: span.startMs, endMs }, bindings);
  return { condition: writeAll([inSpan, compileWhere(event, rows.where, use, context)]), startMs: span.startMs };
}
