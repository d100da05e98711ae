import { quoteShort } from '../text/quote.ts';
import { DAY_MS, FIRST_DAY, formatDay, LAST_DAY, parseDay } from './calendar.ts';
import type { TimeZone } from './time-zone.ts';

/** What a date or date-time says, before it is held against a zone. */
export type TimeText =
  | { readonly kind: 'day'; readonly day: number }
  /** Without a zone: local time, ms as if UTC. */
  | { readonly kind: 'local'; readonly localMs: number }
  /** With `Z` or an offset: exact. `localMs` is the time as written. */
  | { readonly kind: 'instant'; readonly atMs: number; readonly localMs: number }
  /** Not a time: `why` completes "… is not one:". */
  | { readonly kind: 'none'; readonly why: string };

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Reads `yyyy-mm-dd`, or with `Thh:mm[:ss[.fff]]` (a space for the T is fine) and `Z` or an offset. Any year. */
export function readTimeText(text: string): TimeText {
  const match = TIME.exec(text);
  if (match === null) {
    return {
      kind: 'none',
      why: 'write yyyy-mm-dd, or yyyy-mm-ddThh:mm:ss with Z or an offset such as +09:00 if it is not local',
    };
  }
  const [, dayText = '', hours, minutes = '', seconds = '0', fraction = '', zone] = match;
  const day = parseDay(dayText);
  if (day === null) return { kind: 'none', why: `there is no day ${dayText}` };
  if (hours === undefined) return { kind: 'day', day };
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return { kind: 'none', why: 'hours go to 23, minutes and seconds to 59' };
  }
  if (/[1-9]/.test(fraction.slice(3)))
    return { kind: 'none', why: 'times have whole milliseconds, three digits after the point' };
  const timeMs =
    (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const localMs = day * DAY_MS + timeMs;
  if (zone === undefined) return { kind: 'local', localMs };
  const offsetMs = readOffset(zone);
  if (offsetMs === null) return { kind: 'none', why: `${zone} is no offset from UTC: it goes from -23:59 to +23:59` };
  return { kind: 'instant', atMs: localMs - offsetMs, localMs };
}

/** Offset in ms of `Z`, `+09`, `+0900` or `+09:00`. */
function readOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2).padEnd(2, '0'))];
  if (hours > 23 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A date or date-time of the range 1900-2299 in a zone: a local day or an instant; or why it is neither. */
export type ResolvedTime =
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'none'; readonly why: string };

/** Reads a time in a zone: without zone it is local (one that never was moves forward, one that was twice is the first). */
export function resolveTimeText(text: string, zone: TimeZone): ResolvedTime {
  const time = readTimeText(text);
  if (time.kind === 'none') return time;
  const outside = { kind: 'none', why: `it is outside ${describeDayRange()}` } as const;
  if (time.kind === 'day') return isDayKnown(time.day) ? time : outside;
  if (time.kind === 'local' && !isDayKnown(Math.floor(time.localMs / DAY_MS))) return outside;
  const atMs = time.kind === 'local' ? zone.instantOf(time.localMs) : time.atMs;
  return isDayKnown(zone.dayOf(atMs)) ? { kind: 'instant', atMs } : outside;
}

/** Whether a day (since 1970-01-01) lies within 1900-01-01 to 2299-12-31. */
export function isDayKnown(day: number): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY;
}

/** `1900-01-01 to 2299-12-31`, for messages. */
export function describeDayRange(): string {
  return `${formatDay(FIRST_DAY)} to ${formatDay(LAST_DAY)}`;
}

/** The text as a message quotes it, with why it is no time. */
export function describeNoTime(text: string, why: string): string {
  return `${quoteShort(text)} is not a date or date-time that is known here: ${why}.`;
}
