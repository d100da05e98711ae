import { assertNever } from '@silhouette/model';
import type { Column } from './column.ts';

/** The column whose row i is the given column's row `order[i]`. */
export function reorderColumn(column: Column, order: Uint32Array): Column {
  switch (column.kind) {
    case 'text':
    case 'tags':
      return { ...column, codes: reorderInt32(column.codes, order) };
    case 'boolean':
      return { kind: 'boolean', bits: Int8Array.from(order, (row) => column.bits[row] ?? -1) };
    case 'number': {
      const present = Uint8Array.from(order, (row) => column.present[row] ?? 0);
      const { units } = column;
      if (units instanceof BigInt64Array)
        return { ...column, present, units: BigInt64Array.from(order, (row) => units[row] ?? 0n) };
      return { ...column, present, units: Array.from(order, (row) => units[row] ?? 0n) };
    }
    case 'date':
      return { kind: 'date', days: reorderFloat64(column.days, order) };
    case 'datetime':
      return { kind: 'datetime', atMs: reorderFloat64(column.atMs, order) };
    default:
      return assertNever(column);
  }
}

/** As {@link reorderColumn}, for plain integers. */
export function reorderInt32(values: Int32Array, order: Uint32Array): Int32Array {
  const result = new Int32Array(order.length);
  order.forEach((row, index) => {
    result[index] = values[row] ?? 0;
  });
  return result;
}

/** As {@link reorderColumn}, for plain numbers. */
export function reorderFloat64(values: Float64Array, order: Uint32Array): Float64Array {
  const result = new Float64Array(order.length);
  order.forEach((row, index) => {
    result[index] = values[row] ?? Number.NaN;
  });
  return result;
}
