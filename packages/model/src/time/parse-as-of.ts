import type { Issue } from '../error.ts';
import { describeNoTime, resolveTimeText } from './time-text.ts';
import type { TimeZone } from './time-zone.ts';

/** An as-of, or what is wrong with it. */
export type ParsedAsOf =
  | { readonly ok: true; readonly asOfMs: number }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads an as-of, the exclusive end of what is known, as an instant: a bare date is the end of that local day, a
 * date-time without zone is local, with `Z` or an offset it is exact. Days from 1900-01-01 to 2299-12-31.
 * Issues: `invalid-as-of`, with the path `asOf`.
 */
export function parseAsOf(text: string, zone: TimeZone): ParsedAsOf {
  const time = resolveTimeText(text, zone);
  switch (time.kind) {
    case 'day':
      return { ok: true, asOfMs: zone.startOfDay(time.day + 1) };
    case 'instant':
      return { ok: true, asOfMs: time.atMs };
    case 'none':
      return { ok: false, issues: [{ path: 'asOf', code: 'invalid-as-of', message: describeNoTime(text, time.why) }] };
  }
}
