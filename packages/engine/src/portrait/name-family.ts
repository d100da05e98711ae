import { type Attribute, assertNever, type ComputedMeasure } from '@silhouette/model';
import type { AttributeComparison } from './compare-attribute.ts';
import type { PortraitPart } from './portrait-part.ts';

/**
 * What a fact has in common with others that say the same. Computed attributes of one event are one family, whatever their
 * window, when they tell in the same direction
 * - how often there was one (`count`, `rows`, `days`),
 * - how lately (`recency`, `lastDate`, and whether there is a value at all),
 * - how much at once (`avg`, `min`, `max` of one field),
 * - the same value of one field (`first`, `last`, `top`),
 * - or by any other measure of one field.
 * Filtered ones (`where`) are so only with the same filter; every other attribute is a family by itself.
 */
export function nameFamily(
  { id, origin }: Pick<Attribute, 'id' | 'origin'>,
  { part, cohensH }: Pick<AttributeComparison, 'part' | 'cohensH'>,
): string {
  if (origin.kind !== 'computed') return JSON.stringify([id]);
  const { event, measure, field, where } = origin.spec;
  const subject = part.kind === 'missing' || part.kind === 'present' ? 'recency' : SUBJECTS[measure];
  const value = part.kind === 'value' ? part.value : null;
  // Fewer days since the last one is a later last one.
  const isBackwards = measure === 'recency' && part.kind === 'numbers';
  const direction = findDirection(part, isBackwards ? -cohensH : cohensH);
  return JSON.stringify([event, subject, subject === 'recency' ? null : field, value, where, direction], (_, one: unknown) =>
    typeof one === 'bigint' ? String(one) : one,
  );
}

/** Whether the group lies higher or lower; of a range with two ends nothing is said. */
function findDirection(part: PortraitPart, h: number): 'higher' | 'lower' | 'between' {
  const flip = (isHigher: boolean): 'higher' | 'lower' => (isHigher === h > 0 ? 'higher' : 'lower');
  switch (part.kind) {
    case 'value':
    case 'present':
      return flip(true);
    case 'missing':
      return flip(false);
    case 'numbers':
      return part.from !== null && part.to !== null ? 'between' : flip(part.to === null);
    case 'days':
      return part.fromDay !== null && part.toDay !== null ? 'between' : flip(part.toDay === null);
    default:
      return assertNever(part);
  }
}

const SUBJECTS: Readonly<Record<ComputedMeasure, string>> = {
  count: 'frequency',
  rows: 'frequency',
  days: 'frequency',
  recency: 'recency',
  lastDate: 'recency',
  firstDate: 'firstDate',
  sum: 'sum',
  avg: 'size',
  min: 'size',
  max: 'size',
  distinct: 'distinct',
  first: 'value',
  last: 'value',
  top: 'value',
};
