import type { ValueType } from '../value/value-type.ts';

const EMAIL = /^([^@\s]+)@([^@\s]+)$/u;
/** Digits of Korean resident registration numbers, and those of foreigners: birth date, then seven of which the first tells sex and century. */
const RESIDENT_NUMBER = /^(\d{6})(\d)\d{6}$/u;
/** What may stand between the digits of a resident number. */
const BETWEEN = /[\s()./_-]/gu;
const PHONE = /^([+(]{0,2}\d[\d\s().-]*\d)$/u;
/** A day as texts have it: `1990-01-31`, `1990. 1. 31.`, `1990년 1월 31일`, `19900131`. */
const DAY =
  /^((?:1[89]|20)\d\d)(?:\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}\s*[.일]?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$/u;
/** Dashes of all kinds: one stands for the other. */
const DASHES = /[\p{Pd}\u2212]/gu;
/** What is not seen, and would keep a form from being known: joiners, marks of direction. */
const UNSEEN = /\p{Cf}/gu;
const HANGUL_NAME = /^[\p{Script=Hangul}]{2,5}$/u;
/** Korean provinces and cities of their rank, short or in full. Only what is known to be one is shown: names end in the same syllables. */
const PROVINCE =
  /^(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|제주|충[남북]|전[남북]|경[남북]|충청[남북]|전라[남북]|경상[남북])(?:특별자치)?(?:특별시|광역시|시|도)?$/u;
const DISTRICT = /^\p{Script=Hangul}+[시군구]$/u;
/** A city that its province does not stand before, and what follows cities. */
const CITY = /^\p{Script=Hangul}{2,}[시군]$/u;
const WITHIN_CITY = /^\p{Script=Hangul}+[구읍면동로길]\d*$/u;
/** A single letter, with whatever marks stand on it. */
const ONE_LETTER = /^\P{M}?\p{M}*$/u;

/**
 * A personal value with what tells the person hidden, always in the same way: phone numbers keep their first three and last four
 * digits, e-mail addresses the first letter and the domain, resident numbers the birth date and the digit after it, Korean names
 * the first and last syllable, Korean addresses the province and district, dates the year, numbers nothing, any other text its
 * first letter. Where that would be all of it, less is kept. As the guides of Korea's Personal Information Protection Commission have it for screens and print-outs.
 * Full-width letters and digits, dashes of all kinds and characters that are not seen hide no form.
 */
export function maskValue(value: string, type: ValueType): string {
  if (type === 'date' || type === 'datetime') return `${value.slice(0, 4)}-**-**`;
  if (type === 'number') return '*';
  const text = value.normalize('NFKC').replaceAll(UNSEEN, '').replaceAll(DASHES, '-').trim();
  const resident = RESIDENT_NUMBER.exec(text.replaceAll(BETWEEN, ''));
  if (resident !== null) return `${resident[1]}-${resident[2]}******`;
  const day = DAY.exec(text);
  if (day !== null) return `${day[1]}-**-**`;
  const email = EMAIL.exec(text);
  if (email !== null) return `${firstOf(email[1] ?? '')}***@${email[2]}`;
  if (PHONE.test(text) && countDigits(text) >= 7) return maskDigits(text, 3, 4);
  if (HANGUL_NAME.test(text)) return maskName(text);
  return maskAddress(text) ?? `${firstOf(text)}***`;
}

/** A Korean address with its province and district, one of them where there is nothing else; null for what is none. */
function maskAddress(text: string): string | null {
  const [first = '', second = '', ...rest] = text.split(/\s+/u);
  if (!PROVINCE.test(first) && !(CITY.test(first) && WITHIN_CITY.test(second))) return null;
  if (second === '') return null;
  const isDistrictShown = rest.length > 0 && DISTRICT.test(second);
  return `${first}${isDistrictShown ? ` ${second}` : ''} ***`;
}

function maskName(name: string): string {
  const letters = [...name];
  if (letters.length === 2) return `${letters[0]}*`;
  return letters.map((letter, place) => (place === 0 || place === letters.length - 1 ? letter : '*')).join('');
}

/** Digits but for the first and last few become `*`; what stands between them stays. Where too few are left over, more are hidden. */
function maskDigits(text: string, first: number, last: number): string {
  const digits = countDigits(text);
  const shown = Math.min(last, Math.max(0, digits - first - 3));
  let seen = 0;
  return text.replaceAll(/\d/gu, (digit) => {
    seen += 1;
    return seen <= first || seen > digits - shown ? digit : '*';
  });
}

function countDigits(text: string): number {
  return text.replaceAll(/\D/gu, '').length;
}

/** The first letter; nothing of a text that has but one. */
function firstOf(text: string): string {
  if (ONE_LETTER.test(text)) return '';
  return [...text][0] ?? '';
}
