import { readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TimeZone } from '@silhouette/model';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ChdbSession, type SourceState, sourceColumns, sourceTextSql } from '../../src/index.ts';
import { describeFailure, SourceFixture } from './source-fixture.ts';

let session: ChdbSession;
let fixture: SourceFixture;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());
beforeEach(async () => {
  fixture = await SourceFixture.create(session);
});
afterEach(() => fixture.remove());

async function column(state: SourceState, name: string): Promise<unknown[]> {
  return (await fixture.rows(state)).map((row) => row[name]);
}

test('an unchanged file is not read again, a changed one replaces its rows, rows keep their order', async () => {
  await fixture.write('data/b.csv', 'v\nb1\nb2\n');
  await fixture.write('data/A.csv', 'v\nA1\n');
  await fixture.write('data/a.csv', 'v\na1\n');
  const files = ['data/*.csv'];
  const first = await fixture.ingest({ files });
  expect(first.report).toMatchObject({ files: 3, filesRead: 3, rows: 4 });
  expect(await column(first.state, 'v')).toEqual(['A1', 'a1', 'b1', 'b2']);
  expect(await column(first.state, '_row')).toEqual(['0', '1', '2', '3']);

  // Broken inside but of the same size and time: not looked at.
  const again = await fixture.ingest({ files }, first.state);
  expect(again.report.filesRead).toBe(0);
  expect(again.state).toEqual(first.state);

  await fixture.write('data/a.csv', 'v\nx\ny\n');
  const second = await fixture.ingest({ files }, first.state);
  expect(second.report).toMatchObject({ filesRead: 1, rows: 5 });
  expect(await column(second.state, 'v')).toEqual(['A1', 'x', 'y', 'b1', 'b2']);
  // The Parquet files of the snapshot before are still there.
  expect(await column(first.state, 'v')).toEqual(['A1', 'a1', 'b1', 'b2']);
});

test('a file only touched or renamed is known by its content', async () => {
  await fixture.write('a.csv', 'v\n1\n');
  await fixture.write('b.csv', 'v\n2\n');
  const first = await fixture.ingest({ files: ['*.csv'] });
  await utimes(join(fixture.folder, 'a.csv'), 1_800_000_000, 1_800_000_000);
  await rename(join(fixture.folder, 'b.csv'), join(fixture.folder, 'Z.csv'));
  const second = await fixture.ingest({ files: ['*.csv'] }, first.state);
  expect(second.report).toMatchObject({ files: 2, filesRead: 0 });
  expect(await column(second.state, 'v')).toEqual(['2', '1']);
});

test('two files of equal content are both there', async () => {
  await fixture.write('a.csv', 'v\nx\n');
  await fixture.write('b.csv', 'v\nx\n');
  await fixture.write('c.csv', 'v,w\nz,1\n');
  const { state } = await fixture.ingest({ files: ['*.csv'] });
  expect(await fixture.rows(state)).toEqual([
    { v: 'x', w: null, _row: '0' },
    { v: 'x', w: null, _row: '1' },
    { v: 'z', w: '1', _row: '2' },
  ]);
});

test('a file that has gone is an error, or is kept, or dropped', async () => {
  await fixture.write('a.csv', 'v\n1\n');
  await fixture.write('b.csv', 'v\n2\n');
  const files = ['a.csv', 'b.csv'];
  const { state } = await fixture.ingest({ files });
  await rm(join(fixture.folder, 'b.csv'));
  expect(await describeFailure(fixture.ingest({ files }, state))).toBe(
    'source-file-gone: sources.table: b.csv was loaded before and has gone. Put it back, or say "gone: keep" (its rows stay) or "gone: drop" (they leave).',
  );
  expect(await column((await fixture.ingest({ files, gone: 'keep' }, state)).state, 'v')).toEqual(['1', '2']);
  expect(await column((await fixture.ingest({ files, gone: 'drop' }, state)).state, 'v')).toEqual(['1']);
  await rm(join(fixture.folder, 'a.csv'));
  expect(await describeFailure(fixture.ingest({ files: ['*.csv'], gone: 'drop' }, state))).toContain('source-file-gone');
});

test('a file or pattern that never was is missing', async () => {
  const message = await describeFailure(fixture.ingest({ files: ['a.csv', 'data/*.csv'] }));
  expect(message).toContain('sources.table.files[0]: There is no file "a.csv"');
  expect(message).toContain('sources.table.files[1]: No file fits "data/*.csv"');
  expect(await describeFailure(fixture.ingest({ files: ['s3://bucket/a.csv'] }))).toContain('is not on this machine');
});

test('inferred types are kept: what does not fit is unparsable, decimals may grow', async () => {
  await fixture.write('1.csv', 'n,d,t,b,c,e\n1,2024-01-01,2024-01-01 10:00,true,x,\n-2.5,2024-12-31,2024-03-10,false,7,\n');
  const first = await fixture.ingest({ files: ['*.csv'] });
  expect(first.state.columns.map(({ name, type, decimals }) => [name, type, decimals])).toEqual([
    ['n', 'number', 1],
    ['d', 'date', 0],
    ['t', 'datetime', 0],
    ['b', 'boolean', 0],
    ['c', 'category', 0],
    ['e', 'category', 0],
  ]);
  await fixture.write(
    '2.csv',
    'n,d,t,b,c,e\n0.1234567,1850-01-01,2024-01-01T10:00:00+01:00,yes,y,5\nabc,2300-01-01,later,,z,6\n007,,,,,\n',
  );
  const second = await fixture.ingest({ files: ['*.csv'] }, first.state);
  expect(second.state.columns.map(({ name, type, decimals }) => [name, type, decimals])).toEqual([
    ['n', 'number', 6],
    ['d', 'date', 0],
    ['t', 'datetime', 0],
    ['b', 'boolean', 0],
    ['c', 'category', 0],
    // Never had a value before: nothing was inferred that could be kept.
    ['e', 'number', 0],
  ]);
  expect((await fixture.rows(second.state)).map(({ n, d, t, b, e }) => [n, d, t, b, e])).toEqual([
    ['1', '2024-01-01', '2024-01-01 10:00:00.000', true, null],
    ['-2.5', '2024-12-31', '2024-03-10 00:00:00.000', false, null],
    ['0.123457', null, '2024-01-01 18:00:00.000', null, '5'],
    [null, null, null, null, '6'],
    [null, null, null, null, null],
  ]);
  const reports = new Map(second.report.columns.map((report) => [report.column, report]));
  expect(reports.get('n')).toMatchObject({
    present: 3,
    missing: 0,
    unparsable: 2,
    unparsableExamples: ['007', 'abc'],
    rounded: 1,
    roundedExamples: ['0.1234567'],
  });
  expect(reports.get('d')).toMatchObject({
    present: 2,
    missing: 1,
    unparsable: 2,
    unparsableExamples: ['1850-01-01', '2300-01-01'],
  });
  expect(reports.get('b')).toMatchObject({ present: 2, missing: 2, unparsable: 1 });
});

test('raw text of a column beside its value', async () => {
  await fixture.write('a.csv', 'zip,n\n1.50,1\n0.7,2\n');
  const { state } = await fixture.ingest({ files: ['a.csv'] });
  expect(await fixture.rows(state, ['zip'])).toEqual([
    { zip: '1.5', n: '1', _text_zip: '1.50', _row: '0' },
    { zip: '0.7', n: '2', _text_zip: '0.7', _row: '1' },
  ]);
  const texts = await session.query(
    `SELECT * FROM (${sourceTextSql(state, fixture.lakeDir, TimeZone.of('Asia/Seoul'))}) ORDER BY _row`,
  );
  expect(texts.map(({ zip, n }) => [zip, n])).toEqual([
    ['1.50', '1'],
    ['0.7', '2'],
  ]);
});

test('the shown types are those that are told', async () => {
  await fixture.write('a.jsonl', '{"n":1.25,"d":"2024-01-01","t":"2024-03-31 01:30","b":true,"l":["x"],"c":"y"}\n');
  const zone = TimeZone.of('Europe/London');
  const { state, report } = await fixture.ingest({ files: ['a.jsonl'] }, null, 'Europe/London');
  const { sourceSelectSql } = await import('../../src/index.ts');
  const described = await session.query<{ name: string; type: string }>(
    `DESCRIBE (${sourceSelectSql(state, fixture.lakeDir, zone)})`,
  );
  expect(described.map(({ name, type }) => ({ name, type }))).toEqual(sourceColumns(state, zone));
  expect(sourceColumns(state, zone).map(({ type }) => type)).toEqual([
    'Nullable(Decimal(76, 2))',
    'Nullable(Date32)',
    "Nullable(DateTime64(3, 'Europe/London'))",
    'Nullable(Bool)',
    'Array(String)',
    'Nullable(String)',
    'UInt64',
  ]);
  expect(report.columns.find(({ column: name }) => name === 't')).toMatchObject({ timesNever: 1, timesTwice: 0 });
  expect((await fixture.rows(state, [], 'Europe/London'))[0]).toMatchObject({ t: '2024-03-31 02:30:00.000' });
});

test('more than 100,000 distinct values are text', async () => {
  const lines = (count: number): string =>
    `few,many\n${Array.from({ length: count }, (_, index) => `k${index % 100_000},k${index}`).join('\n')}\n`;
  await fixture.write('a.csv', lines(100_001));
  const { state } = await fixture.ingest({ files: ['a.csv'] });
  expect(state.columns.map(({ name, type }) => [name, type])).toEqual([
    ['few', 'category'],
    ['many', 'text'],
  ]);
});

test('a Parquet file that was deleted or cut in the lake is made anew', async () => {
  await fixture.write('a.csv', 'v\n1\n');
  const { state } = await fixture.ingest({ files: ['a.csv'] });
  const parquet = join(fixture.lakeDir, state.files[0]?.parquet ?? '');
  await rm(parquet);
  expect((await fixture.ingest({ files: ['a.csv'] }, state)).report.filesRead).toBe(1);
  await writeFile(parquet, 'PAR1');
  const again = await fixture.ingest({ files: ['a.csv'] }, state);
  expect(again.report.filesRead).toBe(1);
  expect(await column(again.state, 'v')).toEqual(['1']);
});

test('other missing words or another encoding read the files anew and infer anew', async () => {
  await fixture.write('a.csv', 'v\n1\nNA\n');
  const first = await fixture.ingest({ files: ['a.csv'] });
  expect(first.state.columns[0]?.type).toBe('category');
  const second = await fixture.ingest({ files: ['a.csv'], missing: ['NA'] }, first.state);
  expect(second.state.columns[0]?.type).toBe('number');
  expect(await column(second.state, 'v')).toEqual(['1', null]);
});

test('what a killed load left half-written goes with the next', async () => {
  await fixture.write('a.csv', 'v\n1\n');
  const { state } = await fixture.ingest({ files: ['a.csv'] });
  const folder = join(fixture.lakeDir, 'sources', 'table');
  await writeFile(join(folder, 'left.parquet.tmp'), 'half');
  await fixture.ingest({ files: ['a.csv'] }, state);
  expect(await readdir(folder)).toEqual([state.files[0]?.parquet.split('/').at(-1)]);
});
