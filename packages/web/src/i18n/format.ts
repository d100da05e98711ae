import { amountText, parseDecimal, formatDecimal as writeDecimal } from '@silhouette/model';
import { getDateFormat, getNumberFormat } from './intl-cache.ts';
import type { Language } from './language.ts';

/** What stands where a number has no value. */
export const NO_VALUE = '–';

/** A count with separators: `1,234,567`; null as {@link NO_VALUE}. */
export function formatCount(count: number | null, lang: Language): string {
  if (count === null) return NO_VALUE;
  return getNumberFormat(lang).format(count);
}

/** A share as a percentage with the digits it deserves: `12.3%`, `0.16%`, `<0.01%`; null as {@link NO_VALUE}. */
export function formatShare(share: number | null, lang: Language): string {
  if (share === null) return NO_VALUE;
  if (share > 0 && share < 0.0001) return `<${formatPercent(0.0001, 2, lang)}`;
  // Just below 100 % must not read as everyone.
  if (share < 1 && share > 0.9995) return `>${formatPercent(0.999, 1, lang)}`;
  if (share === 0 || share === 1) return formatPercent(share, 0, lang);
  return formatPercent(share, share < 0.01 ? 2 : 1, lang);
}

function formatPercent(share: number, digits: number, lang: Language): string {
  return getNumberFormat(lang, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    share,
  );
}

/** A ratio: `3.2`, `35`, `0.08`, always with the digits of its size; null as {@link NO_VALUE}. */
export function formatRatio(ratio: number | null, lang: Language): string {
  if (ratio === null) return NO_VALUE;
  // 0.999 rounds to one: it has one's digits.
  const digits = ratio >= 9.95 || ratio === 0 ? 0 : ratio >= 0.995 ? 1 : 2;
  return getNumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(ratio);
}

/** Decimal text with separators, every digit kept and trailing zeros cut: `8911407.904` as `8,911,407.904`. */
export function formatDecimalText(text: string, lang: Language): string {
  const decimal = parseDecimal(text);
  if (decimal === null) return text;
  const [whole = '0', fraction] = writeDecimal(decimal).replace('-', '').split('.');
  const sign = decimal.units < 0n ? '-' : '';
  const grouped = getNumberFormat(lang).format(BigInt(whole));
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A double for reading, with at most two decimals (none from 1,000 on). */
export function formatMean(value: number | null, lang: Language): string {
  if (value === null) return NO_VALUE;
  return getNumberFormat(lang, { maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 2 }).format(value);
}

/** A number that must stay short, as on an axis: `120K`, `12만`. */
export function formatShort(text: string, lang: Language): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  if (Math.abs(value) < 10_000) return formatDecimalText(text, lang);
  return getNumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A unit by itself, for beside a field: `원`, `₩`, `years`; empty where there is none to say. */
export function nameUnit(unit: string | null, lang: Language): string {
  return amountText({ units: 2n, scale: 0 }, unit, lang).replace('2', '').trim();
}

/** A number (decimal text, also with separators) with its unit as sentences write it: `100,000원`, `₩100,000`. */
export function attachUnit(value: string, unit: string | null, lang: Language): string {
  const decimal = parseDecimal(value.replaceAll(',', ''));
  return decimal === null ? value : amountText(decimal, unit, lang);
}

/** A day, `yyyy-mm-dd`, for reading: `Aug 22, 2026`, `2026. 8. 22.`; other text as it is. */
export function formatDayText(day: string, lang: Language): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return day;
  const instant = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return day;
  return getDateFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' }).format(instant);
}

/** An instant (ISO text) in a time zone, for reading. */
export function formatInstant(iso: string, timeZone: string, lang: Language): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return getDateFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(instant);
}

/** The day of an instant (ISO text) in a time zone, for reading. */
export function formatInstantDay(iso: string, timeZone: string, lang: Language): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return getDateFormat(lang, { dateStyle: 'medium', timeZone }).format(instant);
}

/**
 * The last moment that counts at an as-of (an exclusive end): a whole day when it is the end of one, else an instant.
 */
export function readAsOf(iso: string, timeZone: string): { readonly kind: 'day' | 'instant'; readonly text: string } {
  const atMs = Date.parse(iso);
  if (Number.isNaN(atMs)) return { kind: 'instant', text: iso };
  const local = getDateFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const read = (ms: number) => Object.fromEntries(local.formatToParts(new Date(ms)).map((part) => [part.type, part.value]));
  const end = read(atMs);
  const isMidnight = end.hour === '00' && end.minute === '00' && end.second === '00' && atMs % 1000 === 0;
  if (!isMidnight) return { kind: 'instant', text: iso };
  const last = read(atMs - 1);
  return { kind: 'day', text: `${last.year}-${last.month}-${last.day}` };
}
