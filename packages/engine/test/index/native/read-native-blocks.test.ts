import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChdbSession, fileSql, newFileSql } from '@silhouette/lake';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IntegersRequest, NativeRequest } from '../../../src/index/native/native-request.ts';
import { readNativeBlocks } from '../../../src/index/native/read-native-blocks.ts';
import { collectColumns, type Plain } from './collect-columns.ts';

let session: ChdbSession;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'silhouette-native-'));
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** A file of the columns of a SELECT; row groups of 1,000 rows unless told. */
async function write(select: string, groupRows = 1000): Promise<string> {
  files += 1;
  const file = join(folder, `${files}.parquet`);
  await session.execute(
    `INSERT INTO ${newFileSql(file)} ${select} SETTINGS output_format_parquet_row_group_size = ${groupRows}, max_threads = 1, max_block_size = 1000, min_insert_block_size_rows = 1`,
  );
  return file;
}

/** The same column as ClickHouse tells it in JSON, in the order of the file. */
async function asJson(file: string, expression: string): Promise<Plain[]> {
  const rows = await session.query<{ v: Plain }>(
    `SELECT ${expression} AS v FROM ${fileSql([file])} ORDER BY assumeNotNull(_row_number)`,
  );
  return rows.map(({ v }) => v);
}

function integers(column: string, over: Partial<IntegersRequest>): IntegersRequest {
  return { kind: 'integers', column, wire: 'Int64', nullable: false, base: 0n, most: 255n, ...over };
}

async function read(file: string, requests: readonly NativeRequest[]): Promise<Plain[][]> {
  return collectColumns(requests, readNativeBlocks(session, file, requests));
}

const TWO63 = 2n ** 63n;
const ALL38 = 10n ** 38n - 1n;
/** Every wire, with bounds that its values reach, and every width of code. */
const INTEGERS: readonly [name: string, sql: string, json: string, request: Partial<IntegersRequest>][] = [
  ['booleans', "CAST(number % 3 = 1, 'Bool')", 'toString(toUInt8(v))', { wire: 'UInt8', most: 1n }],
  ['UInt32', 'toUInt32(4294967295 - number)', 'toString(v)', { wire: 'UInt32', base: 2n ** 32n - 6000n, most: 5999n }],
  [
    'days before 1970',
    "toDate32('1900-01-01') + toInt32(number)",
    'toString(toInt32(v))',
    { wire: 'Int32', base: -25567n, most: 30000n },
  ],
  [
    'instants before 1970',
    "toDateTime64('1925-02-03 04:05:06.789', 3, 'UTC') + toIntervalMillisecond(number * 1000000)",
    'toString(toUnixTimestamp64Milli(v))',
    { wire: "DateTime64(3, 'UTC')", base: BigInt(Date.UTC(1925, 1, 3, 4, 5, 6, 789)), most: 10_000_000_000n },
  ],
  ['Int64, one byte', 'toInt64(-5000000000 + number % 200)', 'toString(v)', { base: -5_000_000_000n, most: 199n }],
  ['Int64, across a word', 'toInt64(4294967296 - 3000 + number)', 'toString(v)', { base: 2n ** 32n - 3000n, most: 6000n }],
  [
    'Int64, whole range',
    'if(number % 2 = 0, toInt64(-9223372036854775808) + toInt64(number), toInt64(9223372036854775807) - toInt64(number))',
    'toString(v)',
    { base: -TWO63, most: 2n ** 64n - 1n },
  ],
  [
    'Decimal(9), one byte',
    'toDecimal128(toInt64(number % 200) - 100, 2) / 100',
    "toString(reinterpret(v, 'Int128'))",
    { wire: 'Decimal(9, 2)', base: -100n, most: 199n },
  ],
  [
    'Decimal(9), widest',
    'toDecimal128(if(number % 2 = 0, -1073741824, 1073741823), 0)',
    "toString(reinterpret(v, 'Int128'))",
    { wire: 'Decimal(9, 0)', base: -(2n ** 30n), most: 2n ** 31n - 1n },
  ],
  [
    'Decimal(18)',
    "toDecimal128(concat(if(number % 2 = 0, '-', ''), '123456789012.', leftPad(toString(number), 6, '0')), 6)",
    "toString(reinterpret(v, 'Int128'))",
    { wire: 'Decimal(18, 6)', base: -123456789012999999n, most: 2n * 123456789012999999n },
  ],
  [
    'Decimal(38), 8 bytes',
    "toDecimal128(concat('99999999999999999999999999999999.', leftPad(toString(number), 6, '0')), 6)",
    "toString(reinterpret(v, 'Int128'))",
    { wire: 'Decimal(38, 6)', base: 99999999999999999999999999999999000000n, most: 9999n },
  ],
  [
    'Decimal(38), 16 bytes',
    "toDecimal128(concat(if(number % 2 = 0, '-', ''), '99999999999999999999999999999999', leftPad(toString(999999 - number), 6, '0')), 0)",
    "toString(reinterpret(v, 'Int128'))",
    { wire: 'Decimal(38, 0)', base: -ALL38, most: 2n * ALL38 },
  ],
];

/** Rows that are missing, by name. */
const MISSING: readonly [name: string, condition: string | null][] = [
  ['never declared', null],
  ['nowhere', '0'],
  ['everywhere', '1'],
  ['here and there', 'cityHash64(number) % 3 = 0'],
];

describe.each(INTEGERS)('%s', (_, sql, json, request) => {
  test.each(MISSING)('missing: %s', async (__, condition) => {
    const select = (rows: number): string =>
      `SELECT ${condition === null ? `toNullable(${sql})` : `if(${condition}, NULL, ${sql})`} AS v FROM numbers(${rows})`;
    for (const rows of [0, 1, 5500]) {
      const file = await write(select(rows));
      const [values] = await read(file, [integers('v', { ...request, nullable: condition !== null })]);
      const expected = await asJson(file, json);
      expect(expected).toHaveLength(rows);
      expect(values).toEqual(expected);
    }
  });
});

const TEXTS: readonly [name: string, sql: string][] = [
  ['few', "concat('값', toString(number % 7))"],
  ['Korean, emoji and empty', "['', '한국어 값', '😀🏳️‍🌈', 'a\\0b', ' '][number % 5 + 1]"],
  ['256 and more', 'toString(number % 300)'],
  ['only the empty one', "''"],
];

describe.each(TEXTS)('texts: %s', (_, sql) => {
  test.each(MISSING)('missing: %s', async (__, condition) => {
    for (const rows of [0, 1, 3500]) {
      const file = await write(
        `SELECT CAST(if(${condition ?? '0'}, NULL, ${sql}), 'Nullable(String)') AS v FROM numbers(${rows})`,
      );
      const [values] = await read(file, [{ kind: 'texts', column: 'v' }]);
      const expected = await asJson(file, 'v');
      expect(expected).toHaveLength(rows);
      expect(values).toEqual(expected);
    }
  });
});

test('100,000 distinct texts, within one block past 65,535', async () => {
  const file = join(folder, 'distinct.parquet');
  await session.execute(
    `INSERT INTO ${newFileSql(file)} SELECT if(number % 1000 = 7, NULL, concat('고객 ', toString(number))) AS v FROM numbers(100000)`,
  );
  const [values] = await read(file, [{ kind: 'texts', column: 'v' }]);
  expect(new Set(values).size).toBe(99_901);
  expect(values).toEqual(await asJson(file, 'v'));
});

test.each([
  ['empty everywhere', "CAST([], 'Array(String)')"],
  ['of several lengths', "arrayMap(x -> concat('태그', toString(x)), range(number % 5))"],
  ['with the empty text', "if(number % 2 = 0, [''], ['', 'b', '😀'])"],
  ['of 300 values', 'arrayMap(x -> toString((x + number) % 300), range(3))'],
])('lists %s', async (_, sql) => {
  for (const rows of [0, 1, 2500]) {
    const file = await write(`SELECT ${sql} AS v FROM numbers(${rows})`);
    const [values] = await read(file, [{ kind: 'lists', column: 'v' }]);
    expect(values).toEqual(await asJson(file, 'v'));
  }
});

test('several columns at once, of awkward names, in the order of the requests', async () => {
  const file = await write(
    "SELECT toNullable(toInt64(number)) AS `a``b\\\\`, concat('t', toString(number % 9)) AS `한글 '열'`, range(number % 3)::Array(String) AS _row, toNullable(number % 2 = 0) AS last FROM numbers(2500)",
  );
  const requests: NativeRequest[] = [
    { kind: 'lists', column: '_row' },
    integers('last', { wire: 'UInt8', most: 1n, nullable: true }),
    { kind: 'texts', column: "한글 '열'" },
    integers('a`b\\', { most: 2499n }),
  ];
  const [lists, last, texts, first] = await read(file, requests);
  expect(lists).toEqual(await asJson(file, '`_row`'));
  expect(last).toEqual(await asJson(file, 'toString(toUInt8(last))'));
  expect(texts).toEqual(await asJson(file, "`한글 '열'`"));
  expect(first).toEqual(Array.from({ length: 2500 }, (__, row) => String(row)));
});

test('blocks follow each other through the row groups', async () => {
  const file = await write('SELECT toInt64(number) AS v FROM numbers(4500)');
  const blocks: [number, number][] = [];
  for await (const { firstRow, rows } of readNativeBlocks(session, file, [integers('v', { most: 4499n })]))
    blocks.push([firstRow, rows]);
  expect(blocks.length).toBeGreaterThan(1);
  let next = 0;
  for (const [firstRow, rows] of blocks) {
    expect(firstRow).toBe(next);
    next += rows;
  }
  expect(next).toBe(4500);
});

describe('what does not fit is an error, never another value', () => {
  test.each<[string, string, Partial<IntegersRequest>]>([
    ['above the greatest', '256', { most: 255n }],
    ['below the least', '-1', { most: 255n }],
    ['above by 2^32', '4294967296', { most: 255n }],
    ['below by 2^32', '-4294967296', { most: 255n }],
    ['above a code of 8 bytes', '8589934593', { most: 2n ** 33n }],
    ['below a code of 8 bytes', '-1', { most: 2n ** 33n }],
    ['above a byte', '2', { wire: 'UInt8', most: 1n }],
    ['a decimal above the greatest', '256', { wire: 'Decimal(9, 0)' }],
    ['a decimal beyond 32 bits', '4294967297', { wire: 'Decimal(9, 0)' }],
    ['a decimal beyond 64 bits', '18446744073709551617', { wire: 'Decimal(18, 0)' }],
    ['a decimal above the greatest of 128 bits', '18446744073709551617', { wire: 'Decimal(38, 0)' }],
  ])('%s', async (_, value, request) => {
    const type = request.wire?.startsWith('Decimal') ? 'Decimal(38, 0)' : (request.wire ?? 'Int64');
    for (const nullable of [false, true]) {
      const file = await write(`SELECT arrayJoin(CAST(['1', '${value}', '0'], 'Array(Nullable(${type}))')) AS v`);
      await expect(read(file, [integers('v', { ...request, nullable })])).rejects.toMatchObject({ code: 'engine-failed' });
    }
  });

  test.each(['256', '4294967297'])('a value of %s in the last row group, after good blocks', async (value) => {
    const file = await write(`SELECT toDecimal128(if(number = 4400, ${value}, number % 200), 0) AS v FROM numbers(4500)`);
    let rows = 0;
    const reading = async (): Promise<void> => {
      for await (const block of readNativeBlocks(session, file, [integers('v', { wire: 'Decimal(9, 0)' })])) rows += block.rows;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'engine-failed' });
    expect(rows).toBeLessThan(4500);
    if (value === '256') expect(rows).toBeGreaterThan(0);
  });

  test('a missing value where none was declared', async () => {
    const file = await write('SELECT arrayJoin([1, NULL]::Array(Nullable(Int64))) AS v');
    await expect(read(file, [integers('v', {})])).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test('a column that the file lacks', async () => {
    const file = await write('SELECT 1::Int64 AS v');
    for (const request of [integers('w', {}), { kind: 'texts', column: 'w' }, { kind: 'lists', column: 'w' }] as const)
      await expect(read(file, [request])).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test.each([
    ['a wire of 4 bytes', { wire: 'Int32', base: 0n, most: 2n ** 31n }],
    ['a bound below the wire', { wire: 'UInt32', base: -1n, most: 5n }],
    ['a negative range', { most: -1n }],
    ['a bound above the wire', { wire: 'Int64', base: 1n, most: TWO63 }],
  ] satisfies [string, Partial<IntegersRequest>][])('a request beyond %s', async (_, request) => {
    await expect(read('/nowhere.parquet', [integers('v', request)])).rejects.toThrow(RangeError);
  });
});

test('an aborted reading ends with the reason, and the session goes on', async () => {
  const file = await write('SELECT toInt64(number) AS v FROM numbers(20000)');
  const controller = new AbortController();
  const reading = async (): Promise<void> => {
    for await (const _ of readNativeBlocks(session, file, [integers('v', { most: 19999n })], controller.signal))
      controller.abort(new Error('enough'));
  };
  await expect(reading()).rejects.toThrow('enough');
  for await (const _ of readNativeBlocks(session, file, [integers('v', { most: 19999n })])) break;
  expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
