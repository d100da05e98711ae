import { assertNever } from '../assert-never.ts';
import type { ComputedMeasure, EventType, Field } from '../catalog/catalog.ts';
import type {
  CountPer,
  EventPredicate,
  FieldFilter,
  Measure,
  SequencePredicate,
  SequenceStep,
} from '../predicate/predicate.ts';
import { type EnglishClause, type EnglishStyle, joinEnglishClauses } from './english-clause.ts';
import { englishComparisons, englishTest } from './english-comparison.ts';
import { englishMeasureName } from './english-measure-name.ts';
import { englishSpan, englishWindow } from './english-window.ts';
import { lowerLabel, withArticle } from './english-words.ts';
import { isRepeated } from './is-repeated.ts';
import { isSomeCount } from './is-some-count.ts';
import { clausePhrase, groupPhrase, notPhrase, type Phrase } from './phrase.ts';
import { eventOf, fieldOf, type SentenceContext } from './sentence-context.ts';
import type { TestedValue } from './tested-value.ts';
import { NO_LABELS } from './value-text.ts';

const ROWS: EnglishStyle = {
  possessive: 'the',
  noun: 'not',
  everything: 'anything holds',
  nothing: 'nothing holds',
  hasCommas: true,
};

/** The average purchase amount per purchase in the last 3 months (since 2026-08-22) is at least ₩100,000. */
export function englishEvent(predicate: EventPredicate, context: SentenceContext): Phrase<EnglishClause> {
  const event = eventOf(context, predicate.event);
  const window = predicate.within === null ? '' : ` ${englishWindow(predicate.within, context, true)}`;
  const filter = englishFilter(predicate.where, event, context);
  // Between subject and verb a filter stands between commas; at the end of a clause it needs none.
  const inside = filter === '' ? window : `${window}, ${filter},`;
  const atEnd = filter === '' ? window : `${window} ${filter}`;
  return englishMeasure(predicate.measure, event, inside, atEnd, context);
}

function englishMeasure(
  measure: Measure,
  event: EventType,
  inside: string,
  atEnd: string,
  context: SentenceContext,
): Phrase<EnglishClause> {
  const zone = context.catalog.timeZone;
  const number = (unit: string | null): TestedValue => ({ unit, values: NO_LABELS, zone });
  const fieldValue = ({ unit, values }: Field): TestedValue => ({ unit, values, zone });
  const nameOf = (kind: ComputedMeasure, field: Field | null, per: CountPer = 'occasion'): string =>
    `${englishMeasureName(kind, event, field, per)}${inside}`;
  switch (measure.kind) {
    case 'count': {
      const some = isSomeCount(measure.comparisons);
      if (some !== null) return clausePhrase(someClause(lowerLabel(event.label.en), atEnd, some));
      const kind = measure.per === 'row' && event.hasOccasion ? 'rows' : 'count';
      return englishComparisons(nameOf(kind, null), measure.comparisons, number(null));
    }
    case 'days':
      return englishComparisons(nameOf('days', null), measure.comparisons, number(null));
    case 'recency':
      return englishComparisons(nameOf('recency', null), measure.comparisons, number(measure.unit));
    case 'sum':
    case 'min':
    case 'max': {
      const field = fieldOf(event, measure.field);
      return englishComparisons(nameOf(measure.kind, field), measure.comparisons, fieldValue(field));
    }
    case 'avg': {
      const field = fieldOf(event, measure.field);
      return englishComparisons(nameOf('avg', field, measure.per), measure.comparisons, fieldValue(field));
    }
    case 'distinct':
      return englishComparisons(nameOf('distinct', fieldOf(event, measure.field)), measure.comparisons, number(null));
    case 'first':
    case 'last':
    case 'top': {
      const field = fieldOf(event, measure.field);
      return englishTest(nameOf(measure.kind, field), measure.test, fieldValue(field));
    }
    default:
      return assertNever(measure);
  }
}

function someClause(name: string, atEnd: string, some: boolean): EnglishClause {
  const none = { plural: `have no ${name}${atEnd}`, singular: `has no ${name}${atEnd}` };
  return { subject: null, verb: 'has', rest: `at least one ${name}${atEnd}`, isPlural: true, negated: none, isNegated: !some };
}

function fieldName(field: Field): string {
  return lowerLabel(field.label.en);
}

/** `where the brand is Haeon and the amount is at least ₩10,000`; empty without filters. */
function englishFilter(where: readonly FieldFilter[], event: EventType, context: SentenceContext): string {
  if (where.length === 0) return '';
  const phrase = groupPhrase(
    'all',
    where.map((filter) => filterPhrase(filter, event, context)),
  );
  return `where ${joinEnglishClauses(phrase, ROWS)}`;
}

function filterPhrase(filter: FieldFilter, event: EventType, context: SentenceContext): Phrase<EnglishClause> {
  switch (filter.kind) {
    case 'field': {
      const field = fieldOf(event, filter.field);
      const { unit, values } = field;
      // `“With a photo” is yes`: names of what is so or not are no nouns.
      const name = field.type === 'boolean' ? `“${field.label.en}”` : fieldName(field);
      return englishTest(name, filter.test, { unit, values, zone: context.catalog.timeZone });
    }
    case 'all':
    case 'any':
      return groupPhrase(
        filter.kind,
        filter.children.map((child) => filterPhrase(child, event, context)),
      );
    case 'not':
      return notPhrase(filterPhrase(filter.child, event, context));
    default:
      return assertNever(filter);
  }
}

/** A purchase, followed within 30 days by a review. */
export function englishSequence({ steps, gap }: SequencePredicate, context: SentenceContext): Phrase<EnglishClause> {
  const within = gap === null ? 'later' : `within ${englishSpan(gap.max, gap.unit)}`;
  // A step that says more than its name is closed by a comma, lest the next be taken for its end.
  const rest = steps.reduce((before, step, index) => {
    const previous = steps[index - 1];
    if (previous === undefined) return stepText(step, false, context);
    const isLong = steps.length > 2 || previous.within !== null || previous.where.length > 0;
    return `${before}${isLong ? ',' : ''} followed ${within} by ${stepText(step, isRepeated(steps, index), context)}`;
  }, '');
  return clausePhrase({ subject: null, verb: 'has', rest, isPlural: true, negated: null, isNegated: false });
}

function stepText(step: SequenceStep, isAnother: boolean, context: SentenceContext): string {
  const event = eventOf(context, step.event);
  const name = lowerLabel(event.label.en);
  const window = step.within === null ? '' : ` ${englishWindow(step.within, context, true)}`;
  const filter = englishFilter(step.where, event, context);
  return `${isAnother ? `another ${name}` : withArticle(name)}${window}${filter === '' ? '' : ` ${filter}`}`;
}
