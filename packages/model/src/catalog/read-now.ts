import { Temporal } from 'temporal-polyfill';
import { DAY_MS, FIRST_DAY, LAST_DAY, parseDay } from '../time/calendar.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { NowRule } from './catalog-file.ts';
import type { Place } from './place.ts';

/** `now:`: `latest`, `clock`, a date (its end) or a date-time (local without an offset). `zone` null: it was not readable. */
export function readNow(place: Place, zone: TimeZone | null): NowRule | null {
  const text = place.readText();
  if (text === null) return null;
  if (text === 'latest' || text === 'clock') return { kind: text };
  const localMs = readLocalEnd(text);
  const atMs = localMs === null ? readInstant(text) : (zone?.instantOf(localMs) ?? null);
  if (atMs !== null && atMs >= FIRST_DAY * DAY_MS && atMs <= (LAST_DAY + 1) * DAY_MS) return { kind: 'at', asOfMs: atMs };
  // With a broken time zone a local time cannot be placed; the zone's own issue says so.
  if (localMs !== null && zone === null) return { kind: 'latest' };
  return place.fail(
    'invalid-value',
    `"${text}" is not latest, clock, a date (2026-11-30) or a date-time (2026-11-30T15:00, 1900 to 2299).`,
  );
}

/** Local ms (as if UTC) at the end of a date, or at a date-time without offset; null for other texts. */
function readLocalEnd(text: string): number | null {
  const day = parseDay(text);
  if (day !== null) return (day + 1) * DAY_MS;
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' }).toZonedDateTime('UTC').epochMilliseconds;
  } catch {
    return null;
  }
}

function readInstant(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  try {
    return Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds;
  } catch {
    return null;
  }
}
