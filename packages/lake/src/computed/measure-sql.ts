import { assertNever, type CountPer, type TimeUnit, type TimeZone, type ValueType } from '@silhouette/model';
import { localDateSql, localDayNumberSql, recencySql } from './recency-sql.ts';

/** A field as SQL reads it: an expression of the lake's (nullable) type. */
export interface FieldColumn {
  readonly sql: string;
  readonly type: ValueType;
  /** Decimals of a number; 0 for other types. */
  readonly decimals: number;
}

/** What is measured over the rows of a group that hold the condition. */
export type AggregateMeasure =
  | { readonly kind: 'count'; readonly per: CountPer }
  | { readonly kind: 'days' }
  | { readonly kind: 'recency'; readonly unit: TimeUnit; readonly asOfMs: number; readonly zone: TimeZone }
  | { readonly kind: 'firstDate' | 'lastDate' }
  | { readonly kind: 'sum' | 'min' | 'max' | 'distinct' | 'first' | 'last' | 'top'; readonly field: FieldColumn }
  | { readonly kind: 'avg'; readonly per: CountPer; readonly field: FieldColumn };

/** Which rows count, and how the columns of `events/<event>` are named in the query. */
export interface MeasureRows {
  /** SQL that is 1 for rows that count and 0 for others (never null). */
  readonly condition: string;
  /** Whether `_row` orders rows of one instant (the event's `hasRowOrder`); without it the field's value does. */
  readonly hasRowOrder: boolean;
  /** Put before column names, such as `e.`; empty when there is one table. */
  readonly prefix?: string;
}

/**
 * The aggregate of one measure over a group of an event's rows (columns as in `docs/lake-format.md`). Result types:
 * `count`, `days`, `distinct` UInt64 (0 without rows) · `recency` Nullable(Int64) · `firstDate`, `lastDate`
 * Nullable(Date32) · `sum` Decimal(76, d), 0 without values · `avg` Nullable(Decimal(76, 6)), rounded down (towards
 * minus infinity, so that it is >= x or < x exactly when the average is, for any x of at most 6 decimals) ·
 * `min`, `max`, `first`, `last`, `top` the field's nullable type.
 */
export function measureAggregateSql(measure: AggregateMeasure, rows: MeasureRows): string {
  const prefix = rows.prefix ?? '';
  const at = `${prefix}_at_ms`;
  const local = `${prefix}_local_ms`;
  switch (measure.kind) {
    case 'count':
      return countSql(measure.per, rows);
    case 'days':
      return `uniqExactIf(${localDayNumberSql(local)}, ${rows.condition})`;
    case 'recency':
      return recencySql(
        `argMaxOrNullIf(${local}, ${at}, ${rows.condition})`,
        `maxOrNullIf(${at}, ${rows.condition})`,
        measure.asOfMs,
        measure.unit,
        measure.zone,
      );
    case 'firstDate':
      return localDateSql(`argMinOrNullIf(${local}, ${at}, ${rows.condition})`);
    case 'lastDate':
      return localDateSql(`argMaxOrNullIf(${local}, ${at}, ${rows.condition})`);
    case 'sum':
      return averagePartsSql(measure.field, 'row', rows).sum;
    case 'avg':
      return storedAverageSql(measure.field, measure.per, rows);
    case 'min':
      return `minIf(${measure.field.sql}, ${rows.condition})`;
    case 'max':
      return `maxIf(${measure.field.sql}, ${rows.condition})`;
    case 'distinct':
      return `uniqExactIf(${measure.field.sql}, ${rows.condition})`;
    case 'first':
    case 'last':
      return endValueSql(measure.kind, measure.field, rows);
    case 'top':
      return topValueSql(measure.field, rows);
    default:
      return assertNever(measure);
  }
}

/** The parts of an average: sum / count, missing where `present` is 0. `avg >= x` holds exactly when sum >= x times count. */
export interface AverageParts {
  /** Decimal(76, d). */
  readonly sum: string;
  /** UInt64: matching occasions or rows, those without a value too. */
  readonly count: string;
  /** UInt64: rows with a value. */
  readonly present: string;
}

/** SQL of the parts of an average of a number field. */
export function averagePartsSql(field: FieldColumn, per: CountPer, rows: MeasureRows): AverageParts {
  const hasValue = `(${rows.condition}) AND isNotNull(${field.sql})`;
  return {
    // 256 bits: a sum of 38-digit values would wrap in 128 without a word.
    sum: `sumIf(toDecimal256(assumeNotNull(${field.sql}), ${field.decimals}), ${hasValue})`,
    count: countSql(per, rows),
    present: `countIf(${hasValue})`,
  };
}

/**
 * A key (UInt128) that orders one customer's rows by time, then by `_row`. Times from 1900 on are positive after the shift.
 */
export function rowOrderSql(prefix = ''): string {
  return `(bitShiftLeft(toUInt128(${prefix}_at_ms + 10000000000000), 64) + toUInt128(ifNull(${prefix}_row, 0)))`;
}

function countSql(per: CountPer, rows: MeasureRows): string {
  if (per === 'row') return `countIf(${rows.condition})`;
  return `uniqExactIf(${rows.prefix ?? ''}_occasion, ${rows.condition})`;
}

function storedAverageSql(field: FieldColumn, per: CountPer, rows: MeasureRows): string {
  const parts = averagePartsSql(field, per, rows);
  // Whole millionths: the sum's units, times what is missing to 6 decimals, divided towards minus infinity.
  const units = `toInt256(${parts.sum} * toDecimal256('1000000', 0))`;
  const count = `toInt256(greatest(${parts.count}, 1))`;
  const whole = `intDiv(${units}, ${count})`;
  const floored = `(${whole} - if(${units} < 0 AND ${whole} * ${count} != ${units}, 1, 0))`;
  return `if(${parts.present} = 0, NULL, toDecimal256(${floored}, 0) * toDecimal256('0.000001', 6))`;
}

function endValueSql(end: 'first' | 'last', field: FieldColumn, rows: MeasureRows): string {
  const pick = end === 'first' ? 'argMinIf' : 'argMaxIf';
  const prefix = rows.prefix ?? '';
  // A missing value sorts before every value where only the value can break a tie.
  const order = rows.hasRowOrder
    ? rowOrderSql(prefix)
    : `tuple(${prefix}_at_ms, isNotNull(${field.sql}), assumeNotNull(${field.sql}))`;
  // argMin and argMax would skip rows whose value is null; whether it is null is asked apart.
  return `if(${pick}(isNotNull(${field.sql}), ${order}, ${rows.condition}), toNullable(${pick}(assumeNotNull(${field.sql}), ${order}, ${rows.condition})), NULL)`;
}

function topValueSql(field: FieldColumn, rows: MeasureRows): string {
  const value = `assumeNotNull(${field.sql})`;
  const hasValue = `(${rows.condition}) AND isNotNull(${field.sql})`;
  const order = rows.hasRowOrder ? rowOrderSql(rows.prefix) : `toUInt128(${rows.prefix ?? ''}_at_ms + 10000000000000)`;
  const counted = `sumMapIf([${value}], [toUInt64(1)], ${hasValue})`;
  const latest = `maxMapIf([${value}], [${order}], ${hasValue})`;
  // Both maps list the same values in the same order.
  return `arrayReduce('argMaxOrNull', ${counted}.1, arrayZip(${counted}.2, ${latest}.2, ${counted}.1))`;
}
