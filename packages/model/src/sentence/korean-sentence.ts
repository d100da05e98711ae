import { assertNever } from '../assert-never.ts';
import type { AttributePredicate, Predicate } from '../predicate/predicate.ts';
import { dayAfterLast } from '../time/resolve-window.ts';
import { withJosa } from './josa.ts';
import { endKorean, joinKorean, type KoreanClause, type KoreanNouns, koreanClause } from './korean-clause.ts';
import { koreanChoiceClause, koreanTest } from './korean-comparison.ts';
import { koreanEvent, koreanSequence } from './korean-event.ts';
import { koreanWindow } from './korean-window.ts';
import { clausePhrase, groupPhrase, notPhrase, type Phrase } from './phrase.ts';
import { attributeOf, audienceText, type SentenceContext } from './sentence-context.ts';
import { listTexts } from './shorten-texts.ts';
import { dayText, NO_LABELS, textValue } from './value-text.ts';

const CUSTOMERS: KoreanNouns = { noun: '고객', everything: '모든 고객', nothing: '해당하는 고객 없음' };

/** Who is meant: `성별이 여성이고 나이가 30세 이상인 고객`. */
export function koreanSentence(predicate: Predicate, context: SentenceContext): string {
  const phrase = koreanPhrase(predicate, context);
  if (phrase.kind !== 'clause' && phrase.kind !== 'not' && phrase.children.length === 0) {
    return phrase.kind === 'all' ? CUSTOMERS.everything : CUSTOMERS.nothing;
  }
  return `${joinKorean(phrase, 'before', CUSTOMERS)} ${CUSTOMERS.noun}`;
}

/** One condition by itself: `성별이 여성`, `구매 이력이 있음`. */
export function koreanCondition(predicate: Predicate, context: SentenceContext): string {
  const phrase = koreanPhrase(predicate, context);
  if (phrase.kind === 'clause') return endKorean(phrase.clause, 'stop');
  return phrase.kind === 'not' || phrase.children.length > 0
    ? joinKorean(phrase, 'stop', CUSTOMERS)
    : koreanSentence(predicate, context);
}

/** One condition before a noun: `성별이 여성인`, `구매 이력이 있는`. */
export function koreanAttributive(predicate: Predicate, context: SentenceContext): string {
  return joinKorean(koreanPhrase(predicate, context), 'before', CUSTOMERS);
}

function koreanPhrase(predicate: Predicate, context: SentenceContext): Phrase<KoreanClause> {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return groupPhrase(
        predicate.kind,
        predicate.children.map((child) => koreanPhrase(child, context)),
      );
    case 'not':
      return notPhrase(koreanPhrase(predicate.child, context));
    case 'attribute':
      return koreanAttribute(predicate, context);
    case 'event':
      return koreanEvent(predicate, context);
    case 'sequence':
      return koreanSequence(predicate, context);
    case 'audience': {
      const version = predicate.version === null ? '' : `(버전 ${predicate.version})`;
      return clausePhrase(koreanClause(`고객군 ‘${audienceText(context, predicate.audience, 'ko')}’${version}에`, 'belong'));
    }
    case 'customers': {
      const keys = listTexts([...new Set(predicate.keys)], (key) => textValue(key, NO_LABELS, 'ko'));
      return clausePhrase(koreanChoiceClause('고객 키', keys, '명'));
    }
    default:
      return assertNever(predicate);
  }
}

function koreanAttribute({ attribute: id, test }: AttributePredicate, context: SentenceContext): Phrase<KoreanClause> {
  const { label, unit, values } = attributeOf(context, id);
  const subject = withJosa(label.ko, '이/가');
  switch (test.kind) {
    case 'compare':
    case 'exists':
      return koreanTest(label.ko, test, { unit, values, zone: context.catalog.timeZone });
    case 'within': {
      const window = koreanWindow(test.window, context, false);
      if (test.window.kind === 'range') {
        // Of a date by itself, 이후 and 이전 (both include the day) are said rather than 부터 and 까지.
        const { fromDay, toDay } = test.window;
        const open =
          toDay === null ? window.replace('부터', ' 이후') : fromDay === null ? window.replace('까지', ' 이전') : window;
        return clausePhrase(koreanClause(`${subject} ${open}`, 'be'));
      }
      if (test.window.kind === 'ago') return clausePhrase(koreanClause(`${subject} ${window}`, 'be'));
      return clausePhrase(koreanClause(`${subject} ${window} 안에`, 'exist'));
    }
    case 'anniversary': {
      const day = dayAfterLast(context.asOfMs, context.catalog.timeZone) - 1;
      const [from, to] = [dayText(day) ?? '', dayText(day + test.nextDays - 1) ?? ''];
      const yearly = `${label.ko}의 기념일이`;
      if (test.nextDays === 1) return clausePhrase(koreanClause(`${yearly} 오늘(${from})`, 'be'));
      return clausePhrase(koreanClause(`${yearly} 오늘부터 ${test.nextDays}일(${from}~${to}) 안에`, 'exist'));
    }
    default:
      return assertNever(test);
  }
}
