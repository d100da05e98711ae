import { assertNever, DAY_MS, type EventId, type Measure, recencyOf } from '@silhouette/model';
import { compareRowValues, isPresent, readValue } from './column.ts';
import { holdsForNumber } from './compare.ts';
import { compileTest } from './compile-test.ts';
import { compareRowOrder, countUnits, findBest, findTop, numberField, singleField, sumPresent } from './measure-rows.ts';
import type { EventRows, ReferenceData } from './reference-data.ts';

/** Whether the matching rows of one customer, in the order of (instant, `_row`), measure up. */
export type MeasureTest = (matching: readonly number[]) => boolean;

/** The test of a measure over matching rows. */
export async function compileMeasure(
  data: ReferenceData,
  event: EventId,
  rows: EventRows,
  measure: Measure,
  asOfMs: number,
): Promise<MeasureTest> {
  const zone = data.catalog.timeZone;
  switch (measure.kind) {
    case 'count':
      return (matching) => holdsForNumber(measure.comparisons, BigInt(countUnits(rows, matching, measure.per)), 0);
    case 'days':
      return (matching) => {
        const days = new Set(matching.map((row) => Math.floor((rows.localMs[row] ?? Number.NaN) / DAY_MS)));
        return holdsForNumber(measure.comparisons, BigInt(days.size), 0);
      };
    case 'recency':
      return (matching) => {
        const last = matching.at(-1);
        if (last === undefined) return false;
        const recency = recencyOf(rows.localMs[last] ?? Number.NaN, rows.atMs[last] ?? Number.NaN, asOfMs, measure.unit, zone);
        return holdsForNumber(measure.comparisons, BigInt(recency), 0);
      };
    case 'sum': {
      const column = await numberField(data, event, measure.field);
      return (matching) => holdsForNumber(measure.comparisons, sumPresent(column, matching).units, column.decimals);
    }
    case 'avg': {
      const column = await numberField(data, event, measure.field);
      return (matching) => {
        const sum = sumPresent(column, matching);
        if (sum.present === 0) return false;
        // sum / parts against x is sum against x * parts: no quotient is ever rounded.
        return holdsForNumber(measure.comparisons, sum.units, column.decimals, countUnits(rows, matching, measure.per));
      };
    }
    case 'min':
    case 'max': {
      const column = await singleField(data, event, measure.field);
      const test = compileTest(column, { kind: 'compare', comparisons: measure.comparisons }, zone);
      const sign = measure.kind === 'min' ? 1 : -1;
      return (matching) => {
        const extreme = findBest(
          matching.filter((row) => isPresent(column, row)),
          (a, b) => sign * compareRowValues(column, a, b),
        );
        return extreme !== null && test(extreme);
      };
    }
    case 'distinct': {
      const column = await singleField(data, event, measure.field);
      return (matching) => {
        const values = new Set(matching.filter((row) => isPresent(column, row)).map((row) => readValue(column, row)));
        return holdsForNumber(measure.comparisons, BigInt(values.size), 0);
      };
    }
    case 'first':
    case 'last':
    case 'top': {
      const column = await singleField(data, event, measure.field);
      const test = compileTest(column, measure.test, zone);
      const order = (a: number, b: number): number => compareRowOrder(rows, column, a, b);
      const whenNone = measure.test.kind === 'exists' && !measure.test.exists;
      const { kind } = measure;
      return (matching) => {
        const row =
          kind === 'top'
            ? findTop(column, order, matching)
            : findBest(matching, kind === 'first' ? order : (a, b) => order(b, a));
        return row === null ? whenNone : test(row);
      };
    }
    default:
      return assertNever(measure);
  }
}
