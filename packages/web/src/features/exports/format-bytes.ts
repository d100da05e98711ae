import { getNumberFormat } from '../../i18n/intl-cache.ts';
import type { Language } from '../../i18n/language.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size for reading, in steps of 1,000: `812 byte`, `1.5 MB`. */
export function formatBytes(sizeBytes: number, lang: Language): string {
  // What rounds to 1,000 of a unit is 1 of the next.
  const step = sizeBytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes * 1.0005) / 3), UNITS.length - 1);
  const unit = UNITS[step] ?? 'byte';
  return getNumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    sizeBytes / 1000 ** step,
  );
}
