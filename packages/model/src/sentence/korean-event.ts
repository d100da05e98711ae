import { assertNever } from '../assert-never.ts';
import type { EventType, Field } from '../catalog/catalog.ts';
import { joinNames } from '../catalog/join-names.ts';
import type { EventPredicate, FieldFilter, Measure, SequencePredicate, SequenceStep } from '../predicate/predicate.ts';
import { isRepeated } from './is-repeated.ts';
import { isSomeCount } from './is-some-count.ts';
import { withJosa } from './josa.ts';
import { joinKorean, type KoreanClause, type KoreanNouns, koreanClause } from './korean-clause.ts';
import { koreanComparisons, koreanTest } from './korean-comparison.ts';
import { koreanEventWindow, koreanSpan, koreanStepWindow } from './korean-window.ts';
import { clausePhrase, groupPhrase, notPhrase, type Phrase } from './phrase.ts';
import { eventOf, fieldOf, type SentenceContext } from './sentence-context.ts';
import type { TestedValue } from './tested-value.ts';
import { NO_LABELS } from './value-text.ts';

const ROWS: KoreanNouns = { noun: '경우', everything: '모든 경우', nothing: '해당 없는 경우' };

/** 최근 3개월(2026-08-22부터) 동안 회당 평균 구매 금액이 100,000원 이상. */
export function koreanEvent(predicate: EventPredicate, context: SentenceContext): Phrase<KoreanClause> {
  const event = eventOf(context, predicate.event);
  const window = koreanEventWindow(predicate.within, context);
  const filter = koreanFilter(predicate.where, event, context);
  return koreanMeasure(predicate.measure, event, `${window}${filter}`, filter !== '', context);
}

function koreanMeasure(
  measure: Measure,
  event: EventType,
  prefix: string,
  isFiltered: boolean,
  context: SentenceContext,
): Phrase<KoreanClause> {
  const name = event.label.ko;
  const zone = context.catalog.timeZone;
  const number = (unit: string | null): TestedValue => ({ unit, values: NO_LABELS, zone });
  const fieldValue = ({ unit, values }: Field): TestedValue => ({ unit, values, zone });
  switch (measure.kind) {
    case 'count': {
      const some = isSomeCount(measure.comparisons);
      if (some !== null) return clausePhrase(koreanClause(`${prefix}${name} 이력이`, 'exist', !some));
      const isRows = measure.per === 'row' && event.hasOccasion;
      return koreanComparisons(
        `${prefix}${name} ${isRows ? '건수' : '횟수'}`,
        measure.comparisons,
        number(isRows ? '건' : '번'),
      );
    }
    case 'days':
      return koreanComparisons(`${prefix}${name} 일수`, measure.comparisons, number('일'));
    case 'recency':
      return koreanComparisons(`${prefix}마지막 ${name} 후 지난 기간`, measure.comparisons, number(measure.unit));
    case 'sum': {
      const field = fieldOf(event, measure.field);
      return koreanComparisons(`${prefix}${joinNames(name, field.label.ko)} 합계`, measure.comparisons, fieldValue(field));
    }
    case 'avg': {
      const field = fieldOf(event, measure.field);
      const each = event.hasOccasion ? (measure.per === 'row' ? '건당 평균' : '회당 평균') : '평균';
      const subject = isFiltered ? `${name}의 ${each} ${field.label.ko}` : `${each} ${joinNames(name, field.label.ko)}`;
      return koreanComparisons(`${prefix}${subject}`, measure.comparisons, fieldValue(field));
    }
    case 'min':
    case 'max': {
      const field = fieldOf(event, measure.field);
      const isTime = field.type === 'date' || field.type === 'datetime';
      const which = isTime
        ? `가장 ${measure.kind === 'min' ? '이른' : '늦은'} ${joinNames(name, field.label.ko)}`
        : `${joinNames(name, field.label.ko)} ${measure.kind === 'min' ? '최솟값' : '최댓값'}`;
      return koreanComparisons(`${prefix}${which}`, measure.comparisons, fieldValue(field));
    }
    case 'distinct': {
      const field = fieldOf(event, measure.field);
      return koreanComparisons(`${prefix}${joinNames(name, field.label.ko)} 가짓수`, measure.comparisons, number('가지'));
    }
    case 'first':
    case 'last': {
      const field = fieldOf(event, measure.field);
      const which = measure.kind === 'first' ? '첫' : '마지막';
      return koreanTest(`${prefix}${which} ${name}의 ${field.label.ko}`, measure.test, fieldValue(field));
    }
    case 'top': {
      const field = fieldOf(event, measure.field);
      return koreanTest(`${prefix}${name}에서 가장 많은 ${field.label.ko}`, measure.test, fieldValue(field));
    }
    default:
      return assertNever(measure);
  }
}

/** Filters before the event's name, with a space at the end: `브랜드가 해온이고 금액이 10,000원 이상인 `; empty without filters. */
function koreanFilter(where: readonly FieldFilter[], event: EventType, context: SentenceContext): string {
  if (where.length === 0) return '';
  const phrase = groupPhrase(
    'all',
    where.map((filter) => filterPhrase(filter, event, context)),
  );
  return `${joinKorean(phrase, 'before', ROWS)} `;
}

function filterPhrase(filter: FieldFilter, event: EventType, context: SentenceContext): Phrase<KoreanClause> {
  switch (filter.kind) {
    case 'field': {
      const { label, unit, values } = fieldOf(event, filter.field);
      return koreanTest(label.ko, filter.test, { unit, values, zone: context.catalog.timeZone });
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

/** 구매 다음에 리뷰가 30일 이내에 이어진 이력이 있다. */
export function koreanSequence({ steps, gap }: SequencePredicate, context: SentenceContext): Phrase<KoreanClause> {
  const names = steps.map((step, index) => stepText(step, isRepeated(steps, index), context));
  const [first = '', second = '', ...rest] = names;
  const chain = [`${first} 다음에 ${second}`, ...rest.map((name) => `그다음에 ${name}`)].join(', ');
  const within = gap === null ? '' : ` ${rest.length > 0 ? '각각 앞 단계 후 ' : ''}${koreanSpan(gap.max, gap.unit)} 이내에`;
  return clausePhrase(koreanClause(`${withJosa(chain, '이/가')}${within} 이어진 이력이`, 'exist'));
}

function stepText(step: SequenceStep, isAnother: boolean, context: SentenceContext): string {
  const event = eventOf(context, step.event);
  const name = `${isAnother ? '다른 ' : ''}${event.label.ko}`;
  return `${koreanStepWindow(step.within, context)}${koreanFilter(step.where, event, context)}${name}`;
}
