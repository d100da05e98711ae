import { assertNever } from '../assert-never.ts';
import type { AttributeWindow } from '../predicate/predicate.ts';
import { addToDay, DAY_MS, EARLIEST_DAY, HOUR_MS, startOfPeriod } from './calendar.ts';
import type { TimeZone } from './time-zone.ts';

/** A half-open span of instants, [startMs, endMs); infinite where open. Empty when start is not before end. */
export interface InstantSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * D of the language: the local date of the last instant before as-of, plus one day, as days since 1970-01-01.
 */
export function dayAfterLast(asOfMs: number, zone: TimeZone): number {
  return zone.dayOf(asOfMs - 1) + 1;
}

/** The instants of a window of event rows: as `resolveAttributeWindow`, and cut at as-of. */
export function resolveEventWindow(window: AttributeWindow | null, asOfMs: number, zone: TimeZone): InstantSpan {
  if (window === null) return { startMs: Number.NEGATIVE_INFINITY, endMs: asOfMs };
  const span = resolveAttributeWindow(window, asOfMs, zone);
  return { startMs: span.startMs, endMs: Math.min(span.endMs, asOfMs) };
}

/** The instants of a window; whole local days except for `last`, which ends at as-of, and its hours. */
export function resolveAttributeWindow(window: AttributeWindow, asOfMs: number, zone: TimeZone): InstantSpan {
  const day = dayAfterLast(asOfMs, zone);
  switch (window.kind) {
    case 'last':
      if (window.unit === 'hour') {
        // As with days, a span that reaches before the year 0 begins there: its start stays a whole number of ms.
        const startMs = Math.max(asOfMs - window.n * HOUR_MS, EARLIEST_DAY * DAY_MS);
        return { startMs, endMs: asOfMs };
      }
      return { startMs: zone.startOfDay(addToDay(day, -window.n, window.unit)), endMs: asOfMs };
    case 'range':
      return {
        startMs: window.fromDay === null ? Number.NEGATIVE_INFINITY : zone.startOfDay(window.fromDay),
        endMs: window.toDay === null ? Number.POSITIVE_INFINITY : zone.startOfDay(window.toDay + 1),
      };
    case 'ago':
      return {
        startMs: zone.startOfDay(addToDay(day, -window.from, window.unit)),
        endMs: zone.startOfDay(addToDay(day, -window.to, window.unit)),
      };
    case 'calendar':
      return {
        startMs: zone.startOfDay(startOfPeriod(day - 1, window.period, window.offset)),
        endMs: zone.startOfDay(startOfPeriod(day - 1, window.period, window.offset + 1)),
      };
    case 'next':
      return { startMs: zone.startOfDay(day), endMs: zone.startOfDay(addToDay(day, window.n, window.unit)) };
    default:
      return assertNever(window);
  }
}
