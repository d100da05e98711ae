import { type Attribute, assertNever, formatDay, formatDecimalAt } from '@silhouette/model';
import type { MemberRow } from '../../audience-engine.ts';
import { readTags } from './describe-distribution.ts';

/** A value of the index as member rows show it; `values`: a category's values by number. */
export function formatMemberValue(
  attribute: Attribute,
  value: bigint | string | null,
  values: readonly string[],
): MemberRow['values'][number] {
  if (value === null) return null;
  if (typeof value === 'string') return attribute.type === 'tags' ? readTags(value) : value;
  switch (attribute.type) {
    case 'category':
      return values[Number(value)] ?? null;
    case 'boolean':
      return value === 1n;
    case 'number':
      return formatDecimalAt({ units: value, scale: attribute.decimals }, attribute.decimals);
    case 'date':
      return formatDay(Number(value));
    case 'datetime':
      return new Date(Number(value)).toISOString();
    case 'tags':
    case 'text':
      throw new TypeError(`A value of "${attribute.id}" came as a number.`);
    default:
      return assertNever(attribute.type);
  }
}
