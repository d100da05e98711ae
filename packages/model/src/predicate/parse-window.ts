import { isPlainObject, type PlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import { quoteShort } from '../text/quote.ts';
import { joinKey } from '../text/value-path.ts';
import type { CalendarUnit } from '../time/calendar.ts';
import type { ParseContext } from './parse-context.ts';
import { parseDayConstant, parseInteger, parseWord } from './parse-scalar.ts';
import type { AttributeWindow, EventWindow } from './predicate.ts';
import { readLine } from './read-line.ts';

const DAY_OR_LONGER = ['day', 'week', 'month', 'year'] as const;
const HOUR_OR_LONGER = ['hour', ...DAY_OR_LONGER] as const;
const PERIODS = ['week', 'month', 'quarter', 'year'] as const;
const POSITIVE = { min: 1, max: null } as const;

/** A window over rows of events: it ends at as-of at the latest, so one that lies ahead is an issue. */
export function parseEventWindow(ctx: ParseContext, plain: PlainValue | undefined, path: string): EventWindow | null {
  if (isPlainObject(plain) && Object.hasOwn(plain, 'next')) {
    const message = 'Rows of events lie in the past, "next" in the future: use "last", "ago", "calendar" or "from" and "to".';
    return ctx.report(joinKey(path, 'next'), 'impossible-window', message);
  }
  const window = parseWindow(ctx, plain, 'eventWindow', path);
  // "next" has no line among event windows.
  if (window === null || window.kind === 'next') return null;
  if (window.kind !== 'calendar' || window.offset <= 0) return window;
  const message = `Rows of events lie in the past, and offset ${window.offset} is a ${window.period} ahead: use 0 for this ${window.period}, -1 for the one before.`;
  return ctx.report(joinKey(path, 'offset'), 'impossible-window', message);
}

/** A window over a date or date-time attribute; it may lie ahead. */
export function parseAttributeWindow(ctx: ParseContext, plain: PlainValue | undefined, path: string): AttributeWindow | null {
  return parseWindow(ctx, plain, 'attributeWindow', path);
}

function parseWindow(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  group: 'eventWindow' | 'attributeWindow',
  path: string,
): AttributeWindow | null {
  const read = readLine(ctx, plain, group, path);
  if (read === null) return null;
  const { object, line } = read;
  switch (line.name) {
    case 'last': {
      const n = readCount(ctx, object, 'last', path);
      const unit = readUnit(ctx, object, HOUR_OR_LONGER, path);
      return n === null || unit === null ? null : { kind: 'last', n, unit };
    }
    case 'next': {
      const n = readCount(ctx, object, 'next', path);
      const unit = readUnit(ctx, object, DAY_OR_LONGER, path);
      return n === null || unit === null ? null : { kind: 'next', n, unit };
    }
    case 'range':
      return parseRange(ctx, object, path);
    case 'ago':
      return parseAgo(ctx, plainValueAt(object, 'ago'), joinKey(path, 'ago'));
    case 'calendar': {
      const period = parseWord(ctx, plainValueAt(object, 'calendar'), PERIODS, '"calendar"', joinKey(path, 'calendar'));
      const offset = Object.hasOwn(object, 'offset')
        ? parseInteger(ctx, plainValueAt(object, 'offset'), { min: null, max: null }, '"offset"', joinKey(path, 'offset'))
        : null;
      return period === null || offset === null ? null : { kind: 'calendar', period, offset };
    }
    default:
      throw new Error(`The grammar has a window "${line.name}" that is not read.`);
  }
}

function parseRange(ctx: ParseContext, object: PlainObject, path: string): AttributeWindow | null {
  const hasFrom = Object.hasOwn(object, 'from');
  const hasTo = Object.hasOwn(object, 'to');
  const fromDay = hasFrom ? parseDayConstant(ctx, plainValueAt(object, 'from'), '"from"', joinKey(path, 'from')) : null;
  const toDay = hasTo ? parseDayConstant(ctx, plainValueAt(object, 'to'), '"to"', joinKey(path, 'to')) : null;
  if ((hasFrom && fromDay === null) || (hasTo && toDay === null)) return null;
  if (fromDay !== null && toDay !== null && fromDay > toDay) {
    const [from, to] = [plainValueAt(object, 'from'), plainValueAt(object, 'to')].map((part) => quoteShort(String(part)));
    return ctx.report(path, 'impossible-window', `The window begins after it ends: exchange "from" ${from} and "to" ${to}.`);
  }
  return { kind: 'range', fromDay, toDay };
}

function parseAgo(ctx: ParseContext, plain: PlainValue | undefined, path: string): AttributeWindow | null {
  const read = readLine(ctx, plain, 'ago', path);
  if (read === null) return null;
  const { object } = read;
  const from = readCount(ctx, object, 'from', path);
  const to = Object.hasOwn(object, 'to')
    ? parseInteger(ctx, plainValueAt(object, 'to'), { min: 0, max: null }, '"to"', joinKey(path, 'to'))
    : null;
  const unit = readUnit(ctx, object, DAY_OR_LONGER, path);
  if (from !== null && to !== null && from <= to) {
    const message = `The window has nothing in it: it goes from ${from} back to ${to} back, so "from" must be larger than "to".`;
    return ctx.report(path, 'impossible-window', message);
  }
  return from === null || to === null || unit === null ? null : { kind: 'ago', from, to, unit };
}

function readCount(ctx: ParseContext, object: PlainObject, key: string, path: string): number | null {
  // A missing key is an issue of its own already.
  if (!Object.hasOwn(object, key)) return null;
  return parseInteger(ctx, plainValueAt(object, key), POSITIVE, quoteShort(key), joinKey(path, key));
}

function readUnit<Unit extends CalendarUnit | 'hour'>(
  ctx: ParseContext,
  object: PlainObject,
  units: readonly Unit[],
  path: string,
): Unit | null {
  if (!Object.hasOwn(object, 'unit')) return null;
  return parseWord(ctx, plainValueAt(object, 'unit'), units, '"unit"', joinKey(path, 'unit'));
}
