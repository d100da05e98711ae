import { assertNever, formatDay, formatDecimalAt, type ValueType } from '@silhouette/model';
import { compareCodePoints } from '../panel/compare-code-points.ts';

/**
 * The values of one attribute (a row per customer) or field (a row per event row). Plain arrays by row; what stands for
 * a missing value is said with each kind.
 */
export type Column = TextColumn | BooleanColumn | NumberColumn | DateColumn | DatetimeColumn | TagsColumn;

/** `category` and `text`: each row an index into `values` (distinct), -1 = missing. */
export interface TextColumn {
  readonly kind: 'text';
  readonly codes: Int32Array;
  readonly values: readonly string[];
}
/** 0 or 1, -1 = missing. */
export interface BooleanColumn {
  readonly kind: 'boolean';
  readonly bits: Int8Array;
}
/** Integers of 10^-`decimals`; `present` is 0 where missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly decimals: number;
  readonly units: BigInt64Array | readonly bigint[];
  readonly present: Uint8Array;
}
/** Days since 1970-01-01, NaN = missing. */
export interface DateColumn {
  readonly kind: 'date';
  readonly days: Float64Array;
}
/** Instants in ms, NaN = missing. */
export interface DatetimeColumn {
  readonly kind: 'datetime';
  readonly atMs: Float64Array;
}
/** Each row an index into `lists` (distinct lists, sorted and unique), -1 = missing. */
export interface TagsColumn {
  readonly kind: 'tags';
  readonly codes: Int32Array;
  readonly lists: readonly (readonly string[])[];
}

/** A value of a column by itself: equal values are the same in a `Map` or `Set`. */
export type ColumnValue = string | number | bigint | boolean;

/** Whether a row has a value. */
export function isPresent(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'text':
    case 'tags':
      return (column.codes[row] ?? -1) >= 0;
    case 'boolean':
      return (column.bits[row] ?? -1) >= 0;
    case 'number':
      return column.present[row] === 1;
    case 'date':
      return !Number.isNaN(column.days[row] ?? Number.NaN);
    case 'datetime':
      return !Number.isNaN(column.atMs[row] ?? Number.NaN);
    default:
      return assertNever(column);
  }
}

/** The value of a row that has one: text, boolean, units of a number, day of a date, instant (ms) of a datetime. Not for tags. */
export function readValue(column: Exclude<Column, TagsColumn>, row: number): ColumnValue {
  switch (column.kind) {
    case 'text':
      return readText(column, row);
    case 'boolean':
      return column.bits[row] === 1;
    case 'number':
      return readUnits(column, row);
    case 'date':
      return column.days[row] ?? Number.NaN;
    case 'datetime':
      return column.atMs[row] ?? Number.NaN;
    default:
      return assertNever(column);
  }
}

/** Text of a row that has one. */
export function readText(column: TextColumn, row: number): string {
  return column.values[column.codes[row] ?? -1] ?? '';
}

/** Units of a row that has a number. */
export function readUnits(column: NumberColumn, row: number): bigint {
  return column.units[row] ?? 0n;
}

/** Tags of a row, sorted and unique; empty when missing. */
export function readTags(column: TagsColumn, row: number): readonly string[] {
  return column.lists[column.codes[row] ?? -1] ?? [];
}

/** Orders two rows by their values, smallest first (text by code point, false before true); a missing value comes first. */
export function compareRowValues(column: Exclude<Column, TagsColumn>, a: number, b: number): number {
  const [hasA, hasB] = [isPresent(column, a), isPresent(column, b)];
  if (!hasA || !hasB) return Number(hasA) - Number(hasB);
  const [left, right] = [readValue(column, a), readValue(column, b)];
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value as member rows show it: decimals in full, `yyyy-mm-dd`, ISO instants in UTC; null when missing. */
export function formatValue(column: Column, row: number): string | boolean | readonly string[] | null {
  if (!isPresent(column, row)) return null;
  switch (column.kind) {
    case 'text':
      return readText(column, row);
    case 'boolean':
      return column.bits[row] === 1;
    case 'number':
      return formatDecimalAt({ units: readUnits(column, row), scale: column.decimals }, column.decimals);
    case 'date':
      return formatDay(column.days[row] ?? Number.NaN);
    case 'datetime':
      return new Date(column.atMs[row] ?? Number.NaN).toISOString();
    case 'tags':
      return readTags(column, row);
    default:
      return assertNever(column);
  }
}

/** A value from which {@link buildColumn} makes a column; null = missing. */
export type PlainValue = string | number | bigint | boolean | readonly string[] | null;

/**
 * A column of plain values: strings for text, bigint units for numbers, days or instants (ms) as numbers, booleans,
 * lists of tags (made sorted and unique; an empty one is missing).
 * @throws TypeError when a value is not of the type.
 */
export function buildColumn(type: ValueType, decimals: number, values: readonly PlainValue[]): Column {
  const wrong = (value: PlainValue): never => {
    throw new TypeError(`${String(value)} is no ${type}.`);
  };
  switch (type) {
    case 'category':
    case 'text': {
      const { codes, distinct } = encodeDistinct(values, (value) => (typeof value === 'string' ? value : wrong(value)));
      return { kind: 'text', codes, values: distinct };
    }
    case 'boolean':
      return {
        kind: 'boolean',
        bits: Int8Array.from(values, (value) =>
          value === null ? -1 : typeof value === 'boolean' ? Number(value) : wrong(value),
        ),
      };
    case 'number':
      return {
        kind: 'number',
        decimals,
        units: packUnits(values.map((value) => (value === null ? 0n : typeof value === 'bigint' ? value : wrong(value)))),
        present: Uint8Array.from(values, (value) => Number(value !== null)),
      };
    case 'date':
      return { kind: 'date', days: readNumbers(values, wrong) };
    case 'datetime':
      return { kind: 'datetime', atMs: readNumbers(values, wrong) };
    case 'tags': {
      const texts = values.map((value) => {
        if (value !== null && !Array.isArray(value)) return wrong(value);
        return value === null || value.length === 0 ? null : JSON.stringify([...new Set(value)].sort(compareCodePoints));
      });
      const { codes, distinct } = encodeDistinct(texts, (value) => (typeof value === 'string' ? value : wrong(value)));
      // Made by JSON.stringify of a list of strings just above.
      return { kind: 'tags', codes, lists: distinct.map((text) => JSON.parse(text) as string[]) };
    }
    default:
      return assertNever(type);
  }
}

/** 64 bits each where all fit, which they nearly always do. */
function packUnits(units: readonly bigint[]): BigInt64Array | readonly bigint[] {
  return units.every((value) => BigInt.asIntN(64, value) === value) ? BigInt64Array.from(units) : units;
}

function readNumbers(values: readonly PlainValue[], wrong: (value: PlainValue) => never): Float64Array {
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : typeof value === 'number' ? value : wrong(value)));
}

function encodeDistinct(
  values: readonly PlainValue[],
  read: (value: PlainValue) => string,
): { codes: Int32Array; distinct: string[] } {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const text = read(value);
    const known = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, known);
    return known;
  });
  return { codes, distinct: [...codeOf.keys()] };
}
