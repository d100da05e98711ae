import { assertNever } from '../assert-never.ts';
import type { ValueType } from '../value/value-type.ts';
import type { ComputedMeasure, Field } from './catalog.ts';

/** Decimals of a stored average, which is rounded down so that comparisons agree with the event condition. */
export const AVERAGE_DECIMALS = 6;

/** Type, decimals and unit of what a measure gives; `field` is what it measures (null where it measures none). */
export function computedValueType(
  measure: ComputedMeasure,
  field: Field | null,
  recencyUnit: string | null,
): { readonly type: ValueType; readonly decimals: number; readonly unit: string | null } {
  switch (measure) {
    case 'count':
    case 'rows':
    case 'distinct':
      return { type: 'number', decimals: 0, unit: null };
    case 'days':
      return { type: 'number', decimals: 0, unit: 'day' };
    case 'recency':
      return { type: 'number', decimals: 0, unit: recencyUnit };
    case 'firstDate':
    case 'lastDate':
      return { type: 'date', decimals: 0, unit: null };
    case 'avg':
      return { type: 'number', decimals: AVERAGE_DECIMALS, unit: field?.unit ?? null };
    case 'sum':
    case 'min':
    case 'max':
    case 'first':
    case 'last':
    case 'top':
      return { type: field?.type ?? 'number', decimals: field?.decimals ?? 0, unit: field?.unit ?? null };
    default:
      return assertNever(measure);
  }
}
