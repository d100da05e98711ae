import { TimeZone, type ValueType } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChdbSession, type ReadValueOptions, readValueSql, type ValueReadSpec } from '../../src/index.ts';

let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());

const SEOUL = TimeZone.of('Asia/Seoul');
const LONDON = TimeZone.of('Europe/London');

function specOf(type: ValueType, more: Partial<ValueReadSpec> = {}): ValueReadSpec {
  return { type, decimals: null, missing: [], format: null, separator: null, trueValues: null, falseValues: null, ...more };
}

/** Text, what it is read as, and the flags that are set. */
type Case = readonly [text: string, value: string | null, is: string];

interface Read {
  readonly value: unknown;
  readonly ms: string | null;
  readonly is: string;
}

/** Reads values given as SQL literals; `is` lists the flags that are set. */
async function readLiterals(
  literals: readonly string[],
  fromType: string,
  spec: ValueReadSpec,
  more: Partial<ReadValueOptions> = {},
): Promise<Read[]> {
  const sql = readValueSql({ expr: 't.v', fromType, spec, zone: SEOUL, ...more });
  const flags = {
    missing: sql.isMissing,
    unparsable: sql.isUnparsable,
    rounded: sql.isRounded,
    never: sql.isTimeNever,
    twice: sql.isTimeTwice,
  };
  const listed = Object.entries(flags).map(([name, flag]) => `if(${flag}, '${name} ', '')`);
  return session.query<Read>(
    `SELECT ${sql.value} AS value, ${sql.instantMs ?? 'NULL'} AS ms, trimBoth(concat(${listed.join(', ')})) AS is
     FROM (SELECT arrayJoin([${literals.map((literal) => `CAST(${literal}, '${fromType.replaceAll("'", "\\'")}')`).join(', ')}]) AS v) AS t`,
  );
}

async function readTexts(texts: readonly string[], spec: ValueReadSpec, more: Partial<ReadValueOptions> = {}): Promise<Read[]> {
  const sql = readValueSql({ expr: 't.v', fromType: 'Nullable(String)', spec, zone: SEOUL, ...more });
  const flags = {
    missing: sql.isMissing,
    unparsable: sql.isUnparsable,
    rounded: sql.isRounded,
    never: sql.isTimeNever,
    twice: sql.isTimeTwice,
  };
  const listed = Object.entries(flags).map(([name, flag]) => `if(${flag}, '${name} ', '')`);
  return session.query<Read>(
    `SELECT ${sql.value} AS value, ${sql.instantMs ?? 'NULL'} AS ms, trimBoth(concat(${listed.join(', ')})) AS is
     FROM (SELECT arrayJoin(JSONExtract({texts:String}, 'Array(Nullable(String))')) AS v) AS t`,
    { texts: JSON.stringify(texts) },
  );
}

/** Milliseconds of ClickHouse as an ISO instant. */
function instantOf(ms: string | null | undefined): string | null {
  return ms == null ? null : new Date(Number(ms)).toISOString();
}

describe('numbers', () => {
  test('texts as numbers of 3 decimals', async () => {
    const cases: Case[] = [
      ['1', '1', ''],
      ['-0.5', '-0.5', ''],
      ['007', '7', ''],
      ['+5', '5', ''],
      ['.5', '0.5', ''],
      ['5.', '5', ''],
      ['1e3', '1000', ''],
      ['1.5E-3', '0.002', 'rounded'],
      ['1e+2', '100', ''],
      ['0.0005', '0.001', 'rounded'],
      ['-0.0005', '-0.001', 'rounded'],
      ['0.00049999999999999999999999999999999999999999', '0', 'rounded'],
      ['1.1000000000', '1.1', ''],
      ['12345678901234567890123456789012', '12345678901234567890123456789012', ''],
      ['12345678901234567890123456789012.9999', '12345678901234567890123456789013', 'rounded'],
      ['00000000000000000000000000000000000000001', '1', ''],
      ['123456789012345678901234567890123', null, 'unparsable'],
      ['1e32', null, 'unparsable'],
      ['1e-300', '0', 'rounded'],
      ['0e9999', '0', ''],
      ['1e9999', null, 'unparsable'],
      ['1.2.3', null, 'unparsable'],
      ['1,234', null, 'unparsable'],
      ['0x10', null, 'unparsable'],
      ['nan', null, 'unparsable'],
      ['.', null, 'unparsable'],
      ['-', null, 'unparsable'],
      ['e5', null, 'unparsable'],
      ['١', null, 'unparsable'],
      ['  7\u00a0', '7', ''],
      ['', null, 'missing'],
      [' \u3000 ', null, 'missing'],
      ['-99', null, 'missing'],
    ];
    const reads = await readTexts(
      cases.map(([text]) => text),
      specOf('number', { decimals: 3, missing: ['-99'] }),
    );
    expect(reads.map(({ value, is }, index) => [cases[index]?.[0], value, is])).toEqual(cases);
  });

  test('only what inference takes fits a strict column', async () => {
    const reads = await readTexts(['1.50', '007', '+5', '1e3', '-0'], specOf('number'), { isStrict: true });
    expect(reads.map(({ value, is }) => [value, is])).toEqual([
      ['1.5', ''],
      [null, 'unparsable'],
      [null, 'unparsable'],
      [null, 'unparsable'],
      ['0', ''],
    ]);
  });

  test('a float by its shortest decimal text, NaN and infinities missing', async () => {
    const reads = await readLiterals(
      ['0.1', '1e21', '1e-7', 'nan', 'inf', '-inf', 'NULL', '2.675'],
      'Nullable(Float64)',
      specOf('number', { decimals: 2 }),
    );
    expect(reads.map(({ value, is }) => [value, is])).toEqual([
      ['0.1', ''],
      ['1000000000000000000000', ''],
      ['0', 'rounded'],
      [null, 'missing'],
      [null, 'missing'],
      [null, 'missing'],
      [null, 'missing'],
      ['2.68', 'rounded'],
    ]);
    expect(await readLiterals(['0.1'], 'Float32', specOf('number'))).toMatchObject([{ value: '0.1', is: '' }]);
  });

  test('integers and decimals of every width', async () => {
    const number = specOf('number', { decimals: 2 });
    expect(await readLiterals(['18446744073709551615'], 'UInt64', number)).toMatchObject([{ value: '18446744073709551615' }]);
    expect(await readLiterals(['-9223372036854775808', 'NULL'], 'Nullable(Int64)', number)).toMatchObject([
      { value: '-9223372036854775808', is: '' },
      { value: null, is: 'missing' },
    ]);
    expect(await readLiterals(["'-170141183460469231731687303715884105728'"], 'Int128', number)).toMatchObject([
      { is: 'unparsable' },
    ]);
    expect(await readLiterals(["'1.005'"], 'Decimal(18, 3)', number)).toMatchObject([{ value: '1.01', is: 'rounded' }]);
    expect(
      await readLiterals(["'-0.00000000000000000000000000000000000000000000000000000000000001'"], 'Decimal(76, 70)', number),
    ).toMatchObject([{ value: '0', is: 'rounded' }]);
    expect(await readLiterals(['true'], 'Bool', number)).toMatchObject([{ value: null, is: 'unparsable' }]);
  });
});

describe('dates and date-times', () => {
  test('texts as dates', async () => {
    const cases: Case[] = [
      ['2024-02-29', '2024-02-29', ''],
      ['2023-02-29', null, 'unparsable'],
      ['1900-02-29', null, 'unparsable'],
      ['2000-02-29', '2000-02-29', ''],
      ['2024-04-31', null, 'unparsable'],
      ['2024-13-01', null, 'unparsable'],
      ['2024-00-10', null, 'unparsable'],
      ['2024-01-00', null, 'unparsable'],
      ['1900-01-01', '1900-01-01', ''],
      ['1899-12-31', null, 'unparsable'],
      ['2299-12-31', '2299-12-31', ''],
      ['2300-01-01', null, 'unparsable'],
      ['0000-01-01', null, 'unparsable'],
      ['2024-1-1', null, 'unparsable'],
      ['20240101', null, 'unparsable'],
      ['2024-01-01T23:59:59.999', '2024-01-01', ''],
      ['2024-01-01T23:00Z', '2024-01-02', ''],
      ['2024-01-01x', null, 'unparsable'],
      ['', null, 'missing'],
    ];
    const reads = await readTexts(
      cases.map(([text]) => text),
      specOf('date'),
    );
    expect(reads.map(({ value, is }, index) => [cases[index]?.[0], value, is])).toEqual(cases);
  });

  test('texts in Seoul as date-times', async () => {
    const cases: Case[] = [
      ['2024-01-01', '2023-12-31T15:00:00.000Z', ''],
      ['2024-01-01 09:30', '2024-01-01T00:30:00.000Z', ''],
      ['2024-01-01T09:30:15', '2024-01-01T00:30:15.000Z', ''],
      ['2024-01-01T09:30:15.5', '2024-01-01T00:30:15.500Z', ''],
      ['2024-01-01T09:30:15,123999', '2024-01-01T00:30:15.123Z', ''],
      ['2024-01-01T09:30:15.123456789Z', '2024-01-01T09:30:15.123Z', ''],
      ['2024-01-01T09:30Z', '2024-01-01T09:30:00.000Z', ''],
      ['2024-01-01T09:30:00+05:30', '2024-01-01T04:00:00.000Z', ''],
      ['2024-01-01T09:30:00-0800', '2024-01-01T17:30:00.000Z', ''],
      ['2024-01-01T09:30:00+09', '2024-01-01T00:30:00.000Z', ''],
      ['1960-01-01T00:00:00.0009', '1959-12-31T15:30:00.000Z', ''],
      ['2024-01-01T24:00', null, 'unparsable'],
      ['2024-01-01T23:60', null, 'unparsable'],
      ['2024-01-01T23:59:60', null, 'unparsable'],
      ['2024-01-01T09:30+25:00', null, 'unparsable'],
      ['2024-01-01T', null, 'unparsable'],
      ['2024-01-01T09', null, 'unparsable'],
      ['1900-01-01', '1899-12-31T15:32:08.000Z', ''],
      ['1899-12-31T15:32:08Z', '1899-12-31T15:32:08.000Z', ''],
      ['1899-12-31T15:32:07Z', null, 'unparsable'],
      ['2299-12-31T23:59:59.999', '2299-12-31T14:59:59.999Z', ''],
      ['2299-12-31T15:00Z', null, 'unparsable'],
    ];
    const reads = await readTexts(
      cases.map(([text]) => text),
      specOf('datetime'),
    );
    expect(reads.map(({ ms, is }, index) => [cases[index]?.[0], instantOf(ms), is])).toEqual(cases);
  });

  test('local times that never were and that were twice', async () => {
    const reads = await readTexts(
      ['2024-03-31 01:30', '2024-10-27 01:30', '2024-10-27T01:30Z', '2024-07-01 12:00'],
      specOf('datetime'),
      { zone: LONDON },
    );
    expect(reads.map(({ ms, is }) => [new Date(Number(ms)).toISOString(), is])).toEqual([
      ['2024-03-31T01:30:00.000Z', 'never'],
      ['2024-10-27T00:30:00.000Z', 'twice'],
      ['2024-10-27T01:30:00.000Z', ''],
      ['2024-07-01T11:00:00.000Z', ''],
    ]);
  });

  test.each([
    ['dd/MM/yyyy HH:mm', '31/01/2024 09:05', '2024-01-31T00:05:00.000Z', ''],
    ['dd/MM/yyyy HH:mm', '1/1/2024 09:05', null, 'unparsable'],
    ['M/d/yy h:mm a', '1/31/24 12:05 am', '2024-01-30T15:05:00.000Z', ''],
    ['M/d/yy h:mm a', '12/1/99 12:05 PM', '2099-12-01T03:05:00.000Z', ''],
    ["yyyy'년' M'월' d'일'", '2024년 1월 5일', '2024-01-04T15:00:00.000Z', ''],
    ['yyyyMMddHHmmssSSS', '20240105123456789', '2024-01-05T03:34:56.789Z', ''],
    ['yyyy.MM.dd HH:mm:ss XXX', '2024.01.05 00:00:00 -03:30', '2024-01-05T03:30:00.000Z', ''],
    ['yyyy.MM.dd', '2024x01x05', null, 'unparsable'],
    ['yyyy.MM.dd', '2024.02.30', null, 'unparsable'],
  ])('format %j reads %j as %j %s', async (format, text, instant, is) => {
    const [read] = await readTexts([text], specOf('datetime', { format }));
    expect({ instant: instantOf(read?.ms), is: read?.is }).toEqual({
      instant,
      is,
    });
  });

  test('native dates and times', async () => {
    expect(await readLiterals(["'2024-05-05'"], 'Date32', specOf('datetime'))).toMatchObject([
      { ms: String(Date.UTC(2024, 4, 4, 15)), is: '' },
    ]);
    expect(await readLiterals(["'1960-05-05 00:00:00.000999999'"], "DateTime64(9, 'UTC')", specOf('datetime'))).toMatchObject([
      { ms: String(Date.UTC(1960, 4, 5)) },
    ]);
    expect(
      await readLiterals(["'1960-05-05 00:00:00.123999'", 'NULL'], 'Nullable(DateTime64(6))', specOf('datetime')),
    ).toMatchObject([
      { ms: String(Date.UTC(1960, 4, 4, 14, 30, 0, 123)), is: '' },
      { ms: null, is: 'missing' },
    ]);
    expect(await readLiterals(["'2024-05-05 16:00:00'"], "DateTime('UTC')", specOf('date'))).toMatchObject([
      { value: '2024-05-06', is: '' },
    ]);
    expect(await readLiterals(['5'], 'Int32', specOf('date'))).toMatchObject([{ value: null, is: 'unparsable' }]);
  });
});

describe('text, booleans and tags', () => {
  test('text-like values are trimmed; integers and whole floats become digits', async () => {
    const texts = ['\u00a0 a b \u3000', '007', 'É', 'NA', '\u2028', '\ufeffx'];
    expect((await readTexts(texts, specOf('category', { missing: ['NA'] }))).map(({ value, is }) => [value, is])).toEqual([
      ['a b', ''],
      ['007', ''],
      ['É', ''],
      [null, 'missing'],
      [null, 'missing'],
      ['x', ''],
    ]);
    expect(
      (await readLiterals(['5.0', '1e21', '0.5', 'nan'], 'Float64', specOf('category'))).map(({ value }) => value),
    ).toEqual(['5', '1000000000000000000000', '0.5', null]);
    expect(await readLiterals(['18446744073709551615'], 'UInt64', specOf('text'))).toMatchObject([
      { value: '18446744073709551615' },
    ]);
    expect(await readLiterals(['true'], 'Bool', specOf('category'))).toMatchObject([{ value: 'true' }]);
  });

  test('booleans by their spellings', async () => {
    const declared = specOf('boolean', { trueValues: ['Y', '예'], falseValues: ['N', "it's"] });
    expect((await readTexts(['Y', '예', "it's", 'N', 'true', ''], declared)).map(({ value, is }) => [value, is])).toEqual([
      [true, ''],
      [true, ''],
      [false, ''],
      [false, ''],
      [null, 'unparsable'],
      [null, 'missing'],
    ]);
    expect((await readTexts(['true', 'false', 'True'], specOf('boolean'))).map(({ value }) => value)).toEqual([
      true,
      false,
      null,
    ]);
    expect(await readLiterals(['true', 'NULL'], 'Nullable(Bool)', specOf('boolean'))).toMatchObject([
      { value: true },
      { value: null, is: 'missing' },
    ]);
  });

  test('tags are trimmed, sorted and unique', async () => {
    const tags = specOf('tags', { separator: ';', missing: ['-'] });
    expect((await readTexts([' b; a ;;b;-', ';', '', '-'], tags)).map(({ value, is }) => [value, is])).toEqual([
      [['a', 'b'], ''],
      [[], 'missing'],
      [[], 'missing'],
      [[], 'missing'],
    ]);
    expect(await readLiterals(["['b', NULL, ' a', '']", '[]'], 'Array(Nullable(String))', specOf('tags'))).toMatchObject([
      { value: ['a', 'b'], is: '' },
      { value: [], is: 'missing' },
    ]);
    expect(
      (await readTexts(['["b", 7, null, "b"]', '{"a":1}', '[]'], specOf('tags'), { isJsonList: true })).map(({ value, is }) => [
        value,
        is,
      ]),
    ).toEqual([
      [['7', 'b'], ''],
      [[], 'unparsable'],
      [[], 'missing'],
    ]);
  });
});
