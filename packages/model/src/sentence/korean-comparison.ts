import { assertNever } from '../assert-never.ts';
import type { CompareTest, Comparison, ExistsTest } from '../predicate/predicate.ts';
import { type Bound, type ComparisonPart, splitComparisons } from './comparison-parts.ts';
import { withJosa } from './josa.ts';
import { type KoreanClause, koreanClause } from './korean-clause.ts';
import { clausePhrase, groupPhrase, type Phrase } from './phrase.ts';
import { type ListedTexts, listTexts, shortenTexts } from './shorten-texts.ts';
import type { TestedValue } from './tested-value.ts';
import { amountText } from './unit-text.ts';
import { literalText, textValue } from './value-text.ts';

/** `subject` (without particle) as the test has it: 성별이 여성, 이메일이 있다, 관심사에 보습이 있다. */
export function koreanTest(subject: string, test: CompareTest | ExistsTest, tested: TestedValue): Phrase<KoreanClause> {
  if (test.kind === 'compare') return koreanComparisons(subject, test.comparisons, tested);
  return clausePhrase(koreanClause(withJosa(subject, '이/가'), 'exist', !test.exists));
}

/** As `koreanTest` for comparisons. */
export function koreanComparisons(
  subject: string,
  comparisons: readonly Comparison[],
  tested: TestedValue,
): Phrase<KoreanClause> {
  const clauses = splitComparisons(comparisons).map((part) => clausePhrase(partClause(subject, part, tested)));
  return groupPhrase('all', clauses);
}

function partClause(subject: string, part: ComparisonPart, tested: TestedValue): KoreanClause {
  switch (part.kind) {
    case 'values':
      return koreanChoiceClause(
        subject,
        listTexts(part.values, (value) => valueText(value, tested)),
        '개',
      );
    case 'range':
      return koreanClause(`${withJosa(subject, '이/가')} ${koreanRange(part.lower, part.upper, tested)}`, 'be');
    case 'tags':
      return tagsClause(subject, part.tags, tested);
    default:
      return assertNever(part);
  }
}

/**
 * `subject` is one of `texts`: `서울`, `서울 또는 부산`, `서울, 부산, 대구 중 하나`, `서울, 부산, 대구 외 12개 중 하나`.
 * @param counter of those not shown
 */
export function koreanChoiceClause(subject: string, texts: ListedTexts, counter: '개' | '명'): KoreanClause {
  const start = withJosa(subject, '이/가');
  if (texts.length > 2) return koreanClause(`${start} ${listText(texts, counter)} 중 하나`, 'be');
  const [first, second] = shortenTexts(texts).shown;
  if (first === undefined) return koreanClause(`${start} 빈 목록에`, 'exist');
  if (second === undefined) return koreanClause(`${start} ${first}`, 'be');
  return { ...koreanClause(`${start} ${first} 또는 ${second}`, 'be'), neither: `${start} ${first}도 ${second}도` };
}

function listText(texts: ListedTexts, counter: '개' | '명'): string {
  const { shown, more } = shortenTexts(texts);
  return `${shown.join(', ')}${more > 0 ? ` 외 ${more.toLocaleString('en-US')}${counter}` : ''}`;
}

/** 관심사에 보습이 있다, 보습, 미백 중 하나 이상이 있다, 어느 것도 없다. */
function tagsClause(subject: string, tags: readonly string[], tested: TestedValue): KoreanClause {
  const texts = listTexts(tags, (tag) => textValue(tag, tested.values, 'ko'));
  if (texts.length === 0) return koreanClause(`${subject}에 빈 목록의 값이`, 'exist');
  if (texts.length === 1) return koreanClause(`${subject}에 ${withJosa(texts.at(0), '이/가')}`, 'exist');
  const list = `${subject}에 ${listText(texts, '개')} 중`;
  return { ...koreanClause(`${list} 하나 이상이`, 'exist'), neither: `${list} 어느 것도` };
}

function koreanRange(lower: Bound | null, upper: Bound | null, tested: TestedValue): string {
  const isTime = [lower, upper].some((bound) => bound?.value.type === 'date' || bound?.value.type === 'instant');
  const words = isTime ? (lower !== null && upper !== null ? TIME_SPAN : TIME) : NUMBER;
  const texts = [boundText(lower, words.lower, tested), boundText(upper, words.upper, tested)];
  return texts.filter((text) => text !== '').join(' ');
}

interface RangeWords {
  readonly lower: readonly [included: string, excluded: string];
  readonly upper: readonly [included: string, excluded: string];
}
const NUMBER: RangeWords = { lower: [' 이상', ' 초과'], upper: [' 이하', ' 미만'] };
const TIME: RangeWords = { lower: [' 이후', '보다 나중'], upper: [' 이전', ' 전'] };
const TIME_SPAN: RangeWords = { lower: ['부터', ' 직후부터'], upper: ['까지', ' 전까지'] };

function boundText(bound: Bound | null, words: readonly [included: string, excluded: string], tested: TestedValue): string {
  return bound === null ? '' : `${valueText(bound.value, tested)}${words[bound.isIncluded ? 0 : 1]}`;
}

function valueText(value: Parameters<typeof literalText>[0], { unit, values, zone }: TestedValue): string {
  return value.type === 'number' ? amountText(value.value, unit, 'ko') : literalText(value, values, zone, 'ko');
}
