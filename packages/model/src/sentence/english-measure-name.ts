import { assertNever } from '../assert-never.ts';
import type { ComputedMeasure, EventType, Field } from '../catalog/catalog.ts';
import { joinNames } from '../catalog/join-names.ts';
import { lowerLabel, pluralise, withArticle } from './english-words.ts';

/**
 * What is measured, as a noun: `number of purchases`, `average purchase amount per purchase`, `brand of the last purchase`.
 * @param field what the measure takes; null where it takes none
 * @param per what an average is taken over
 */
export function englishMeasureName(
  measure: ComputedMeasure,
  event: EventType,
  field: Field | null,
  per: 'occasion' | 'row',
): string {
  const name = lowerLabel(event.label.en);
  const what = field === null ? '' : lowerLabel(field.label.en);
  const joined = joinNames(name, what);
  const isTime = field?.type === 'date' || field?.type === 'datetime';
  switch (measure) {
    case 'count':
      return `number of ${pluralise(name)}`;
    case 'rows':
      return `number of ${name} rows`;
    case 'days':
      return `number of days with ${withArticle(name)}`;
    case 'recency':
      return `time since the last ${name}`;
    case 'firstDate':
      return `date of the first ${name}`;
    case 'lastDate':
      return `date of the last ${name}`;
    case 'sum':
      return `total ${joined}`;
    case 'avg':
      return `average ${joined}${event.hasOccasion ? (per === 'row' ? ' per row' : ` per ${name}`) : ''}`;
    case 'min':
      return `${isTime ? 'earliest' : 'smallest'} ${joined}`;
    case 'max':
      return `${isTime ? 'latest' : 'largest'} ${joined}`;
    case 'distinct':
      return `number of different ${pluralise(joined)}`;
    case 'first':
      return `${what} of the first ${name}`;
    case 'last':
      return `${what} of the last ${name}`;
    case 'top':
      return `most frequent ${joined}`;
    default:
      return assertNever(measure);
  }
}
