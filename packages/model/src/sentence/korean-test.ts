import type { Label } from '../catalog/catalog.ts';
import type { CompareTest, Comparison, ExistsTest } from '../predicate/predicate.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { ValueType } from '../value/value-type.ts';
import { type Bound, splitComparisons } from './comparison-parts.ts';
import { withJosa } from './josa.ts';
import type { KoreanClause } from './korean-clause.ts';
import { clausePhrase, groupPhrase, type Phrase } from './phrase.ts';
import { shortenList } from './shorten-list.ts';
import { amountText } from './unit-text.ts';
import { literalText, textValue } from './value-text.ts';

/** What a test compares: how its values are written. */
export interface TestedValue {
  readonly type: ValueType;
  readonly unit: string | null;
  readonly values: ReadonlyMap<string, Label>;
  readonly zone: TimeZone;
}

/** `subject` (without particle) as the test has it: 성별이 여성, 이메일이 있다, 관심사에 보습이 있다. */
export function koreanTest(subject: string, test: CompareTest | ExistsTest, tested: TestedValue): Phrase<KoreanClause> {
  if (test.kind === 'compare') return koreanComparisons(subject, test.comparisons, tested);
  return clausePhrase({ text: withJosa(subject, '이/가'), verb: 'exist', isNegated: !test.exists });
}

/** As `koreanTest` for comparisons; `prefix` stands before the subject once. */
export function koreanComparisons(
  subject: string,
  comparisons: readonly Comparison[],
  tested: TestedValue,
): Phrase<KoreanClause> {
  const subjectText = withJosa(subject, '이/가');
  const clauses = splitComparisons(comparisons).map((part): KoreanClause => {
    switch (part.kind) {
      case 'values': {
        if (part.values.length === 0) return { text: `${subjectText} 빈 목록에`, verb: 'exist', isNegated: false };
        const texts = part.values.map((value) => valueText(value, tested));
        return { text: `${subjectText} ${koreanChoice(texts)}`, verb: 'be', isNegated: false };
      }
      case 'range':
        return { text: `${subjectText} ${koreanRange(part.lower, part.upper, tested)}`, verb: 'be', isNegated: false };
      case 'tags': {
        const tags = part.tags.map((tag) => textValue(tag, tested.values, 'ko'));
        const [only] = tags;
        if (only === undefined) return { text: `${subjectText} 빈 목록에`, verb: 'exist', isNegated: false };
        const what =
          tags.length === 1 ? withJosa(only, '이/가') : `${koreanChoice(tags).replace(/ 중 하나$/, '')} 중 하나 이상이`;
        return { text: `${subject}에 ${what}`, verb: 'exist', isNegated: false };
      }
    }
  });
  return groupPhrase('all', clauses.map(clausePhrase));
}

/** `서울`, `서울 또는 부산`, `서울, 부산, 대구 중 하나`, `서울, 부산, 대구 외 12개 중 하나`. */
export function koreanChoice(texts: readonly string[]): string {
  const { shown, more } = shortenList(texts);
  if (more > 0) return `${shown.join(', ')} 외 ${more.toLocaleString('en-US')}개 중 하나`;
  return shown.length > 2 ? `${shown.join(', ')} 중 하나` : shown.join(' 또는 ');
}

function koreanRange(lower: Bound | null, upper: Bound | null, tested: TestedValue): string {
  const isTime = [lower, upper].some((bound) => bound?.value.type === 'date' || bound?.value.type === 'instant');
  const isClosed = lower?.isIncluded === true && upper?.isIncluded === true;
  const words = isTime ? (isClosed ? CLOSED_TIME : TIME) : NUMBER;
  const texts = [boundText(lower, words.lower, tested), boundText(upper, words.upper, tested)];
  return texts.filter((text) => text !== '').join(' ');
}

interface RangeWords {
  readonly lower: readonly [included: string, excluded: string];
  readonly upper: readonly [included: string, excluded: string];
}
const NUMBER: RangeWords = { lower: [' 이상', ' 초과'], upper: [' 이하', ' 미만'] };
const TIME: RangeWords = { lower: [' 이후', '보다 나중'], upper: [' 이전', ' 전'] };
const CLOSED_TIME: RangeWords = { lower: ['부터', ''], upper: ['까지', ''] };

function boundText(bound: Bound | null, words: readonly [included: string, excluded: string], tested: TestedValue): string {
  return bound === null ? '' : `${valueText(bound.value, tested)}${words[bound.isIncluded ? 0 : 1]}`;
}

function valueText(value: Parameters<typeof literalText>[0], { unit, values, zone }: TestedValue): string {
  return value.type === 'number' ? amountText(value.value, unit, 'ko') : literalText(value, values, zone, 'ko');
}
