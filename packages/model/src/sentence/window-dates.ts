import { assertNever } from '../assert-never.ts';
import type { AttributeWindow } from '../predicate/predicate.ts';
import { addToDay, HOUR_MS, startOfPeriod } from '../time/calendar.ts';
import { dayAfterLast } from '../time/resolve-window.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { dayText, localTimeText } from './value-text.ts';

/** First and last local day of a window (both included), or its first local time; null where it is open or out of range. */
export interface WindowDates {
  readonly from: string | null;
  readonly to: string | null;
}

/** The days a window comes to. One that ends at as-of has no last day: `cutAtAsOf` says so of the current period too. */
export function resolveWindowDates(window: AttributeWindow, asOfMs: number, zone: TimeZone, cutAtAsOf: boolean): WindowDates {
  const day = dayAfterLast(asOfMs, zone);
  switch (window.kind) {
    case 'last':
      if (window.unit === 'hour') return { from: localTimeText(asOfMs - window.n * HOUR_MS, zone), to: null };
      return { from: dayText(addToDay(day, -window.n, window.unit)), to: null };
    case 'range':
      return {
        from: window.fromDay === null ? null : dayText(window.fromDay),
        to: window.toDay === null ? null : dayText(window.toDay),
      };
    case 'ago':
      return {
        from: dayText(addToDay(day, -window.from, window.unit)),
        to: dayText(addToDay(day, -window.to, window.unit) - 1),
      };
    case 'calendar': {
      const from = dayText(startOfPeriod(day - 1, window.period, window.offset));
      const isOpen = cutAtAsOf && window.offset === 0;
      return { from, to: isOpen ? null : dayText(startOfPeriod(day - 1, window.period, window.offset + 1) - 1) };
    }
    case 'next':
      return { from: dayText(day), to: dayText(addToDay(day, window.n, window.unit) - 1) };
    default:
      return assertNever(window);
  }
}
