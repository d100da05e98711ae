import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { type AggregateMeasure, type FieldColumn, measureAggregateSql } from '../../src/computed/measure-sql.ts';

let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());

const product: FieldColumn = { sql: 'product', type: 'category', decimals: 0 };
const amount: FieldColumn = { sql: 'amount', type: 'number', decimals: 2 };
const DAY = 86_400_000;

interface Row {
  readonly at: number;
  readonly row: number | null;
  readonly occasion: number;
  readonly product: string | null;
  readonly amount: string | null;
}

async function measure(rows: readonly Row[], of: AggregateMeasure, condition = '1', hasRowOrder = true): Promise<unknown> {
  const literal = (value: string | null): string => (value === null ? 'NULL' : `'${value}'`);
  const values = rows
    .map(
      (row) => `(${row.at}, ${row.at}, ${row.row ?? 'NULL'}, ${row.occasion}, ${literal(row.product)}, ${literal(row.amount)})`,
    )
    .join(',');
  const structure = `'_at_ms Int64, _local_ms Int64, _row Nullable(UInt64), _occasion Nullable(UInt32), product Nullable(String), a Nullable(String)'`;
  const table = `(SELECT * EXCEPT (a), toDecimal128(a, 2) AS amount FROM values(${structure}, ${values}))`;
  const [answer] = await session.query(`SELECT ${measureAggregateSql(of, { condition, hasRowOrder })} AS v FROM ${table}`);
  return answer?.v;
}

const rows: readonly Row[] = [
  { at: 5 * DAY, row: 3, occasion: 0, product: 'b', amount: '-1.00' },
  { at: 5 * DAY, row: 4, occasion: 0, product: null, amount: '0.50' },
  { at: 2 * DAY, row: 9, occasion: 1, product: 'a', amount: '-0.20' },
  { at: 2 * DAY, row: 8, occasion: 1, product: 'c', amount: null },
  { at: 3 * DAY, row: 1, occasion: 2, product: 'a', amount: '0.00' },
  { at: 4 * DAY, row: 2, occasion: 2, product: 'b', amount: '-0.30' },
];

test('counts, days, sums and averages', async () => {
  expect(await measure(rows, { kind: 'count', per: 'occasion' })).toBe('3');
  expect(await measure(rows, { kind: 'count', per: 'row' })).toBe('6');
  expect(await measure(rows, { kind: 'days' })).toBe('4');
  expect(await measure(rows, { kind: 'sum', field: amount })).toBe('-1');
  // -1/3 rounded down is below it, not above.
  expect(await measure(rows, { kind: 'avg', per: 'occasion', field: amount })).toBe('-0.333334');
  expect(await measure(rows, { kind: 'avg', per: 'row', field: amount })).toBe('-0.166667');
  expect(await measure(rows, { kind: 'avg', per: 'row', field: amount }, 'amount >= 0')).toBe('0.25');
  expect(await measure(rows, { kind: 'min', field: amount })).toBe('-1');
  expect(await measure(rows, { kind: 'max', field: amount })).toBe('0.5');
  expect(await measure(rows, { kind: 'distinct', field: product })).toBe('3');
});

test('first and last take the row, and are missing if its value is', async () => {
  expect(await measure(rows, { kind: 'first', field: product })).toBe('c');
  expect(await measure(rows, { kind: 'last', field: product })).toBeNull();
  expect(await measure(rows, { kind: 'last', field: product }, '_row != 4')).toBe('b');
});

test('without an order of rows the field breaks a tie on time, smallest first, missing before any', async () => {
  const loose = rows.map((row) => ({ ...row, row: null }));
  expect(await measure(loose, { kind: 'first', field: product }, '1', false)).toBe('a');
  expect(await measure(loose, { kind: 'last', field: product }, '1', false)).toBe('b');
  expect(await measure(loose, { kind: 'first', field: product }, `_at_ms = ${5 * DAY}`, false)).toBeNull();
});

test('top is the value with most rows, a tie to the one whose row is latest', async () => {
  expect(await measure(rows, { kind: 'top', field: product })).toBe('b');
  expect(await measure(rows, { kind: 'top', field: product }, `_at_ms < ${5 * DAY}`)).toBe('a');
  expect(await measure(rows, { kind: 'top', field: product }, `_at_ms = ${2 * DAY}`)).toBe('a');
  const loose = rows.map((row) => ({ ...row, row: null }));
  expect(await measure(loose, { kind: 'top', field: product }, `_at_ms = ${2 * DAY}`, false)).toBe('c');
  expect(await measure(rows, { kind: 'top', field: amount })).toBe('0.5');
});

test('dates of the first and last row', async () => {
  expect(await measure(rows, { kind: 'firstDate' })).toBe('1970-01-03');
  expect(await measure(rows, { kind: 'lastDate' })).toBe('1970-01-06');
});

test('no matching row: counts and sums are 0, the rest is missing', async () => {
  const kinds: readonly [AggregateMeasure, unknown][] = [
    [{ kind: 'count', per: 'occasion' }, '0'],
    [{ kind: 'count', per: 'row' }, '0'],
    [{ kind: 'days' }, '0'],
    [{ kind: 'distinct', field: product }, '0'],
    [{ kind: 'sum', field: amount }, '0'],
    [{ kind: 'avg', per: 'row', field: amount }, null],
    [{ kind: 'min', field: amount }, null],
    [{ kind: 'max', field: amount }, null],
    [{ kind: 'first', field: product }, null],
    [{ kind: 'last', field: product }, null],
    [{ kind: 'top', field: product }, null],
    [{ kind: 'firstDate' }, null],
    [{ kind: 'lastDate' }, null],
  ];
  for (const [of, expected] of kinds) {
    for (const hasRowOrder of [true, false]) expect(await measure(rows, of, '0', hasRowOrder), of.kind).toBe(expected);
  }
});

test('sums of 38-digit values do not wrap', async () => {
  const big: FieldColumn = {
    sql: `toNullable(toDecimal128('99999999999999999999999999999999', 6))`,
    type: 'number',
    decimals: 6,
  };
  expect(await measure(rows, { kind: 'sum', field: big })).toBe('599999999999999999999999999999994');
});
