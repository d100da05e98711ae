import { parseAsOf } from '../time/parse-as-of.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { NowRule } from './catalog-file.ts';
import type { Place } from './place.ts';

/** `now:`: `latest`, `clock`, a date (its end) or a date-time (local without an offset). `zone` null: it was not readable. */
export function readNow(place: Place, zone: TimeZone | null): NowRule | null {
  const text = place.readText();
  if (text === null) return null;
  if (text === 'latest' || text === 'clock') return { kind: text };
  // With a broken time zone the file is refused anyway: what is wrong with the text is told all the same.
  const asOf = parseAsOf(text, zone ?? TimeZone.of('UTC'));
  if (asOf.ok) return { kind: 'at', asOfMs: asOf.asOfMs };
  const why = asOf.issues.map((issue) => issue.message).join(' ');
  return place.fail('invalid-value', `${why} Or write latest or clock.`);
}
