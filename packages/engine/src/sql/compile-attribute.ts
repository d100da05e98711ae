import {
  type Attribute,
  type AttributePredicate,
  type AttributeWindow,
  assertNever,
  FIRST_DAY,
  formatDay,
  LAST_DAY,
  resolveAttributeWindow,
  type TimeZone,
} from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { ALWAYS, nullIsFalse, writeAll } from './boolean-sql.ts';
import { writeColumn } from './column-sql.ts';
import { compileAnniversary } from './compile-anniversary.ts';
import { compileTest } from './compile-test.ts';
import { firstDayFrom } from './first-day-from.ts';
import { instantOfSql, writeInSpan } from './instant-sql.ts';
import { describeSubject, type Subject } from './subject.ts';

/** What an attribute's test needs. */
export interface AttributeContext {
  readonly bindings: Bindings;
  readonly zone: TimeZone;
  readonly asOfMs: number;
}

/** SQL (0 or 1, never null) of a test of one attribute of customer `c`. */
export function compileAttribute(attribute: Attribute, predicate: AttributePredicate, context: AttributeContext): string {
  const { test } = predicate;
  const subject = describeSubject(attribute, writeColumn('c', attribute.id));
  switch (test.kind) {
    case 'compare':
    case 'exists':
      return compileTest(subject, test, context);
    case 'within':
      return compileWithin(subject, test.window, context);
    case 'anniversary':
      return compileAnniversary(subject, test.nextDays, context);
    default:
      return assertNever(test);
  }
}

function compileWithin(subject: Subject, window: AttributeWindow, { bindings, zone, asOfMs }: AttributeContext): string {
  const span = resolveAttributeWindow(window, asOfMs, zone);
  if (subject.kind === 'datetime') return nullIsFalse(writeInSpan(instantOfSql(subject.sql), span, bindings));
  // A date stands for its first instant.
  return compileDaysBetween(subject.sql, firstDayFrom(span.startMs, zone), firstDayFrom(span.endMs, zone), bindings);
}

/** SQL of `fromDay <= date < toDay`. */
function compileDaysBetween(sql: string, fromDay: number, toDay: number, bindings: Bindings): string {
  if (fromDay >= toDay || fromDay > LAST_DAY || toDay <= FIRST_DAY) return '0';
  const bind = (day: number): string => bindings.bind('Date32', formatDay(day));
  return nullIsFalse(
    writeAll([
      `isNotNull(${sql})`,
      fromDay <= FIRST_DAY ? ALWAYS : `${sql} >= ${bind(fromDay)}`,
      toDay > LAST_DAY ? ALWAYS : `${sql} < ${bind(toDay)}`,
    ]),
  );
}
