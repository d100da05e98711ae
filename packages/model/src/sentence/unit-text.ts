import type { Decimal } from '../value/decimal.ts';
import { type Language, numberText } from './value-text.ts';

/** Currencies by code: the word after the number in Korean, the sign before it in English. */
const CURRENCIES: ReadonlyMap<string, { readonly ko: string; readonly en: string }> = new Map([
  ['KRW', { ko: '원', en: '₩' }],
  ['원', { ko: '원', en: '₩' }],
  ['USD', { ko: '달러', en: '$' }],
  ['EUR', { ko: '유로', en: '€' }],
  ['GBP', { ko: '파운드', en: '£' }],
  ['JPY', { ko: '엔', en: 'JP¥' }],
  ['CNY', { ko: '위안', en: 'CN¥' }],
]);

/** Units by the names catalogs use: the Korean counter and the English singular (plural with s; empty = just the number). */
const UNITS: ReadonlyMap<string, { readonly ko: string; readonly en: string }> = new Map([
  ...['hour', 'hours', '시간'].map((unit) => [unit, { ko: '시간', en: 'hour' }] as const),
  ...['day', 'days', '일'].map((unit) => [unit, { ko: '일', en: 'day' }] as const),
  ...['week', 'weeks', '주'].map((unit) => [unit, { ko: '주', en: 'week' }] as const),
  ...['month', 'months', '개월'].map((unit) => [unit, { ko: '개월', en: 'month' }] as const),
  ...['year', 'years', '년'].map((unit) => [unit, { ko: '년', en: 'year' }] as const),
  ...['세', '살'].map((unit) => [unit, { ko: unit, en: 'year' }] as const),
  ...['점', 'point', 'points'].map((unit) => [unit, { ko: '점', en: 'point' }] as const),
  ...['번', '회', '건'].map((unit) => [unit, { ko: unit, en: 'time' }] as const),
  ['명', { ko: '명', en: 'customer' }],
  ['개', { ko: '개', en: 'item' }],
  ['가지', { ko: '가지', en: '' }],
]);

/** A number with its unit: `100,000원` / `₩100,000`, `30일` / `30 days`, `1 day`, `CHF 5`, `12.5%`, `3 kg`. */
export function amountText(value: Decimal, unit: string | null, language: Language): string {
  const number = numberText(value);
  if (unit === null || unit.trim() === '') return number;
  const currency = CURRENCIES.get(unit);
  if (currency !== undefined) return language === 'ko' ? `${number}${currency.ko}` : signed(number, currency.en);
  const known = UNITS.get(unit);
  if (known !== undefined) {
    if (language === 'ko') return `${number}${known.ko}`;
    return known.en === '' ? number : `${number} ${known.en}${number === '1' || number === '-1' ? '' : 's'}`;
  }
  if (/^[A-Z]{3}$/.test(unit)) return `${unit} ${number}`;
  const shown = unit.trim().replace(/\s+/gu, ' ');
  return /^[%‰°℃㎖㎏㎝\p{Script=Hangul}]/u.test(shown) && (language === 'ko' || !/\p{Script=Hangul}/u.test(shown))
    ? `${number}${shown}`
    : `${number} ${shown}`;
}

function signed(number: string, sign: string): string {
  return number.startsWith('-') ? `-${sign}${number.slice(1)}` : `${sign}${number}`;
}
