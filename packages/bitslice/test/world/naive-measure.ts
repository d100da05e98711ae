import type { AverageInterval, RowMeasure, RowTies } from '@silhouette/bitslice';
import { isWithin, passes, valueAt } from './naive-mask.ts';
import type { PlainTable, PlainValue } from './world.ts';

/** Whether rows of one place (those that count, in order) measure up. */
export function isMeasured(table: PlainTable, rows: readonly number[], measure: RowMeasure): boolean {
  const valuesOf = (column: string): PlainValue[] => rows.map((row) => valueAt(table.columns, column, row));
  const numbersOf = (column: string): bigint[] => valuesOf(column).flatMap((value) => (typeof value === 'bigint' ? value : []));
  const countOf = (per: 'row' | 'occasion'): bigint =>
    BigInt(per === 'row' || table.occasions === 'none' ? rows.length : new Set(valuesOf('@occasion')).size);
  switch (measure.kind) {
    case 'count':
      return isWithin(countOf(measure.per), measure.intervals);
    case 'days':
      return isWithin(BigInt(new Set(valuesOf('@day')).size), measure.intervals);
    case 'distinct': {
      const different = new Set(valuesOf(measure.column).filter((value) => value !== null));
      return isWithin(BigInt(different.size), measure.intervals);
    }
    case 'sum':
      return isWithin(addUp(numbersOf(measure.column)), measure.intervals);
    case 'average': {
      const numbers = numbersOf(measure.column);
      if (numbers.length === 0) return false;
      return measure.intervals.some((one) => isAverageWithin(addUp(numbers) * measure.factor, countOf(measure.per), one));
    }
    case 'least':
    case 'greatest': {
      const [first, ...others] = numbersOf(measure.column);
      if (first === undefined) return false;
      const best = others.reduce((a, b) => ((measure.kind === 'least' ? b < a : b > a) ? b : a), first);
      return passes(best, measure.test);
    }
    case 'first':
    case 'last': {
      if (rows.length === 0) return measure.test.kind === 'missing';
      const ordered = orderRows(table, rows, measure.column, measure.ties);
      const row = ordered.at(measure.kind === 'first' ? 0 : -1) ?? 0;
      return passes(valueAt(table.columns, measure.column, row), measure.test);
    }
    case 'top': {
      const ordered = orderRows(table, rows, measure.column, measure.ties);
      return passes(findTop(ordered.map((row) => valueAt(table.columns, measure.column, row))), measure.test);
    }
    case 'lastAt': {
      const last = valuesOf('@at').at(-1);
      return typeof last === 'bigint' && isWithin(last, measure.intervals);
    }
  }
}

function addUp(numbers: readonly bigint[]): bigint {
  return numbers.reduce((sum, one) => sum + one, 0n);
}

function isAverageWithin(sum: bigint, count: bigint, { from, to }: AverageInterval): boolean {
  if (from !== null && (from.open ? sum <= from.value * count : sum < from.value * count)) return false;
  return to === null || (to.open ? sum < to.value * count : sum <= to.value * count);
}

/** Rows by instant, and rows of one instant by what `ties` says. */
function orderRows(table: PlainTable, rows: readonly number[], column: string, ties: RowTies): number[] {
  if (ties.kind === 'place') return [...rows];
  const rank = (row: number): bigint | Buffer => {
    const value = valueAt(table.columns, column, row);
    if (ties.kind === 'text') return Buffer.from(value === null ? '' : String(value), 'utf8');
    if (typeof value !== 'bigint') return -(2n ** 100n);
    return ties.kind === 'code' ? value : BigInt(ties.ranks[Number(value)] ?? 0);
  };
  return [...rows].sort((a, b) => {
    const [x, y] = [valueAt(table.columns, '@at', a), valueAt(table.columns, '@at', b)];
    if (x !== y) return Number(x) - Number(y);
    const [left, right] = [rank(a), rank(b)];
    if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** The most frequent value of rows in order; of several the one that comes last. Null without any. */
function findTop(values: readonly PlainValue[]): PlainValue {
  const present = values.filter((value) => value !== null);
  const sizeOf = (value: PlainValue): number => present.filter((one) => one === value).length;
  const most = Math.max(0, ...present.map(sizeOf));
  return present.findLast((value) => sizeOf(value) === most) ?? null;
}
