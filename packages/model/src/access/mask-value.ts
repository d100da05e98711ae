import type { ValueType } from '../value/value-type.ts';

const EMAIL = /^([^@\s]+)@([^@\s]+)$/u;
/** Korean resident registration numbers, and those of foreigners: birth date, then seven digits of which the first tells sex and century. */
const RESIDENT_NUMBER = /^(\d{6})-?([1-8])\d{6}$/u;
const PHONE = /^(\+?\d[\d\s().-]*\d)$/u;
const HANGUL_NAME = /^[\p{Script=Hangul}]{2,5}$/u;
const ADDRESS =
  /(?:특별시|광역시|특별자치시|특별자치도|[시도군구]|[로길동읍면리]|\d+번지|street|st\.|road|rd\.|avenue|ave\.)(?:\s|$|\d)/iu;

/**
 * A personal value with what tells the person hidden, always in the same way: phone numbers keep their first three and last four
 * digits, e-mail addresses the first letter and the domain, resident numbers the birth date and the digit after it, Korean names
 * the first and last syllable, addresses the province and district, dates the year, numbers nothing, any other text its first
 * letter. As the guides of Korea's Personal Information Protection Commission have it for screens and print-outs.
 */
export function maskValue(value: string, type: ValueType): string {
  if (type === 'date' || type === 'datetime') return `${value.slice(0, 4)}-**-**`;
  if (type === 'number') return '*';
  const text = value.trim();
  const resident = RESIDENT_NUMBER.exec(text);
  if (resident !== null) return `${resident[1]}-${resident[2]}******`;
  const email = EMAIL.exec(text);
  if (email !== null) return `${firstOf(email[1] ?? '')}***@${email[2]}`;
  if (PHONE.test(text) && countDigits(text) >= 7) return maskDigits(text, 3, 4);
  if (HANGUL_NAME.test(text)) return maskName(text);
  if (ADDRESS.test(text) && text.includes(' ')) return `${text.split(/\s+/u).slice(0, 2).join(' ')} ***`;
  return `${firstOf(text)}***`;
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

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
