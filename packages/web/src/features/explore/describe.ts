import { assertNever, type CatalogAttribute, type ValueType } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';
import { attachUnit, formatDayText, formatDecimalText } from '../../i18n/format.ts';
import type { Language } from '../../i18n/language.ts';
import { readListedValues } from './definition/make-condition.ts';
import type { AttributeTest, Compare, TimeWindow } from './definition/tree.ts';

/** How values are named on cards. */
export interface ValueNaming {
  readonly type: ValueType;
  readonly unit: string | null;
  readonly labels: ReadonlyMap<string, string>;
}

/** Texts of one language, as `useLanguage` gives them. */
export interface Texts {
  readonly t: Dictionary;
  readonly lang: Language;
}

/** A window in words: "the last 3 months". */
export function describeWindow(window: TimeWindow | null, { t, lang }: Texts): string {
  if (window === null) return t.window.allTime;
  switch (window.kind) {
    case 'last':
      return t.window.last(window.n, window.unit);
    case 'next':
      return t.window.next(window.n, window.unit);
    case 'ago':
      return t.window.ago(window.from, window.to, window.unit);
    case 'calendar':
      return t.window.calendar(window.period, window.offset);
    case 'range': {
      const from = window.from === null ? null : formatDayText(window.from, lang);
      const to = window.to === null ? null : formatDayText(window.to, lang);
      if (from !== null && to !== null) return t.window.range(from, to);
      if (from !== null) return t.window.from(from);
      return to === null ? t.window.choose : t.window.to(to);
    }
    default:
      return assertNever(window);
  }
}

/** A value in words. */
export function describeValue(value: string | boolean, naming: ValueNaming, { t, lang }: Texts): string {
  const text = String(value);
  if (naming.type === 'boolean') return text === 'true' ? t.yes : t.no;
  if (naming.type === 'number') return attachUnit(formatDecimalText(text, lang), naming.unit, lang);
  if (naming.type === 'date' || naming.type === 'datetime') return formatDayText(text, lang);
  return naming.labels.get(text) ?? text;
}

/** Values named one by one on a card. */
const NAMED_VALUES = 3;

/** Comparisons in words: "at least 30 and less than 40", "Seoul, Busan and 3 more"; empty while unfinished. */
function describeCompare(compare: Compare, naming: ValueNaming, texts: Texts): string {
  const { t } = texts;
  const isDate = naming.type === 'date' || naming.type === 'datetime';
  const names = {
    gt: isDate ? t.ops.dateGt : t.ops.gt,
    gte: isDate ? t.ops.dateGte : t.ops.gte,
    lt: isDate ? t.ops.dateLt : t.ops.lt,
    lte: isDate ? t.ops.dateLte : t.ops.lte,
  };
  const bounds = (['gte', 'gt', 'lte', 'lt'] as const).flatMap((operator) => {
    const value = compare[operator];
    return value === undefined ? [] : [t.ops.low(names[operator], describeValue(value, naming, texts))];
  });
  const listed = readListedValues(compare);
  const shown = listed
    .slice(0, NAMED_VALUES)
    .map((value) => describeValue(value, naming, texts))
    .join(', ');
  const isEmptyList = compare.in?.length === 0 || compare.containsAny?.length === 0;
  const list = isEmptyList
    ? t.defining.emptyList
    : listed.length > NAMED_VALUES
      ? `${shown} ${t.ops.andMore(listed.length - NAMED_VALUES)}`
      : shown;
  return [...(list === '' ? [] : [list]), ...bounds].reduce(
    (text, next) => (text === '' ? next : t.ops.between(text, next)),
    '',
  );
}

/** A test in words; empty while unfinished. */
export function describeTest(test: AttributeTest, naming: ValueNaming, texts: Texts): string {
  switch (test.kind) {
    case 'compare':
      return describeCompare(test.compare, naming, texts);
    case 'exists':
      return test.exists ? texts.t.ops.exists : texts.t.ops.missing;
    case 'within':
      return describeWindow(test.window, texts);
    case 'anniversary':
      return texts.t.window.anniversary(test.nextDays);
    default:
      return assertNever(test);
  }
}

/** The naming of an attribute's or field's values. */
export function namingOf(item: Pick<CatalogAttribute, 'type' | 'unit'>, labels: ReadonlyMap<string, string>): ValueNaming {
  return { type: item.type, unit: item.unit, labels };
}
