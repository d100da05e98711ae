import type { CompareTest, Comparison, EventPredicate, ExistsTest, FieldFilter, ResolvedPredicate } from '@silhouette/model';
import { splitComparison } from './condition-tree.ts';

/**
 * A condition about rows with one thing less, in every way there is: without a filter, a value of a list, a bound of a range, a
 * window or a gap. None of a condition about an attribute, whose values and bounds are conditions themselves.
 */
export function listShorter(predicate: ResolvedPredicate): readonly ResolvedPredicate[] {
  const known = found.get(predicate);
  if (known !== undefined) return known;
  const shorter = shorten(predicate);
  found.set(predicate, shorter);
  return shorter;
}

/** A condition is shortened again for each part of an answer: the same ones are known by themselves. */
const found = new WeakMap<ResolvedPredicate, readonly ResolvedPredicate[]>();

function shorten(predicate: ResolvedPredicate): readonly ResolvedPredicate[] {
  if (predicate.kind === 'event') {
    return [
      ...shortenFilters(predicate.where).map((where) => ({ ...predicate, where })),
      ...(predicate.within === null ? [] : [{ ...predicate, within: null }]),
      ...shortenMeasure(predicate),
    ];
  }
  if (predicate.kind !== 'sequence') return [];
  const { steps, gap } = predicate;
  return [
    ...steps.flatMap((step, place) =>
      [
        ...shortenFilters(step.where).map((where) => ({ ...step, where })),
        ...(step.within === null ? [] : [{ ...step, within: null }]),
      ].map((shorter) => ({ ...predicate, steps: steps.with(place, shorter) })),
    ),
    ...(steps.length <= 2 ? [] : steps.map((_, place) => ({ ...predicate, steps: steps.toSpliced(place, 1) }))),
    ...(gap === null ? [] : [{ ...predicate, gap: null }]),
  ];
}

function shortenMeasure(predicate: EventPredicate): readonly EventPredicate[] {
  const { measure } = predicate;
  if ('comparisons' in measure) {
    return shortenComparisons(measure.comparisons).map((comparisons) => ({
      ...predicate,
      measure: { ...measure, comparisons },
    }));
  }
  return shortenTest(measure.test).map((test) => ({ ...predicate, measure: { ...measure, test } }));
}

/** Of a list all of which (or any of which) hold. */
function shortenFilters(filters: readonly FieldFilter[]): readonly (readonly FieldFilter[])[] {
  return filters.flatMap((filter, place) => [
    ...shortenFilter(filter).map((shorter) => filters.with(place, shorter)),
    filters.toSpliced(place, 1),
  ]);
}

function shortenFilter(filter: FieldFilter): readonly FieldFilter[] {
  switch (filter.kind) {
    case 'field':
      return shortenTest(filter.test).map((test) => ({ ...filter, test }));
    case 'not':
      return shortenFilter(filter.child).map((child) => ({ ...filter, child }));
    case 'all':
    case 'any':
      return shortenFilters(filter.children).flatMap((children) => (children.length === 0 ? [] : [{ ...filter, children }]));
  }
}

function shortenTest(test: CompareTest | ExistsTest): readonly CompareTest[] {
  if (test.kind === 'exists') return [];
  return shortenComparisons(test.comparisons).map((comparisons) => ({ ...test, comparisons }));
}

function shortenComparisons(comparisons: readonly Comparison[]): readonly (readonly Comparison[])[] {
  return comparisons.flatMap((comparison, place) => [
    ...shortenList(comparison).map((shorter) => comparisons.with(place, shorter)),
    ...(comparisons.length < 2 ? [] : [comparisons.toSpliced(place, 1)]),
  ]);
}

function shortenList(comparison: Comparison): readonly Comparison[] {
  if (splitComparison(comparison) === null) return [];
  switch (comparison.op) {
    case 'in':
      return comparison.values.map((_, place) => ({ ...comparison, values: comparison.values.toSpliced(place, 1) }));
    case 'containsAny':
      return comparison.values.map((_, place) => ({ ...comparison, values: comparison.values.toSpliced(place, 1) }));
    default:
      return [];
  }
}
