import { ExactNumber, isPlainList, type PlainList, type PlainValue } from '../text/plain-value.ts';
import { describePlain, joinWords, quoteShort } from '../text/quote.ts';
import { formatDay } from '../time/calendar.ts';
import { describeDayRange, isDayKnown, readTimeText } from '../time/time-text.ts';
import { type Decimal, parseDecimal } from '../value/decimal.ts';
import { MAX_LIST_VALUES, MAX_NUMBER_DIGITS } from './limits.ts';
import type { ParseContext } from './parse-context.ts';

/** Issues that one list of values may have by itself. */
const MAX_LIST_ISSUES = 100;

/** A text constant or id. A number or boolean in its place shows the quoted form. `what` names it in messages. */
export function parseText(ctx: ParseContext, plain: PlainValue | undefined, what: string, path: string): string | null {
  if (typeof plain === 'string') {
    if (!/\p{Surrogate}/u.test(plain)) return plain;
    return ctx.report(
      path,
      'invalid-value',
      `${quoteShort(plain)} holds half a character (a lone surrogate), which no text has.`,
    );
  }
  if (plain instanceof ExactNumber || typeof plain === 'boolean') {
    const written = describePlain(plain);
    return ctx.report(path, 'wrong-type', `${what} is text: write ${quoteShort(written)} instead of ${written}.`);
  }
  return ctx.report(path, 'wrong-type', `${what} is text in quotes; here is ${describePlain(plain)}.`);
}

/** An exact number: as a number or as a decimal string. */
export function parseNumber(ctx: ParseContext, plain: PlainValue | undefined, what: string, path: string): Decimal | null {
  const text = plain instanceof ExactNumber ? plain.text : plain;
  if (typeof text !== 'string') {
    return ctx.report(path, 'wrong-type', `${what} is a number such as 1000 or "0.5"; here is ${describePlain(plain)}.`);
  }
  // Digits are counted before any arithmetic: a huge exponent would fill the memory.
  const parts = /^[-+]?([\d.]+)(?:[eE]([-+]?\d+))?$/.exec(text);
  if (parts !== null && (parts[1] ?? '').length + Math.abs(Number(parts[2] ?? 0)) > MAX_NUMBER_DIGITS) {
    return ctx.report(path, 'too-large', `${quoteShort(text)} has more than ${MAX_NUMBER_DIGITS} digits.`);
  }
  const value = parseDecimal(text);
  if (value !== null) return value;
  return ctx.report(
    path,
    'wrong-type',
    `${what} is a number, and ${quoteShort(text)} is not one: write digits such as 1000 or "0.5".`,
  );
}

/** A whole number from `min` to `max` (null: no bound), at most 2^53 - 1 either way. */
export function parseInteger(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  bounds: { readonly min: number | null; readonly max: number | null },
  what: string,
  path: string,
): number | null {
  const value = parseNumber(ctx, plain, what, path);
  if (value === null) return null;
  const { min, max } = bounds;
  const number = Number(value.units);
  if (value.scale > 0 || (min !== null && number < min) || (max !== null && number > max)) {
    const range =
      max === null
        ? min === null
          ? ''
          : ` of at least ${min}`
        : min === null
          ? ` of at most ${max}`
          : ` from ${min} to ${max}`;
    return ctx.report(path, 'invalid-value', `${what} is a whole number${range}; here is ${describePlain(plain)}.`);
  }
  if (!Number.isSafeInteger(number)) {
    return ctx.report(
      path,
      'too-large',
      `${what} is larger than any span of time: write a smaller number than ${describePlain(plain)}.`,
    );
  }
  return number;
}

/** `true` or `false`. */
export function parseBoolean(ctx: ParseContext, plain: PlainValue | undefined, what: string, path: string): boolean | null {
  if (typeof plain === 'boolean') return plain;
  const hint = plain === 'true' || plain === 'false' ? `: write ${plain} without quotes` : '';
  return ctx.report(path, 'wrong-type', `${what} is true or false; here is ${describePlain(plain)}${hint}.`);
}

/** One of a few words. */
export function parseWord<Word extends string>(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  words: readonly Word[],
  what: string,
  path: string,
): Word | null {
  for (const word of words) if (word === plain) return word;
  return ctx.report(
    path,
    'invalid-value',
    `${what} is ${joinWords(words.map(quoteShort), 'or')}; here is ${describePlain(plain)}.`,
  );
}

/** A local day, `yyyy-mm-dd` within 1900-2299, as days since 1970-01-01. */
export function parseDayConstant(ctx: ParseContext, plain: PlainValue | undefined, what: string, path: string): number | null {
  if (typeof plain !== 'string') {
    const found = describePlain(plain);
    return ctx.report(path, 'wrong-type', `${what} is a date in quotes such as "2024-01-31"; here is ${found}.`);
  }
  const time = readTimeText(plain);
  if (time.kind === 'day' && isDayKnown(time.day)) return time.day;
  if (time.kind === 'day') return ctx.report(path, 'invalid-value', `${quoteShort(plain)} is outside ${describeDayRange()}.`);
  if (time.kind === 'none') {
    return ctx.report(
      path,
      'invalid-value',
      `${what} is a date such as "2024-01-31", and ${quoteShort(plain)} is not one: ${time.why}.`,
    );
  }
  const day = formatDay(Math.floor(time.localMs / 86_400_000));
  return ctx.report(
    path,
    'wrong-type',
    `${what} is a date without a time: write ${quoteShort(day)} instead of ${quoteShort(plain)}.`,
  );
}

/**
 * The items of a list of values, each read by `parse`. Null when it is not a list, is too long or has a wrong value; a
 * list with very many wrong values reports the first hundred.
 */
export function parseValues<Value>(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  what: string,
  path: string,
  parse: (item: PlainValue, path: string) => Value | null,
): readonly Value[] | null {
  const items = readList(ctx, plain, what, path);
  if (items === null) return null;
  if (items.length > MAX_LIST_VALUES) {
    const found = `The list has ${items.length} values, more than ${MAX_LIST_VALUES}`;
    return ctx.report(path, 'too-large', `${found}: split it over several conditions in "any".`);
  }
  const values: Value[] = [];
  let wrong = 0;
  for (const [index, item] of items.entries()) {
    const value = parse(item, `${path}[${index}]`);
    if (value !== null) values.push(value);
    else wrong += 1;
    if (wrong === MAX_LIST_ISSUES) {
      const rest = items.length - index - 1;
      if (rest > 0)
        ctx.report(path, 'invalid-value', `The ${rest} values after these were not looked at: correct the ones above first.`);
      return null;
    }
  }
  return wrong === 0 ? values : null;
}

/** The items of a list; null, with an issue, when it is none. */
export function readList(ctx: ParseContext, plain: PlainValue | undefined, what: string, path: string): PlainList | null {
  if (isPlainList(plain)) return plain;
  return ctx.report(path, 'wrong-type', `${what} is a list in brackets; here is ${describePlain(plain)}.`);
}
