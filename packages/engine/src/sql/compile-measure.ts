import { averagePartsSql, type FieldColumn, type MeasureRows, measureAggregateSql } from '@silhouette/lake';
import {
  assertNever,
  type CompareTest,
  type Comparison,
  compareDecimals,
  type Decimal,
  type ExistsTest,
  type FieldId,
  findField,
  type Measure,
} from '@silhouette/model';
import { nullIsFalse, writeAll } from './boolean-sql.ts';
import { writeColumn } from './column-sql.ts';
import { compileAverage } from './compile-average.ts';
import type { EventContext } from './compile-event.ts';
import { describeField } from './compile-filter.ts';
import { compileComparison, compileTest } from './compile-test.ts';
import type { EventScan } from './event-scan.ts';
import type { Subject } from './subject.ts';

/** Measures that an event's scan aggregates; `top` has a scan of its own. */
export type ScanMeasure =
  | Exclude<Measure, { readonly kind: 'first' | 'last' | 'top' }>
  | { readonly kind: 'first' | 'last'; readonly field: FieldId; readonly test: CompareTest | ExistsTest };

/** A measure, ready for the rows that match. */
export interface CompiledMeasure {
  /** Whether customers without a matching row pass. */
  readonly whenNone: boolean;
  /** SQL (0 or 1, never null) over the aggregates of one customer's rows; `flag` is the SQL of whether a row matches. */
  readonly write: (flag: string) => string;
}

/** What a measure asks of the matching rows of a scan. */
export function compileMeasure(scan: EventScan, measure: ScanMeasure, context: EventContext): CompiledMeasure {
  const rowsOf = (flag: string): MeasureRows => ({ condition: flag, hasRowOrder: scan.event.hasRowOrder, prefix: 'r.' });
  const compare = (subject: Subject, comparisons: readonly Comparison[]): string =>
    writeAll(comparisons.map((comparison) => compileComparison(subject, comparison, context)));
  switch (measure.kind) {
    case 'count':
    case 'days':
    case 'distinct':
      return {
        whenNone: holdsForZero(measure.comparisons),
        write: (flag) => {
          const rows = rowsOf(flag);
          const sql =
            measure.kind === 'distinct'
              ? measureAggregateSql({ kind: 'distinct', field: describeColumn(scan, measure.field) }, rows)
              : measure.kind === 'days'
                ? measureAggregateSql({ kind: 'days' }, rows)
                : measureAggregateSql({ kind: 'count', per: asksForAny(measure.comparisons) ? 'row' : measure.per }, rows);
          return compare({ kind: 'integer', sql: `toInt64(${sql})` }, measure.comparisons);
        },
      };
    case 'recency':
      return {
        whenNone: false,
        write: (flag) => {
          const { asOfMs, zone } = context;
          const sql = measureAggregateSql({ kind: 'recency', unit: measure.unit, asOfMs, zone }, rowsOf(flag));
          return compare({ kind: 'integer', sql }, measure.comparisons);
        },
      };
    case 'sum': {
      const field = describeColumn(scan, measure.field);
      return {
        whenNone: holdsForZero(measure.comparisons),
        write: (flag) => {
          const sql = measureAggregateSql({ kind: 'sum', field }, rowsOf(flag));
          return compare({ kind: 'number', sql, decimals: field.decimals, digits: 76 }, measure.comparisons);
        },
      };
    }
    case 'avg': {
      const field = describeColumn(scan, measure.field);
      return {
        whenNone: false,
        write: (flag) =>
          compileAverage(
            averagePartsSql(field, measure.per, rowsOf(flag)),
            field.decimals,
            measure.comparisons,
            context.bindings,
          ),
      };
    }
    case 'min':
    case 'max': {
      const field = describeColumn(scan, measure.field);
      const subject = describeField(scan.event, measure.field, scan.useField);
      return {
        whenNone: false,
        write: (flag) =>
          compare({ ...subject, sql: measureAggregateSql({ kind: measure.kind, field }, rowsOf(flag)) }, measure.comparisons),
      };
    }
    case 'first':
    case 'last': {
      const field = describeColumn(scan, measure.field);
      const subject = describeField(scan.event, measure.field, scan.useField);
      return {
        whenNone: measure.test.kind === 'exists' && !measure.test.exists,
        write: (flag) =>
          nullIsFalse(
            compileTest(
              { ...subject, sql: measureAggregateSql({ kind: measure.kind, field }, rowsOf(flag)) },
              measure.test,
              context,
            ),
          ),
      };
    }
    default:
      return assertNever(measure);
  }
}

function describeColumn(scan: EventScan, id: FieldId): FieldColumn {
  describeField(scan.event, id, scan.useField);
  const field = findField(scan.event, id);
  return { sql: writeColumn('r', id), type: field?.type ?? 'text', decimals: field?.decimals ?? 0 };
}

/** One or more, or none: rows answer it as well as occasions do, for less. */
function asksForAny(comparisons: readonly Comparison[]): boolean {
  return comparisons.every((comparison) => {
    const limit = { gte: 1n, gt: 0n, lt: 1n, lte: 0n, in: null, containsAny: null }[comparison.op];
    if (limit === null || !('value' in comparison) || comparison.value.type !== 'number') return false;
    return comparison.value.value.scale === 0 && comparison.value.value.units === limit;
  });
}

/** Whether comparisons with numbers hold for 0, which is what counts and sums of no rows are. */
function holdsForZero(comparisons: readonly Comparison[]): boolean {
  const zero: Decimal = { units: 0n, scale: 0 };
  return comparisons.every((comparison) => {
    const signs = ('values' in comparison ? comparison.values : [comparison.value]).map((value) =>
      typeof value === 'object' && value.type === 'number' ? compareDecimals(zero, value.value) : Number.NaN,
    );
    switch (comparison.op) {
      case 'in':
      case 'containsAny':
        return signs.includes(0);
      case 'gt':
        return signs.every((sign) => sign > 0);
      case 'gte':
        return signs.every((sign) => sign >= 0);
      case 'lt':
        return signs.every((sign) => sign < 0);
      case 'lte':
        return signs.every((sign) => sign <= 0);
      default:
        return assertNever(comparison);
    }
  });
}
