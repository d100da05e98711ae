import type { Dictionary } from '../../../i18n/en.ts';
import { formatCount, formatDecimalText } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { isNumberBegun, type NumbersReading, readNumberList, readNumberText } from './read-number-text.ts';

/** How a field of numbers takes what is typed: the parts of a `CommitInput`. */
export interface TextReading {
  readonly check: (text: string) => string | null;
  readonly read: (text: string) => string;
  readonly isBegun: (text: string) => boolean;
  readonly explain: (text: string) => string | null;
}

/** Fields of one number and of several, with the unit that is shown beside them (null: none). */
export function useNumberTexts(unit: string | null): { readonly one: TextReading; readonly several: TextReading } {
  const { t, lang } = useLanguage();
  const one = (text: string) => (text.trim() === '' ? { kind: 'number' as const, text: '' } : readNumberText(text, lang, unit));
  const several = (text: string) => readNumberList(text, lang, unit);
  const said = (values: readonly string[]) => values.map((value) => formatDecimalText(value, lang)).join(', ');
  return {
    one: {
      check: (text) => nameRefusal(one(text), t),
      read: (text) => {
        const reading = one(text);
        return reading.kind === 'number' ? reading.text : text;
      },
      isBegun: (text) => isNumberBegun(text, lang),
      explain: (text) => {
        const reading = one(text);
        return reading.kind !== 'number' || isPlain(text) ? null : t.editing.understood(said([reading.text]));
      },
    },
    several: {
      check: (text) => nameRefusal(several(text), t),
      read: (text) => {
        const reading = several(text);
        return reading.kind === 'numbers' ? reading.texts.join(', ') : text;
      },
      isBegun: (text) => isNumberBegun(text.split(/[;\n、]|,\s/).at(-1) ?? '', lang),
      explain: (text) => {
        const reading = several(text);
        if (reading.kind !== 'numbers' || isPlain(text)) return null;
        return t.editing.understood(said(reading.texts));
      },
    },
  };
}

/** Fields of one whole number from `least` to `most`. */
export function useWholeTexts(): (least: number, most?: number) => Pick<TextReading, 'check' | 'read'> {
  const { t, lang } = useLanguage();
  return (least, most = 100_000) => ({
    check: (text) => {
      const reading = readNumberText(text, lang);
      const isFit = reading.kind === 'number' && /^\d+$/.test(reading.text) && Number(reading.text) >= least;
      return isFit && Number(reading.text) <= most
        ? null
        : t.editing.wholeNumber(formatCount(least, lang), formatCount(most, lang));
    },
    read: (text) => {
      const reading = readNumberText(text, lang);
      return reading.kind === 'number' ? reading.text : text;
    },
  });
}

/** Whether a text reads as what it means: digits, with or without commas between thousands. */
function isPlain(text: string): boolean {
  return /^[-\d., ]*$/.test(text);
}

function nameRefusal(reading: { readonly kind: 'number' } | NumbersReading, t: Dictionary): string | null {
  if (reading.kind !== 'refused') return null;
  switch (reading.why) {
    case 'commas':
      return t.editing.badCommas;
    case 'list':
      return reading.one === null ? t.editing.listOnly(reading.several) : t.editing.oneOrSeveral(reading.one, reading.several);
    case 'other':
      return t.editing.noNumber;
  }
}
