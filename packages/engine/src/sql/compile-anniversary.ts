import { dayAfterLast, dayOf, dayParts, FIRST_DAY } from '@silhouette/model';
import { nullIsFalse, writeAll } from './boolean-sql.ts';
import type { AttributeContext } from './compile-attribute.ts';
import { firstDayFrom } from './first-day-from.ts';
import { instantOfSql, writeInSpan, writeInSpans } from './instant-sql.ts';
import { listInstantsOfDays } from './local-day-sql.ts';
import type { Subject } from './subject.ts';

/** Days [fromDay, toDay). */
export interface DaySpan {
  readonly fromDay: number;
  readonly toDay: number;
}

/**
 * SQL (0 or 1, never null) of whether the yearly day of a date falls into the next days, today included. The dates
 * that have their day then are one or two runs of each earlier year: they are listed, and the column is looked up.
 */
export function compileAnniversary(subject: Subject, nextDays: number, context: AttributeContext): string {
  const { bindings, zone, asOfMs } = context;
  const today = dayAfterLast(asOfMs, zone) - 1;
  const spans = listDaysWithAnniversary(today, today + nextDays);
  if (subject.kind === 'datetime') {
    const instants = spans.flatMap(({ fromDay, toDay }) => listInstantsOfDays(fromDay, toDay, zone));
    const x = instantOfSql(subject.sql);
    const past = writeInSpan(x, { startMs: Number.NEGATIVE_INFINITY, endMs: asOfMs }, bindings);
    return nullIsFalse(writeAll([past, writeInSpans(x, instants, bindings)]));
  }
  // A date stands for its first instant, which must be before as-of.
  const lastDay = firstDayFrom(asOfMs, zone);
  const clipped = spans.map(({ fromDay, toDay }) => ({ startMs: fromDay, endMs: Math.min(toDay, lastDay) }));
  return nullIsFalse(writeInSpans(`toInt64(toInt32(${subject.sql}))`, clipped, bindings));
}

/**
 * Days whose yearly return, from one year after on, falls in [fromDay, toDay). 29 February returns on the 28th in other
 * years: `dayOf` of a year without it is 1 March, the first day that returns on or after it.
 */
export function listDaysWithAnniversary(fromDay: number, toDay: number): DaySpan[] {
  const spans: DaySpan[] = [];
  const [firstYear, lastYear] = [dayParts(fromDay).year, dayParts(toDay - 1).year];
  for (let year = firstYear; year <= lastYear; year += 1) {
    const from = dayParts(Math.max(fromDay, dayOf(year, 1, 1)));
    const to = toDay >= dayOf(year + 1, 1, 1) ? null : dayParts(toDay);
    for (let earlier = dayParts(FIRST_DAY).year; earlier < year; earlier += 1) {
      spans.push({
        fromDay: dayOf(earlier, from.month, from.dayOfMonth),
        toDay: to === null ? dayOf(earlier + 1, 1, 1) : dayOf(earlier, to.month, to.dayOfMonth),
      });
    }
  }
  return spans;
}
