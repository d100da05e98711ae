import { assertNever } from '../assert-never.ts';
import type { AttributeWindow } from '../predicate/predicate.ts';
import type { TimeUnit } from '../time/calendar.ts';
import type { SentenceContext } from './sentence-context.ts';
import { resolveWindowDates, type WindowDates } from './window-dates.ts';

/** `1 day`, `3 months`, `1,000 days` */
export function englishSpan(n: number, unit: TimeUnit): string {
  return `${n.toLocaleString('en-US')} ${unit}${n === 1 ? '' : 's'}`;
}

/** A window with its preposition and dates: `in the last 3 months (since 2026-08-22)`. */
export function englishWindow(window: AttributeWindow, context: SentenceContext, cutAtAsOf: boolean): string {
  const dates = resolveWindowDates(window, context.asOfMs, context.catalog.timeZone, cutAtAsOf);
  switch (window.kind) {
    case 'last':
      return `in the last ${window.n === 1 ? window.unit : englishSpan(window.n, window.unit)}${brackets(dates)}`;
    case 'next':
      return `in the next ${window.n === 1 ? window.unit : englishSpan(window.n, window.unit)}${brackets(dates)}`;
    case 'ago':
      return window.to === 0
        ? `from ${englishSpan(window.from, window.unit)} ago until today${brackets(dates)}`
        : `between ${englishSpan(window.from, window.unit)} and ${englishSpan(window.to, window.unit)} ago${brackets(dates)}`;
    case 'calendar':
      return `${englishPeriod(window.period, window.offset)}${brackets(dates)}`;
    case 'range':
      return englishDays(dates.from, dates.to);
    default:
      return assertNever(window);
  }
}

/** `from 2026-01-01 to 2026-03-31`, `on or after 2026-01-01`, `on or before 2026-03-31`, `on 2026-01-01`. */
export function englishDays(from: string | null, to: string | null): string {
  if (from !== null && to !== null) return from === to ? `on ${from}` : `from ${from} to ${to}`;
  return from !== null ? `on or after ${from}` : `on or before ${to ?? ''}`;
}

function brackets({ from, to }: WindowDates): string {
  if (from === null) return '';
  if (to === null) return ` (since ${from})`;
  return from === to ? ` (${from})` : ` (${from} to ${to})`;
}

function englishPeriod(period: 'week' | 'month' | 'quarter' | 'year', offset: number): string {
  if (offset === 0) return `this ${period}`;
  if (offset === -1) return `last ${period}`;
  if (offset === 1) return `next ${period}`;
  return `in the ${period} ${englishSpan(Math.abs(offset), 'day').replace('day', period)} ${offset < 0 ? 'ago' : 'ahead'}`;
}
