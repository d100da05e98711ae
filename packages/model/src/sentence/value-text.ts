import { assertNever } from '../assert-never.ts';
import type { Label } from '../catalog/catalog.ts';
import type { Literal } from '../predicate/predicate.ts';
import { DAY_MS, dayOf, formatDay } from '../time/calendar.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { type Decimal, formatDecimal } from '../value/decimal.ts';

/** A language of the interface. */
export type Language = 'ko' | 'en';

/** Of values that have no labels. */
export const NO_LABELS: ReadonlyMap<string, Label> = new Map();

const LONGEST_VALUE = 60;
const TRUTH: Readonly<Record<Language, readonly [string, string]>> = { ko: ['‘예’', '‘아니요’'], en: ['yes', 'no'] };
/** Plain enough to stand in a sentence without quotes. */
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _\-./+%&·]*$/u;

/** A value without its unit: its label where it has one, numbers with thousands separators, days and local times. */
export function literalText(literal: Literal, values: ReadonlyMap<string, Label>, zone: TimeZone, language: Language): string {
  switch (literal.type) {
    case 'text':
      return textValue(literal.value, values, language);
    case 'boolean':
      return values.get(String(literal.value))?.[language] ?? TRUTH[language][literal.value ? 0 : 1];
    case 'number':
      return numberText(literal.value);
    case 'date':
      return formatDay(literal.day);
    case 'instant':
      return localTimeText(literal.atMs, zone) ?? '';
    default:
      return assertNever(literal);
  }
}

/** A text value: its label, itself when it is plain, else in quotes; long ones are cut, white space told as one space. */
export function textValue(value: string, values: ReadonlyMap<string, Label>, language: Language): string {
  const label = values.get(value)?.[language];
  const shown = [...(label ?? value).replace(/[\s\p{Cc}]+/gu, ' ').trim()];
  const text = shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE).join('').trim()}…` : shown.join('');
  return label !== undefined || PLAIN.test(text) ? text : `“${text}”`;
}

/** `1234567.5` as `1,234,567.5`. */
export function numberText(value: Decimal): string {
  const [whole = '', fraction] = formatDecimal(value).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A local time to the minute (`2026-11-21 15:00`), finer where the instant is; null outside the years 1 to 9999. */
export function localTimeText(atMs: number, zone: TimeZone): string | null {
  const localMs = zone.localOf(atMs);
  const day = dayText(Math.floor(localMs / DAY_MS));
  if (day === null) return null;
  const time = new Date(localMs).toISOString().slice(11, 23);
  return `${day} ${time.endsWith(':00.000') ? time.slice(0, 5) : time.replace(/\.000$/, '')}`;
}

const EARLIEST = dayOf(1, 1, 1);
const LATEST = dayOf(9999, 12, 31);

/** `yyyy-mm-dd`, or null for a day that has no such form: windows may reach further than any date. */
export function dayText(day: number): string | null {
  return Number.isFinite(day) && day >= EARLIEST && day <= LATEST ? formatDay(day) : null;
}
