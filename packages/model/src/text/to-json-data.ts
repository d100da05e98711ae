import { compareDecimals, parseDecimal } from '../value/decimal.ts';
import { ExactNumber, type PlainValue } from './plain-value.ts';

/** Data that `JSON.stringify` writes and `JSON.parse` reads back the same. */
export type JsonData = null | boolean | number | string | readonly JsonData[] | { readonly [key: string]: JsonData };

/**
 * Plain data for programs that read JSON numbers as floats: a number that a float holds exactly is a number, any other
 * its decimal text, which the language takes for the same value. Nothing is rounded on the way.
 */
export function toJsonData(value: PlainValue): JsonData {
  if (value instanceof ExactNumber) return toJsonNumber(value.text);
  if (Array.isArray(value)) return value.map(toJsonData);
  if (typeof value !== 'object' || value === null) return value;
  // Defined rather than assigned: a key such as __proto__ is a key like any other.
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toJsonData(child)]));
}

function toJsonNumber(text: string): number | string {
  const exact = parseDecimal(text);
  const number = Number(text);
  const shown = Number.isFinite(number) ? parseDecimal(String(number)) : null;
  // A whole number past 2^53 may show its own digits and yet be read by others as its neighbour.
  const safe = !Number.isInteger(number) || Number.isSafeInteger(number);
  return exact !== null && shown !== null && safe && compareDecimals(exact, shown) === 0 ? number : text;
}
