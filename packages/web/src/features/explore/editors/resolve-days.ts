import { addToDay, formatDay, parseDay, startOfPeriod } from '@silhouette/model';
import { getDateFormat } from '../../../i18n/intl-cache.ts';
import type { TimeWindow } from '../definition/tree.ts';

/** Local days [from, to), `yyyy-mm-dd`; null = open. */
export interface DaySpan {
  readonly from: string | null;
  readonly to: string | null;
}

/** The day of `yyyy-mm-dd` or, in a time zone, of an instant; null for other text. */
export function findDay(text: string, timeZone: string): number | null {
  const day = parseDay(text);
  if (day !== null) return day;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : dayOfInstant(atMs, timeZone);
}

/**
 * The day after the last day that counts at an as-of (D of the language): an instant is an exclusive end, a date that of its
 * day. Null for other text.
 */
export function findDayAfter(asOf: string, timeZone: string): number | null {
  const day = parseDay(asOf);
  if (day !== null) return day + 1;
  const atMs = Date.parse(asOf);
  return Number.isNaN(atMs) ? null : dayOfInstant(atMs - 1, timeZone) + 1;
}

/** The days of a window whose last day that counts is the one before `after`; of hours back, the days that they touch. */
export function resolveDays(window: TimeWindow | null, after: number): DaySpan {
  if (window === null) return { from: null, to: null };
  const span = (from: number, to: number) => ({ from: formatDay(from), to: formatDay(to) });
  switch (window.kind) {
    case 'last':
      if (window.unit === 'hour') return span(after - Math.ceil(window.n / 24), after);
      return span(addToDay(after, -window.n, window.unit), after);
    case 'next':
      return span(after, addToDay(after, window.n, window.unit));
    case 'ago':
      return span(addToDay(after, -window.from, window.unit), addToDay(after, -window.to, window.unit));
    case 'calendar':
      return span(
        startOfPeriod(after - 1, window.period, window.offset),
        startOfPeriod(after - 1, window.period, window.offset + 1),
      );
    case 'range': {
      const last = window.to === null ? null : parseDay(window.to);
      return { from: window.from, to: last === null ? null : formatDay(last + 1) };
    }
  }
}

function dayOfInstant(atMs: number, timeZone: string): number {
  const format = getDateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = Object.fromEntries(format.formatToParts(new Date(atMs)).map((part) => [part.type, part.value]));
  return parseDay(`${parts.year}-${parts.month}-${parts.day}`) ?? Math.floor(atMs / 86_400_000);
}
