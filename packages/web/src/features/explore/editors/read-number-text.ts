import {
  compareDecimals,
  type Decimal,
  decimalUnitsAt,
  formatDecimal,
  normaliseDecimal,
  parseDecimal,
} from '@silhouette/model';
import type { Language } from '../../../i18n/language.ts';

/** A number as people write it, as decimal text; or why it is none: its commas are not between thousands, or no number at all. */
export type NumberReading =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: 'commas' | 'other' };

/** Several numbers; or the part that is refused, for `list` with both readings of a comma (`one` null: only several make sense). */
export type NumbersReading =
  | { readonly kind: 'numbers'; readonly texts: readonly string[] }
  | { readonly kind: 'refused'; readonly why: 'commas' | 'other' }
  | { readonly kind: 'refused'; readonly why: 'list'; readonly one: string | null; readonly several: string };

const PLAIN = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
/** Commas between thousands; a first group of zeros would be no number that anybody writes. */
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const ENGLISH_UNITS: Readonly<Record<string, number>> = { k: 3, m: 6, bn: 9 };
const KOREAN_UNITS: Readonly<Record<string, number>> = { 십: 1, 백: 2, 천: 3, 만: 4, 억: 8, 조: 12 };

/**
 * Reads a number as it is typed or pasted, where it can mean one thing only: `100000`, `100,000.5`, full-width digits, the
 * value's own unit (`100,000원`, `₩100,000`); in Korean 천, 만, 억 and so on (`10만`, `1억 2,000만`), in English k, m and bn.
 */
export function readNumberText(typed: string, lang: Language, unit: string | null = null): NumberReading {
  const text = dropUnit(normalise(typed), unit);
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const magnitude = readMagnitude(text.slice(sign.length).trim(), lang, unit);
  if (magnitude === null)
    return { kind: 'refused', why: /^[\d.]*,[\d.,]*$/.test(text.slice(sign.length)) ? 'commas' : 'other' };
  const { units, scale } = magnitude;
  return { kind: 'number', text: formatDecimal({ units: sign === '-' ? -units : units, scale }) };
}

/**
 * Reads several numbers, between semicolons, new lines, or commas with a space behind. A comma without one may stand between
 * thousands or between values: it is read only where it cannot be the latter (`100,000`), never split in silence.
 */
export function readNumberList(typed: string, lang: Language, unit: string | null = null): NumbersReading {
  const texts: string[] = [];
  for (const part of splitList(typed)) {
    const bare = dropUnit(part, unit).replace(/^[+-]/, '');
    if (bare.includes(',') && !/[^\d,.]/.test(bare) && !isSurelyGrouped(bare)) {
      const several = part.split(',').join(', ');
      return { kind: 'refused', why: 'list', one: GROUPED.test(bare) ? part.replaceAll(',', '') : null, several };
    }
    const reading = readNumberText(part, lang, unit);
    if (reading.kind === 'refused') return reading;
    texts.push(reading.text);
  }
  return { kind: 'numbers', texts: [...new Set(texts)] };
}

/** Whether a text is on its way to a number that only looks wrong so far: `100,0` or `1만 5`. */
export function isNumberBegun(typed: string, lang: Language): boolean {
  const text = normalise(typed);
  if (/^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})*,\d{0,2}|\d[\d,]*\.|)$/.test(text)) return true;
  return lang === 'ko' && /^[+-]?\d[\d,.십백천만억조 ]*[십백천만억조] ?[\d,]*$/.test(text);
}

/** Parts of a list as typed, without white space around them and without empty ones. */
export function splitList(typed: string): readonly string[] {
  return typed
    .normalize('NFKC')
    .split(/[;\n、]|,\s|,$/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Full-width digits and signs as plain ones, any minus as a hyphen. */
function normalise(typed: string): string {
  return typed.normalize('NFKC').replace(/[−–]/g, '-').trim();
}

function dropUnit(text: string, unit: string | null): string {
  // A unit that is also short for a thousand or a million says nothing.
  if (unit === null || unit === '' || unit.toLowerCase() in ENGLISH_UNITS || unit in KOREAN_UNITS) return text;
  if (text.endsWith(unit)) return text.slice(0, -unit.length).trim();
  const signs = unit === '원' ? [unit, '₩'] : [unit];
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  const before = signs.find((one) => rest.startsWith(one));
  return before === undefined ? text : `${sign}${rest.slice(before.length).trim()}`;
}

function readMagnitude(text: string, lang: Language, unit: string | null): Decimal | null {
  const plain = readDigits(text);
  if (plain !== null) return plain;
  return lang === 'ko' ? readKorean(text) : readEnglish(text, unit);
}

function readDigits(text: string): Decimal | null {
  return PLAIN.test(text) || GROUPED.test(text) ? parseDecimal(text.replaceAll(',', '')) : null;
}

function readEnglish(text: string, unit: string | null): Decimal | null {
  const match = /^([\d.,]+) ?(k|m|bn)$/i.exec(text);
  const short = match?.[2]?.toLowerCase() ?? '';
  const digits = readDigits(match?.[1] ?? '');
  const power = ENGLISH_UNITS[short];
  if (digits === null || power === undefined || unit?.toLowerCase() === short) return null;
  return shift(digits, power);
}

/**
 * Numbers with 십 to 조, from large to small. What stands behind the last of them must fill its places: `1만 5000` is read,
 * `3만 5` (35,000 or 30,005?) is not.
 */
function readKorean(text: string): Decimal | null {
  const tokens = text.replaceAll(' ', '').match(/[\d.,]+|[^\d.,]/g) ?? [];
  let [total, section]: readonly [Decimal, Decimal] = [ZERO, ZERO];
  let pending: Decimal | null = null;
  // Places that the last unit left open, and those that the last of 만, 억, 조 did.
  let open = Number.POSITIVE_INFINITY;
  let openBig = Number.POSITIVE_INFINITY;
  let digitsSeen = 0;
  let hasFraction = false;
  for (const token of tokens) {
    const power = KOREAN_UNITS[token];
    if (power === undefined) {
      const digits = readDigits(token);
      if (digits === null || pending !== null) return null;
      pending = digits;
      digitsSeen += 1;
      hasFraction ||= digits.scale > 0;
      continue;
    }
    const isBig = power >= 4;
    if (power >= (isBig ? openBig : open)) return null;
    if (isBig) {
      if (pending !== null && !isZero(section) && !fills(pending, open)) return null;
      const value = pending === null ? section : add(section, pending);
      if (isZero(value) || (!isZero(total) && !isBelow(value, 4))) return null;
      total = add(total, shift(value, power));
      section = ZERO;
      openBig = power;
    } else {
      if (pending === null || isZero(pending)) return null;
      if ((!isZero(total) || !isZero(section)) && !isBelow(pending, 1)) return null;
      section = add(section, shift(pending, power));
    }
    open = power;
    pending = null;
  }
  if (open === Number.POSITIVE_INFINITY || (hasFraction && digitsSeen > 1)) return null;
  if (pending !== null && !fills(pending, open)) return null;
  return add(add(total, section), pending ?? ZERO);
}

const ZERO: Decimal = { units: 0n, scale: 0 };

function isZero(value: Decimal): boolean {
  return value.units === 0n;
}

function isBelow(value: Decimal, places: number): boolean {
  return compareDecimals(value, { units: 10n ** BigInt(places), scale: 0 }) < 0;
}

/** Whether a whole number has exactly so many places. */
function fills(value: Decimal, places: number): boolean {
  return value.scale === 0 && value.units.toString().length === places;
}

function shift(value: Decimal, places: number): Decimal {
  return normaliseDecimal(value.units, value.scale - places);
}

function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return normaliseDecimal(decimalUnitsAt(a, scale) + decimalUnitsAt(b, scale), scale);
}

/** Whether commas can only stand between thousands: read as a list, a value would begin with a zero that nobody writes. */
function isSurelyGrouped(text: string): boolean {
  return GROUPED.test(text) && text.split(',').some((part, place) => place > 0 && part.startsWith('0'));
}
