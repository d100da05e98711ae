import { assertNever, DAY_MS, type EventId, type FieldId, type Measure, recencyOf } from '@silhouette/model';
import { type Column, type ColumnValue, compareRowValues, isPresent, readUnits, readValue, type TagsColumn } from './column.ts';
import { holdsForNumber } from './compare.ts';
import { compileTest } from './compile-test.ts';
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

/** Occasions with a matching row; rows where asked for, or where the event has no occasions. */
function countUnits(rows: EventRows, matching: readonly number[], per: 'occasion' | 'row'): number {
  const { occasion } = rows;
  if (per === 'row' || occasion === null) return matching.length;
  return new Set(matching.map((row) => occasion[row])).size;
}

/** Order of rows in time; of one instant by `_row`, and where that does not tell them apart by the field's value. */
function compareRowOrder(rows: EventRows, column: SingleColumn, a: number, b: number): number {
  const inTime = (rows.atMs[a] ?? 0) - (rows.atMs[b] ?? 0);
  if (inTime !== 0) return inTime;
  const inSource = (rows.order?.[a] ?? 0) - (rows.order?.[b] ?? 0);
  return inSource !== 0 ? inSource : compareRowValues(column, a, b);
}

/** A row of the value with most rows; of several such values the one whose latest row is latest. Null without any value. */
function findTop(column: SingleColumn, order: (a: number, b: number) => number, matching: readonly number[]): number | null {
  const groups = new Map<ColumnValue, number[]>();
  for (const row of matching) {
    if (!isPresent(column, row)) continue;
    const value = readValue(column, row);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  const candidates = [...groups.values()].map((group) => ({
    size: group.length,
    latest: findBest(group, (a, b) => order(b, a)) ?? -1,
  }));
  candidates.sort((a, b) => b.size - a.size || order(b.latest, a.latest));
  return candidates[0]?.latest ?? null;
}

/** The first of the rows in an order; null when there is none. */
function findBest(candidates: readonly number[], order: (a: number, b: number) => number): number | null {
  let best: number | null = null;
  for (const row of candidates) if (best === null || order(row, best) < 0) best = row;
  return best;
}

function sumPresent(column: NumberField, matching: readonly number[]): { units: bigint; present: number } {
  let units = 0n;
  let present = 0;
  for (const row of matching) {
    if (!isPresent(column, row)) continue;
    units += readUnits(column, row);
    present += 1;
  }
  return { units, present };
}

type SingleColumn = Exclude<Column, TagsColumn>;
type NumberField = Extract<Column, { kind: 'number' }>;

async function singleField(data: ReferenceData, event: EventId, field: FieldId): Promise<SingleColumn> {
  const column = await data.field(event, field);
  if (column.kind === 'tags')
    throw new TypeError(`Field ${field} has tags, not one value: the definition did not come from parsePredicate.`);
  return column;
}

async function numberField(data: ReferenceData, event: EventId, field: FieldId): Promise<NumberField> {
  const column = await data.field(event, field);
  if (column.kind !== 'number')
    throw new TypeError(`Field ${field} is no number: the definition did not come from parsePredicate.`);
  return column;
}
