import { assertNever } from '../assert-never.ts';
import type { PlainValue } from '../text/plain-value.ts';
import { formatDay } from '../time/calendar.ts';
import { formatDecimal } from '../value/decimal.ts';
import type { AttributeTest, AttributeWindow, Comparison, Literal, Measure } from './predicate.ts';

/** Keys and values of an object that is being put together. */
export type Parts = Record<string, PlainValue>;

/** A constant as canonical text: shortest decimals, `yyyy-mm-dd`, instants as ISO text in UTC. */
function writeLiteral(literal: Literal): string | boolean {
  switch (literal.type) {
    case 'text':
    case 'boolean':
      return literal.value;
    case 'number':
      return formatDecimal(literal.value);
    case 'date':
      return formatDay(literal.day);
    case 'instant':
      return new Date(literal.atMs).toISOString();
    default:
      return assertNever(literal);
  }
}

/** The test of an attribute or of a field's value. */
export function writeTest(test: AttributeTest): Parts {
  switch (test.kind) {
    case 'compare':
      return writeComparisons(test.comparisons);
    case 'exists':
      return { exists: test.exists };
    case 'within':
      return { within: writeWindow(test.window) };
    case 'anniversary':
      return { anniversary: { next: String(test.nextDays), unit: 'day' } };
    default:
      return assertNever(test);
  }
}

/** A measure with its default written out, as keys of its event condition. */
export function writeMeasure(measure: Measure): Parts {
  switch (measure.kind) {
    case 'count':
      return { count: writeComparisons(measure.comparisons), per: measure.per };
    case 'days':
      return { days: writeComparisons(measure.comparisons) };
    case 'recency':
      return { recency: { unit: measure.unit, ...writeComparisons(measure.comparisons) } };
    case 'avg':
      return { avg: { field: measure.field, ...writeComparisons(measure.comparisons) }, per: measure.per };
    case 'sum':
    case 'min':
    case 'max':
    case 'distinct':
      return { [measure.kind]: { field: measure.field, ...writeComparisons(measure.comparisons) } };
    case 'first':
    case 'last':
    case 'top':
      return { [measure.kind]: { field: measure.field, ...writeTest(measure.test) } };
    default:
      return assertNever(measure);
  }
}

/** A window, its numbers as decimal strings. */
export function writeWindow(window: AttributeWindow): Parts {
  switch (window.kind) {
    case 'last':
      return { last: String(window.n), unit: window.unit };
    case 'next':
      return { next: String(window.n), unit: window.unit };
    case 'range': {
      const parts: Parts = {};
      if (window.fromDay !== null) parts.from = formatDay(window.fromDay);
      if (window.toDay !== null) parts.to = formatDay(window.toDay);
      return parts;
    }
    case 'ago':
      return { ago: { from: String(window.from), to: String(window.to), unit: window.unit } };
    case 'calendar':
      return { calendar: window.period, offset: String(window.offset) };
    default:
      return assertNever(window);
  }
}

/** Lists are in the order of UTF-16 code units, as RFC 8785 sorts keys. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** CMP: `eq` as `in` of one, `contains` as `containsAny` of one, lists sorted and unique. */
function writeComparisons(comparisons: readonly Comparison[]): Parts {
  const parts: Parts = {};
  const equal: (readonly Literal[])[] = [];
  const tags: (readonly string[])[] = [];
  for (const comparison of comparisons) {
    switch (comparison.op) {
      case 'in':
        equal.push(comparison.values);
        break;
      case 'containsAny':
        tags.push(sortUnique(comparison.values));
        break;
      default:
        if (Object.hasOwn(parts, comparison.op)) throw new TypeError(`A test has "${comparison.op}" twice.`);
        parts[comparison.op] = writeLiteral(comparison.value);
    }
  }
  return { ...parts, ...writeEqual(equal), ...writeTags(tags) };
}

/**
 * Several lists that all hold are the values they share. A day among instants shares more than its own spelling: such
 * lists stand side by side, the single value as `eq`.
 */
function writeEqual(lists: readonly (readonly Literal[])[]): Parts {
  const [first, ...others] = lists;
  if (first === undefined) return {};
  const kinds = new Set(lists.flat().map((literal) => literal.type));
  const written = lists.map((list) => sortUnique(list.map(writeLiteral)));
  if (others.length === 0 || kinds.size <= 1) {
    return { in: written.reduce((shared, list) => shared.filter((value) => list.includes(value))) };
  }
  const [one, more, third] = [...written].sort((a, b) => a.length - b.length || compareText(String(a[0]), String(b[0])));
  if (one?.[0] === undefined || more === undefined || one.length > 1 || third !== undefined) {
    // An empty list matches nobody, whatever stands beside it.
    if (one?.length === 0) return { in: [] };
    throw new TypeError('A test has several lists of dates and date-times.');
  }
  return more.includes(one[0]) ? { in: one } : { eq: one[0], in: more };
}

/** One of each list must be there: a list that another one holds wholly says nothing new and is left out with it. */
function writeTags(lists: readonly (readonly string[])[]): Parts {
  const needed = lists.filter((list, index) => {
    return !lists.some((other, at) => {
      if (at === index || other.length > list.length || (other.length === list.length && at > index)) return false;
      return other.every((tag) => list.includes(tag));
    });
  });
  const [one, more, third] = [...needed].sort((a, b) => a.length - b.length || compareText(String(a[0]), String(b[0])));
  if (one === undefined) return {};
  if (more === undefined) return { containsAny: one };
  if (one[0] === undefined || one.length > 1 || third !== undefined) throw new TypeError('A test has several lists of tags.');
  return { contains: one[0], containsAny: more };
}

function sortUnique<Value extends string | boolean>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort((a, b) => compareText(String(a), String(b)));
}
