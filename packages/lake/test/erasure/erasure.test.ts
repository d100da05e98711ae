import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterEach, expect, test, vi } from 'vitest';
import {
  addErasedKeys,
  ChdbSession,
  findKeysInSources,
  listSnapshots,
  loadWorkspace,
  readErasedKeys,
  type Workspace,
} from '../../src/index.ts';
import { makeWorkspace, readRows } from '../load/make-workspace.ts';
import { searchBytes } from './search-bytes.ts';

// Four loads of a shop, and every byte read after each.
vi.setConfig({ testTimeout: 300_000 });

const NOW = Date.UTC(2026, 0, 1);
const KEY = 'Kim,"둘"-7731';
const QUOTED = KEY.replaceAll('"', '""');
const made: (Workspace & { remove(): void })[] = [];
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove();
});

const CATALOG = `silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [data/people.csv], encoding: cp949 }
  orders: { files: [data/orders.csv.gz] }
  visits: { files: [data/visits.parquet] }
  notes: { files: [data/notes.jsonl] }
views:
  bought: SELECT o.owner AS who, o.at AS at, o.amount AS amount, p.city AS city FROM orders AS o LEFT JOIN people AS p ON p.id = o.owner
customers: { from: people, key: id, columns: all }
events:
  purchase: { from: bought, customer: who, time: at, fields: { amount: { column: amount, type: number, decimals: 0 } } }
  visit: { from: visits, customer: id, time: at }
computed: { standard: true }
`;

async function prepare(): Promise<Workspace & { remove(): void }> {
  const people = [`id,city,friend`, `a,서울,"${QUOTED}"`, `"${QUOTED}",부산,a`, `b,,`].join('\n');
  const workspace = makeWorkspace({ 'silhouette.yaml': CATALOG, 'data/keep.txt': '' });
  made.push(workspace);
  const data = join(workspace.dir, 'data');
  writeFileSync(join(data, 'people.csv'), iconv.encode(`${people}\n`, 'cp949'));
  const orders = ['owner,at,amount', `a,2025-01-01,10`, `"${QUOTED}",2025-01-02,7731`, `b,2025-01-03,7731`].join('\n');
  writeFileSync(join(data, 'orders.csv.gz'), gzipSync(`${orders}\n`));
  writeFileSync(
    join(data, 'notes.jsonl'),
    `${JSON.stringify({ about: KEY, friends: ['a', 'b'] })}\n${JSON.stringify({ about: 'b', friends: ['a', KEY] })}\n`,
  );
  const session = await ChdbSession.open();
  try {
    const rows = `SELECT arrayJoin(['a', {key:String}, 'c']) AS id, toDate('2025-02-01') AS at, CAST('none', 'Nullable(String)') AS via`;
    await session.execute(`INSERT INTO FUNCTION file('${join(data, 'visits.parquet')}', 'Parquet') ${rows}`, { key: KEY });
  } finally {
    await session.close();
  }
  return workspace;
}

const searchLake = (workspace: Workspace) => searchBytes(workspace.dir, KEY, (path) => path.startsWith('data/'));

test('who was erased is in no file of the lake, nor after later loads of files that still hold them', async () => {
  const workspace = await prepare();
  const before = await loadWorkspace(workspace, { nowMs: NOW });
  writeFileSync(join(workspace.dir, 'silhouette.yaml'), CATALOG.replace('name: Shop', 'name: Other'));
  await loadWorkspace(workspace, { nowMs: NOW + 1000 });
  expect(before.snapshot.customersKnown).toBe(4);
  expect((await searchLake(workspace)).length).toBeGreaterThan(8);
  await addErasedKeys(workspace, [KEY], { waitMs: 0 });
  const { snapshot, changed } = await loadWorkspace(workspace, { nowMs: NOW + 2000 });
  expect(changed).toBe(true);
  expect(await searchLake(workspace)).toEqual([]);
  expect((await listSnapshots(workspace)).length).toBe(1);
  expect(readdirSync(join(workspace.lakeDir, 'data'))).toEqual([snapshot.id]);
  // Nobody else has lost anything but what named the erased one.
  expect(await readRows(snapshot.customers, '_key, city, friend')).toEqual([
    { _key: 'a', city: '서울', friend: null },
    { _key: 'b', city: null, friend: null },
    { _key: 'c', city: null, friend: null },
  ]);
  expect(snapshot.report.sources.map(({ source, rows, rowsErased }) => [source, rows, rowsErased])).toEqual([
    ['people', 2, 1],
    ['orders', 2, 1],
    ['visits', 2, 1],
    ['notes', 1, 1],
  ]);
  expect((await loadWorkspace(workspace, { nowMs: NOW + 3000 })).changed).toBe(false);
  // The owner's file still holds the row, and grows.
  const more = `id,city,friend\n"${QUOTED}",부산,a\nd,${KEY.slice(0, 3)},\n`;
  writeFileSync(join(workspace.dir, 'data/people.csv'), iconv.encode(more, 'cp949'));
  const later = await loadWorkspace(workspace, { nowMs: NOW + 4000 });
  expect((await readRows(later.snapshot.customers, '_key')).map(({ _key }) => _key)).toEqual(['a', 'b', 'c', 'd']);
  expect(await searchLake(workspace)).toEqual([]);
});

test('a key that a view makes stays out too, and is counted', async () => {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Shop
timeZone: UTC
sources: { people: { files: [people.csv] } }
views: { named: "SELECT concat('C-', number) AS key, age, _row FROM people" }
customers: { from: named, key: key, columns: all }
`,
    'people.csv': 'number,age\nx1,30\nx2,31\n',
  });
  made.push(workspace);
  await addErasedKeys(workspace, ['C-x2'], { waitMs: 0 });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect((await readRows(snapshot.customers, '_key')).map(({ _key }) => _key)).toEqual(['C-x1']);
  expect(snapshot.report.customers).toMatchObject({ rows: 1, rowsErased: 1, rowsWithoutKey: 0 });
});

test('a file that has nothing but keys is cleaned as any other', async () => {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Shop
timeZone: UTC
sources: { people: { files: [people.csv] } }
customers: { from: people, key: id, columns: all }
`,
    'people.csv': 'id\na1\na2\na3\n',
  });
  made.push(workspace);
  await loadWorkspace(workspace, { nowMs: NOW });
  await addErasedKeys(workspace, ['a2'], { waitMs: 0 });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW + 1000 });
  expect((await readRows(snapshot.customers, '_key')).map(({ _key }) => _key)).toEqual(['a1', 'a3']);
  expect(snapshot.report.sources).toMatchObject([{ rows: 2, rowsErased: 1 }]);
});

test('free text that holds a key as a word is blanked, in later files too; what cannot be found so is told', async () => {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Shop
timeZone: UTC
sources: { people: { files: [people.csv] }, notes: { files: [notes.csv] } }
customers: { from: people, key: id, columns: all }
`,
    'people.csv':
      'id,memo\nC-00017,\nC-00018,"call C-00017 first"\nC-00019,C-00017님의 친구\nC-00020,C-000171 and XC-00017\nx@y.kr,(x@y.kr)\nab 12-34,\nC-12,\n',
    'notes.csv': 'about,text\n1,"id:C-00017."\n2,wrote x@y.kr.\n3,for ab 12-34!\n4,see C-12\n5,nobody\n',
  });
  made.push(workspace);
  const keys = ['C-00017', 'x@y.kr', 'ab 12-34', 'C-12'];
  await addErasedKeys(workspace, keys, { waitMs: 0 });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(await readRows(snapshot.customers, '_key, memo')).toEqual([
    { _key: 'C-00018', memo: null },
    { _key: 'C-00019', memo: null },
    { _key: 'C-00020', memo: 'C-000171 and XC-00017' },
  ]);
  expect(snapshot.report.sources.map(({ rows, rowsErased, cellsErased }) => [rows, rowsErased, cellsErased])).toEqual([
    [3, 4, 2],
    [5, undefined, 2],
  ]);
  // A key with a space is no word by which a digest is found, and one of four characters may stand there by chance.
  expect(await findKeysInSources(workspace, keys)).toEqual([{ source: 'notes', column: 'text', rows: 2 }]);
  expect(await findKeysInSources(workspace, ['C-00018'])).toEqual([{ source: 'people', column: 'id', rows: 1 }]);
  writeFileSync(join(workspace.dir, 'notes.csv'), 'about,text\n6,C-00017 again\n7,C-00018 too\n');
  const later = await loadWorkspace(workspace, { nowMs: NOW + 1000 });
  expect(later.snapshot.report.sources[1]).toMatchObject({ rows: 2, cellsErased: 1 });
  expect(await findKeysInSources(workspace, keys)).toEqual([]);
});

test('a list that cannot be applied stops the load: nobody comes back', async () => {
  const workspace = await prepare();
  await addErasedKeys(workspace, [KEY], { waitMs: 0 });
  expect(readErasedKeys(workspace).count).toBe(1);
  await addErasedKeys(workspace, [KEY, 'b'], { waitMs: 0 });
  expect(readErasedKeys(workspace).count).toBe(2);
  writeFileSync(join(workspace.stateDir, 'erasure-secret'), 'another');
  await expect(loadWorkspace(workspace, { nowMs: NOW })).rejects.toMatchObject({ issues: [{ code: 'erasure-broken' }] });
  rmSync(join(workspace.stateDir, 'erasure-secret'));
  await expect(loadWorkspace(workspace, { nowMs: NOW })).rejects.toMatchObject({ issues: [{ code: 'erasure-broken' }] });
});
