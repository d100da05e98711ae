import type { Language } from './language.ts';

/** Making a formatter costs more than a hundred uses of it; a page draws hundreds of numbers at once. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The formatter of numbers of a language and options, made once. */
export function getNumberFormat(lang: Language, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return getOrMake(numberFormats, lang, options, () => new Intl.NumberFormat(lang, options));
}

/** The formatter of times of a locale and options, made once. */
export function getDateFormat(locale: Language | 'en-CA', options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return getOrMake(dateFormats, locale, options, () => new Intl.DateTimeFormat(locale, options));
}

function getOrMake<T>(made: Map<string, T>, locale: string, options: object, make: () => T): T {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = make();
  made.set(key, format);
  return format;
}
