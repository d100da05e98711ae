import { assertNever } from '../assert-never.ts';
import type { AttributePredicate, Predicate } from '../predicate/predicate.ts';
import { dayAfterLast } from '../time/resolve-window.ts';
import { englishAttributeName } from './english-attribute-name.ts';
import { type EnglishClause, type EnglishStyle, joinEnglishClauses, standaloneEnglish } from './english-clause.ts';
import { choiceClause, englishTest, isClause } from './english-comparison.ts';
import { englishEvent, englishSequence } from './english-event.ts';
import { englishSpan, englishWindow } from './english-window.ts';
import { capitalise } from './english-words.ts';
import { clausePhrase, groupPhrase, notPhrase, type Phrase } from './phrase.ts';
import { attributeOf, audienceText, type SentenceContext } from './sentence-context.ts';
import { listTexts } from './shorten-texts.ts';
import { dayText, NO_LABELS, textValue } from './value-text.ts';

const CUSTOMERS: EnglishStyle = {
  possessive: 'whose',
  noun: 'who are not among those',
  everything: 'who may be anyone',
  nothing: 'who match nothing',
  hasCommas: true,
};

/** Who is meant: `Customers whose gender is Female and whose age is at least 30 years`. */
export function englishSentence(predicate: Predicate, context: SentenceContext): string {
  const phrase = englishPhrase(predicate, context);
  if ((phrase.kind === 'all' || phrase.kind === 'any') && phrase.children.length === 0) {
    return phrase.kind === 'all' ? 'All customers' : 'No customers';
  }
  return `Customers ${joinEnglishClauses(phrase, CUSTOMERS)}`;
}

/** One condition by itself: `Gender is Female`, `Has at least one purchase`. */
export function englishCondition(predicate: Predicate, context: SentenceContext): string {
  const phrase = englishPhrase(predicate, context);
  if (phrase.kind === 'clause') return capitalise(standaloneEnglish(phrase.clause));
  return englishSentence(predicate, context);
}

function englishPhrase(predicate: Predicate, context: SentenceContext): Phrase<EnglishClause> {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return groupPhrase(
        predicate.kind,
        predicate.children.map((child) => englishPhrase(child, context)),
      );
    case 'not':
      return notPhrase(englishPhrase(predicate.child, context));
    case 'attribute':
      return englishAttribute(predicate, context);
    case 'event':
      return englishEvent(predicate, context);
    case 'sequence':
      return englishSequence(predicate, context);
    case 'audience': {
      const version = predicate.version === null ? '' : ` (version ${predicate.version})`;
      const rest = `in the audience ‘${audienceText(context, predicate.audience, 'en')}’${version}`;
      return clausePhrase({ subject: null, verb: 'is', rest, isPlural: true, negated: null, isNegated: false });
    }
    case 'customers': {
      const keys = listTexts([...new Set(predicate.keys)], (key) => textValue(key, NO_LABELS, 'en'));
      return clausePhrase(choiceClause('customer key', keys));
    }
    default:
      return assertNever(predicate);
  }
}

function englishAttribute({ attribute: id, test }: AttributePredicate, context: SentenceContext): Phrase<EnglishClause> {
  const attribute = attributeOf(context, id);
  const { unit, values } = attribute;
  const subject = englishAttributeName(attribute, context);
  switch (test.kind) {
    case 'compare':
    case 'exists':
      return englishTest(subject, test, { unit, values, zone: context.catalog.timeZone });
    case 'within':
      return clausePhrase(isClause(subject, englishWindow(test.window, context, false)));
    case 'anniversary': {
      const day = dayAfterLast(context.asOfMs, context.catalog.timeZone) - 1;
      const [from, to] = [dayText(day) ?? '', dayText(day + test.nextDays - 1) ?? ''];
      const when =
        test.nextDays === 1 ? `today (${from})` : `within ${englishSpan(test.nextDays, 'day')} from today (${from} to ${to})`;
      return clausePhrase({
        subject,
        verb: 'has',
        rest: `its anniversary ${when}`,
        isPlural: false,
        negated: null,
        isNegated: false,
      });
    }
    default:
      return assertNever(test);
  }
}
