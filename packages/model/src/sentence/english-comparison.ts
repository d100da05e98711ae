import { assertNever } from '../assert-never.ts';
import type { CompareTest, Comparison, ExistsTest } from '../predicate/predicate.ts';
import { type Bound, type ComparisonPart, splitComparisons } from './comparison-parts.ts';
import type { EnglishClause } from './english-clause.ts';
import { englishDays } from './english-window.ts';
import { isPlural, joinEnglish } from './english-words.ts';
import { clausePhrase, groupPhrase, type Phrase } from './phrase.ts';
import { type ListedTexts, listTexts, shortenTexts } from './shorten-texts.ts';
import type { TestedValue } from './tested-value.ts';
import { amountText } from './unit-text.ts';
import { literalText, textValue } from './value-text.ts';

/** `subject` as the test has it: gender is Female, email is missing, interests include Hiking. */
export function englishTest(subject: string, test: CompareTest | ExistsTest, tested: TestedValue): Phrase<EnglishClause> {
  if (test.kind === 'compare') return englishComparisons(subject, test.comparisons, tested);
  return clausePhrase(isClause(subject, test.exists ? 'known' : 'missing'));
}

/** As `englishTest` for comparisons. */
export function englishComparisons(
  subject: string,
  comparisons: readonly Comparison[],
  tested: TestedValue,
): Phrase<EnglishClause> {
  return groupPhrase(
    'all',
    splitComparisons(comparisons).map((part) => clausePhrase(partClause(subject, part, tested))),
  );
}

/** `subject is rest`; `except` is said after the verb instead of not and rest. */
export function isClause(subject: string, rest: string, except?: string): EnglishClause {
  const negated = except === undefined ? null : { plural: `are ${except}`, singular: `is ${except}` };
  return { subject, verb: 'is', rest, isPlural: isPlural(subject), negated, isNegated: false };
}

/** `subject` is one of `texts`. */
export function choiceClause(subject: string, texts: ListedTexts): EnglishClause {
  const except = texts.length === 2 ? `neither ${texts.at(0)} nor ${texts.at(1)}` : undefined;
  return isClause(subject, englishChoice(texts), except);
}

function partClause(subject: string, part: ComparisonPart, tested: TestedValue): EnglishClause {
  switch (part.kind) {
    case 'values':
      return choiceClause(
        subject,
        listTexts(part.values, (value) => valueText(value, tested)),
      );
    case 'range': {
      const rest = englishRange(part.lower, part.upper, tested);
      return part.lower === null || part.upper === null ? isClause(subject, rest) : isClause(subject, rest, `not (${rest})`);
    }
    case 'tags': {
      const texts = listTexts(part.tags, (tag) => textValue(tag, tested.values, 'en'));
      const rest = texts.length === 1 ? texts.at(0) : `at least one of ${listText(texts)}`;
      const any = `any of ${listText(texts)}`;
      const negated = texts.length > 1 ? { plural: `do not include ${any}`, singular: `does not include ${any}` } : null;
      const clause: EnglishClause = { subject, verb: 'includes', rest, isPlural: isPlural(subject), negated, isNegated: false };
      return texts.length > 0 ? clause : { ...clause, rest: 'any of an empty list' };
    }
    default:
      return assertNever(part);
  }
}

/** `Seoul`, `Seoul or Busan`, `one of Seoul, Busan and Daegu`, `one of Seoul, Busan, Daegu and 12 more`, `in an empty list`. */
function englishChoice(texts: ListedTexts): string {
  if (texts.length === 0) return 'in an empty list';
  return texts.length < 3 ? joinEnglish(shortenTexts(texts).shown, 'or') : `one of ${listText(texts)}`;
}

function listText(texts: ListedTexts): string {
  const { shown, more } = shortenTexts(texts);
  return joinEnglish(more > 0 ? [...shown, `${more.toLocaleString('en-US')} more`] : shown, 'and');
}

function englishRange(lower: Bound | null, upper: Bound | null, tested: TestedValue): string {
  const day = (bound: Bound | null): string | null => (bound?.value.type === 'date' ? valueText(bound.value, tested) : null);
  const areDays = [lower, upper].every((bound) => bound === null || bound.value.type === 'date');
  if (areDays) return englishDays(day(lower), day(upper));
  return [lowerText(lower, tested), upperText(upper, tested)].filter((text) => text !== '').join(' and ');
}

function lowerText(bound: Bound | null, tested: TestedValue): string {
  if (bound === null) return '';
  const value = valueText(bound.value, tested);
  if (bound.value.type === 'date') return `on or after ${value}`;
  if (bound.value.type === 'instant') return bound.isIncluded ? `at or after ${value}` : `after ${value}`;
  return bound.isIncluded ? `at least ${value}` : `more than ${value}`;
}

function upperText(bound: Bound | null, tested: TestedValue): string {
  if (bound === null) return '';
  const value = valueText(bound.value, tested);
  if (bound.value.type === 'date') return `on or before ${value}`;
  if (bound.value.type === 'instant') return bound.isIncluded ? `at or before ${value}` : `before ${value}`;
  return bound.isIncluded ? `at most ${value}` : `less than ${value}`;
}

function valueText(value: Parameters<typeof literalText>[0], { unit, values, zone }: TestedValue): string {
  return value.type === 'number' ? amountText(value.value, unit, 'en') : literalText(value, values, zone, 'en');
}
