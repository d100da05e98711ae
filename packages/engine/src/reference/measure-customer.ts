import {
  assertNever,
  DAY_MS,
  type Decimal,
  type EventPredicate,
  type Literal,
  normaliseDecimal,
  recencyOf,
} from '@silhouette/model';
import { type Column, compareRowValues, isPresent, readTags, readUnits, readValue } from './column.ts';
import {
  compareRowOrder,
  countUnits,
  findBest,
  findTop,
  numberField,
  type SingleColumn,
  singleField,
  sumPresent,
} from './measure-rows.ts';
import type { ReferenceData } from './reference-data.ts';
import { makeRowFinder } from './row-finder.ts';

/** What an event condition measures for one customer. */
export interface CustomerMeasure {
  /** Matching rows. */
  readonly rows: number;
  /** Their occasions; null where the event has none. */
  readonly occasions: number | null;
  /** Missing: null. */
  readonly value: Literal | null;
  /** Whether `value` is all of it: an average is rounded down to its 6th decimal. */
  readonly isExact: boolean;
}

/** Decimals of a stored average. */
const AVERAGE_DECIMALS = 6;

/** What the measure of an event condition comes to for one customer of the rows. */
export async function measureCustomer(
  data: ReferenceData,
  predicate: EventPredicate,
  customer: number,
  asOfMs: number,
): Promise<CustomerMeasure> {
  const { rows, find } = await makeRowFinder(data, predicate, asOfMs);
  const matching = find(customer);
  const { measure, event } = predicate;
  const occasions = rows.occasion === null ? null : countUnits(rows, matching, 'occasion');
  const tell = (value: Literal | null, isExact = true): CustomerMeasure => ({
    rows: matching.length,
    occasions,
    value,
    isExact,
  });
  switch (measure.kind) {
    case 'count':
      return tell(numberLiteral(BigInt(countUnits(rows, matching, measure.per)), 0));
    case 'days': {
      const days = new Set(matching.map((row) => Math.floor((rows.localMs[row] ?? Number.NaN) / DAY_MS)));
      return tell(numberLiteral(BigInt(days.size), 0));
    }
    case 'recency': {
      const last = matching.at(-1);
      if (last === undefined) return tell(null);
      const zone = data.catalog.timeZone;
      const recency = recencyOf(rows.localMs[last] ?? Number.NaN, rows.atMs[last] ?? Number.NaN, asOfMs, measure.unit, zone);
      return tell(numberLiteral(BigInt(recency), 0));
    }
    case 'sum': {
      const column = await numberField(data, event, measure.field);
      return tell(numberLiteral(sumPresent(column, matching).units, column.decimals));
    }
    case 'avg': {
      const column = await numberField(data, event, measure.field);
      const { units, present } = sumPresent(column, matching);
      if (present === 0) return tell(null);
      const { value, isExact } = divideDown({ units, scale: column.decimals }, BigInt(countUnits(rows, matching, measure.per)));
      return tell({ type: 'number', value }, isExact);
    }
    case 'min':
    case 'max': {
      const column = await singleField(data, event, measure.field);
      const sign = measure.kind === 'min' ? 1 : -1;
      const row = findBest(
        matching.filter((one) => isPresent(column, one)),
        (a, b) => sign * compareRowValues(column, a, b),
      );
      return tell(literalAt(column, row));
    }
    case 'distinct': {
      const column = await singleField(data, event, measure.field);
      const values = new Set(matching.filter((row) => isPresent(column, row)).map((row) => readValue(column, row)));
      return tell(numberLiteral(BigInt(values.size), 0));
    }
    case 'first':
    case 'last':
    case 'top': {
      const column = await singleField(data, event, measure.field);
      const order = (a: number, b: number): number => compareRowOrder(rows, column, a, b);
      const { kind } = measure;
      const row =
        kind === 'top'
          ? findTop(column, order, matching)
          : findBest(matching, kind === 'first' ? order : (a, b) => order(b, a));
      return tell(literalAt(column, row));
    }
    default:
      return assertNever(measure);
  }
}

/** The value of an attribute or field in a row: a constant, a list of tags, or null when missing. */
export function readCustomerValue(column: Column, row: number): Literal | readonly string[] | null {
  if (column.kind !== 'tags') return literalAt(column, row);
  return isPresent(column, row) ? readTags(column, row) : null;
}

function literalAt(column: SingleColumn, row: number | null): Literal | null {
  if (row === null || !isPresent(column, row)) return null;
  switch (column.kind) {
    case 'text':
      return { type: 'text', value: column.values[column.codes[row] ?? -1] ?? '' };
    case 'boolean':
      return { type: 'boolean', value: column.bits[row] === 1 };
    case 'number':
      return numberLiteral(readUnits(column, row), column.decimals);
    case 'date':
      return { type: 'date', day: column.days[row] ?? Number.NaN };
    case 'datetime':
      return { type: 'instant', atMs: column.atMs[row] ?? Number.NaN };
    default:
      return assertNever(column);
  }
}

function numberLiteral(units: bigint, scale: number): Literal {
  return { type: 'number', value: normaliseDecimal(units, scale) };
}

/** The quotient rounded down (towards minus infinity) to the decimals of a stored average, and whether nothing was left. */
function divideDown(sum: Decimal, parts: bigint): { readonly value: Decimal; readonly isExact: boolean } {
  const units = sum.units * 10n ** BigInt(AVERAGE_DECIMALS - sum.scale);
  const quotient = units / parts;
  const rest = units - quotient * parts;
  return { value: normaliseDecimal(rest < 0n ? quotient - 1n : quotient, AVERAGE_DECIMALS), isExact: rest === 0n };
}
