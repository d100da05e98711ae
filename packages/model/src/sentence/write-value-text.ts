import type { EventType, Label } from '../catalog/catalog.ts';
import type { Literal, Measure } from '../predicate/predicate.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { listTexts, shortenTexts } from './shorten-texts.ts';
import { amountText } from './unit-text.ts';
import { type Language, literalText, NO_LABELS, textValue } from './value-text.ts';

/** How a value is told: the unit of numbers, which may have a name in one language only, and names of values. */
export interface ValueWords {
  readonly unit: { readonly [L in Language]: string | null };
  readonly values: ReadonlyMap<string, Label>;
  readonly zone: TimeZone;
}

/** A value by itself: `28세` / `28 years`, a value's name, a date, up to five tags; null is `값 없음` / `no value`. */
export function writeValueText(value: Literal | readonly string[] | null, words: ValueWords): Label {
  if (value === null) return { ko: '값 없음', en: 'no value' };
  return { ko: valueIn('ko', value, words), en: valueIn('en', value, words) };
}

/** What an event condition measures: numbers of things have counters in Korean, fields their own units and names. */
export function measureWords(measure: Measure, event: EventType, zone: TimeZone): ValueWords {
  const plain = (ko: string | null, en: string | null): ValueWords => ({ unit: { ko, en }, values: NO_LABELS, zone });
  switch (measure.kind) {
    case 'count':
      return plain(measure.per === 'row' && event.hasOccasion ? '건' : '번', null);
    case 'days':
      return plain('일', 'day');
    case 'recency':
      return plain(measure.unit, measure.unit);
    case 'distinct':
      return plain('가지', null);
    default: {
      const field = event.fields.find(({ id }) => id === measure.field);
      const unit = field?.unit ?? null;
      return { unit: { ko: unit, en: unit }, values: field?.values ?? NO_LABELS, zone };
    }
  }
}

function valueIn(language: Language, value: Literal | readonly string[], { unit, values, zone }: ValueWords): string {
  if (isTags(value)) {
    const { shown, more } = shortenTexts(listTexts(value, (tag) => textValue(tag, values, language)));
    const rest = language === 'ko' ? ` 외 ${more}개` : ` and ${more} more`;
    return `${shown.join(', ')}${more > 0 ? rest : ''}`;
  }
  return value.type === 'number'
    ? amountText(value.value, unit[language], language)
    : literalText(value, values, zone, language);
}

function isTags(value: Literal | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
