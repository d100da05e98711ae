import { type Attribute, findEvent, findField } from '../catalog/catalog.ts';
import { computedLabel } from '../catalog/computed-label.ts';
import { englishMeasureName } from './english-measure-name.ts';
import { englishSpan } from './english-window.ts';
import { lowerLabel } from './english-words.ts';
import type { SentenceContext } from './sentence-context.ts';

/**
 * An attribute as the subject of a clause: its label, or for a computed one that the file gave no label, what it measures
 * (`total purchase amount in the last 90 days` rather than “Purchase amount, sum, last 90 days”). Its window ends at the
 * snapshot's as-of, not at the question's: it is told without dates.
 */
export function englishAttributeName({ label, origin }: Attribute, context: SentenceContext): string {
  if (origin.kind !== 'computed' || origin.spec.where.length > 0) return lowerLabel(label.en);
  const { spec } = origin;
  const event = findEvent(context.catalog, spec.event);
  const field = spec.field === null ? null : event === undefined ? undefined : findField(event, spec.field);
  if (event === undefined || field === undefined) return lowerLabel(label.en);
  const isNamed = label.en !== computedLabel(spec, event, field).en;
  if (isNamed || (spec.within !== null && spec.within.kind !== 'last')) return lowerLabel(label.en);
  const name = englishMeasureName(spec.measure, event, field, event.hasOccasion ? 'occasion' : 'row');
  if (spec.within === null) return name;
  const { n, unit } = spec.within;
  return `${name} in the last ${n === 1 ? unit : englishSpan(n, unit)}`;
}
