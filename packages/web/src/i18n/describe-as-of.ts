import type { Dictionary } from './en.ts';
import { formatDayText, formatInstant, readAsOf } from './format.ts';
import type { Language } from './language.ts';

/** Until when data counts at an as-of (an exclusive end, ISO text): `through Aug 31, 2026`, or `until` an instant within a day. */
export function describeAsOf(
  iso: string,
  timeZone: string,
  { t, lang }: { readonly t: Dictionary; readonly lang: Language },
): string {
  const moment = readAsOf(iso, timeZone);
  return moment.kind === 'day'
    ? t.group.through(formatDayText(moment.text, lang))
    : t.group.until(formatInstant(iso, timeZone, lang));
}
