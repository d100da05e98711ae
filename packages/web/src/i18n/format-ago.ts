import { useEffect, useState } from 'react';
import { formatInstant } from './format.ts';
import type { Language } from './language.ts';

const MINUTE_MS = 60_000;
/** Units from long to short, with their lengths. */
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;
/** Older instants are told as dates. */
const MOST_DAYS = 7;

const formats = new Map<Language, Intl.RelativeTimeFormat>();

/** How long ago an instant (ISO text) was: `3 minutes ago`, `now`; a date when it is more than a week ago. */
export function formatAgo(iso: string, nowMs: number, lang: Language, timeZone: string): string {
  const agoMs = nowMs - Date.parse(iso);
  const format = formats.get(lang) ?? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  formats.set(lang, format);
  // A server's clock may be a little ahead of the browser's.
  if (agoMs < MINUTE_MS) return format.format(0, 'second');
  if (Number.isNaN(agoMs) || agoMs > MOST_DAYS * UNITS[0][1]) return formatInstant(iso, timeZone, lang);
  const [unit, lengthMs] = UNITS.find(([, length]) => agoMs >= length) ?? UNITS[2];
  return format.format(-Math.floor(agoMs / lengthMs), unit);
}

/** Now, in milliseconds since 1970, looked at again twice a minute. */
export function useNow(): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
