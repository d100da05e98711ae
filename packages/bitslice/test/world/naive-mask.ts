import type { Interval, MaskExpression, RowExpression, ValueTest } from '@silhouette/bitslice';
import { isMeasured } from './naive-measure.ts';
import { hasSequence } from './naive-sequence.ts';
import type { PlainColumn, PlainShard, PlainTable, PlainValue } from './world.ts';

/** The places of an expression, worked out place by place over plain arrays: what the index must agree with. */
export function evaluateNaively(expression: MaskExpression, shard: PlainShard): boolean[] {
  return Array.from({ length: shard.places }, (_, place) => holds(expression, shard, place));
}

function holds(expression: MaskExpression, shard: PlainShard, place: number): boolean {
  switch (expression.kind) {
    case 'everything':
      return true;
    case 'nothing':
      return false;
    case 'and':
      return expression.parts.every((part) => holds(part, shard, place));
    case 'or':
      return expression.parts.some((part) => holds(part, shard, place));
    case 'not':
      return !holds(expression.part, shard, place);
    case 'values':
      return passes(valueAt(shard.columns, expression.column, place), expression.test);
    case 'labels':
      return expression.labels.includes(shard.labels[place] ?? '');
    case 'rows': {
      const table = tableOf(shard, expression.table);
      return isMeasured(table, selectRows(table, expression.where, place), expression.measure);
    }
    case 'sequence': {
      const steps = expression.steps.map(({ table: name, where }) => {
        const table = tableOf(shard, name);
        return { name, table, rows: selectRows(table, where, place) };
      });
      return hasSequence(steps, expression.gap);
    }
  }
}

/** Rows of a place that count, in their order. */
function selectRows(table: PlainTable, where: RowExpression, place: number): number[] {
  const first = table.places.indexOf(place);
  if (first < 0) return [];
  const rows: number[] = [];
  for (let row = first; table.places[row] === place; row += 1) if (counts(where, table, row)) rows.push(row);
  return rows;
}

function counts(where: RowExpression, table: PlainTable, row: number): boolean {
  switch (where.kind) {
    case 'everything':
      return true;
    case 'nothing':
      return false;
    case 'and':
      return where.parts.every((part) => counts(part, table, row));
    case 'or':
      return where.parts.some((part) => counts(part, table, row));
    case 'not':
      return !counts(where.part, table, row);
    case 'values':
      return passes(valueAt(table.columns, where.column, row), where.test);
  }
}

/** Whether a value passes a test. */
export function passes(value: PlainValue, test: ValueTest): boolean {
  if (test.kind === 'missing') return value === null;
  if (value === null) return false;
  switch (test.kind) {
    case 'present':
      return true;
    case 'intervals':
      return typeof value === 'bigint' && isWithin(value, test.intervals);
    case 'set':
      return test.values.includes(Number(value));
    case 'texts':
      return test.texts.includes(String(value));
    case 'lists': {
      // Lists were written as JSON by the test.
      const list = JSON.parse(String(value)) as string[];
      return test.each.every((one) => one.some((text) => list.includes(text)));
    }
  }
}

/** Whether a number lies in one of some intervals. */
export function isWithin(value: bigint, intervals: readonly Interval[]): boolean {
  return intervals.some(({ from, to }) => (from === null || value >= from) && (to === null || value <= to));
}

/** A value of a column. @throws TypeError when there is no such column */
export function valueAt(columns: ReadonlyMap<string, PlainColumn>, name: string, at: number): PlainValue {
  const column = columns.get(name);
  if (column === undefined) throw new TypeError(`There is no column "${name}".`);
  return column.values[at] ?? null;
}

function tableOf(shard: PlainShard, name: string): PlainTable {
  const table = shard.tables.get(name);
  if (table === undefined) throw new TypeError(`There is no table "${name}".`);
  return table;
}
