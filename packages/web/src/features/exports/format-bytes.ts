import { getNumberFormat } from '../../i18n/intl-cache.ts';
import type { Language } from '../../i18n/language.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size for reading, in steps of 1,000: `812 bytes`, `1.5 MB`. */
export function formatBytes(sizeBytes: number, lang: Language): string {
  let step = 0;
  // What rounds to 1,000 of a unit is 1 of the next.
  while (step < UNITS.length - 1 && sizeBytes / 1000 ** step >= 999.95) step += 1;
  // Bytes have no short sign: "byte" would stand behind any number of them.
  const unitDisplay = step === 0 ? 'long' : 'short';
  const format = { style: 'unit', unit: UNITS[step] ?? 'byte', unitDisplay, maximumFractionDigits: 1 } as const;
  return getNumberFormat(lang, format).format(sizeBytes / 1000 ** step);
}
