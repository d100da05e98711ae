import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { fileSql } from '../../src/chdb/sql-text.ts';
import { inferCatalog } from '../../src/init/infer-catalog.ts';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import { openWorkspace } from '../../src/load/workspace.ts';

let root: string;
let session: ChdbSession;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'silhouette-infer-'));
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  await rm(root, { recursive: true, force: true });
});

/** Infers a catalog of files and loads it without an edit. */
async function load(files: Readonly<Record<string, string | Buffer>>) {
  const dir = await mkdtemp(join(root, 'w-'));
  const paths = Object.keys(files).map((name) => join(dir, name));
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  const { yaml } = await inferCatalog(paths, { dir, machineTimeZone: 'Europe/Berlin' });
  await writeFile(join(dir, 'silhouette.yaml'), yaml);
  const { snapshot } = await loadWorkspace(openWorkspace(dir), { nowMs: Date.parse('2026-01-01') });
  const rowsOf = async (event: string, columns: string) => {
    const table = [...snapshot.events].find(([id]) => id === event)?.[1];
    if (table === undefined) throw new Error(`There is no event ${event}.`);
    return session.query(`SELECT _customer, ${columns} FROM ${fileSql(table.files)} ORDER BY _customer, _at_ms, _row`);
  };
  return { snapshot, rowsOf };
}

describe('an inferred catalog', () => {
  it('loads columns called what results of queries are called within', async () => {
    const { snapshot } = await load({
      'rows.csv': 'id,rows,n,v,c,times,v_code,v_name\na,1,2,x,3,4,A,Apple\nb,2,3,y,4,5,B,Pear\n',
      'times.csv': 'id,when,times,most,n,rows\na,2020-01-01,₩1,2,3,4\nb,2020-01-02,₩2,3,4,5\n',
    });
    expect(snapshot.customersKnown).toBe(2);
    expect(snapshot.catalog.attributes.find(({ id }) => id === 'rows')?.stats).toMatchObject({ min: '1', max: '2' });
  });

  it('loads joined, dressed and oddly dated Korean files without an edit', async () => {
    const members = '회원번호,성별,가입일자,마케팅동의여부\n0001,M,2020-01-02,Y\n0002,F,2021-03-04,N\n0003,F,2022-05-06,Y\n';
    const orders = [
      '주문번호,회원번호,주문일시,상품코드,수량,판매금액',
      'A1,0001,2024/01/05 13:04,7,1,"12,000"',
      'A1,0001,2024/01/05 13:04,8,2,"30,500"',
      'A2,0002,2024/01/06 09:10,7,1,-900',
    ].join('\n');
    // Codes of the products are text there and numbers in the orders.
    const products = '상품코드,상품명,분류\n7,똠방크림,크림\n8,햏살세럼,세럼\nX9,선크림,선케어\n';
    const { snapshot, rowsOf } = await load({
      '회원.csv': iconv.encode(members, 'cp949'),
      '주문.csv': iconv.encode(orders, 'cp949'),
      '상품.csv': iconv.encode(products, 'cp949'),
    });
    expect(snapshot.customersKnown).toBe(3);
    expect(new Date(snapshot.asOfMs).toISOString()).toBe('2024-01-06T15:00:00.000Z');
    expect(await rowsOf('purchase', '_at_ms, _occasion, `상품코드`, `분류`, `판매금액`')).toEqual([
      {
        _customer: '0001',
        _at_ms: String(Date.parse('2024-01-05T04:04:00Z')),
        _occasion: 0,
        상품코드: '7',
        분류: '크림',
        판매금액: '12000',
      },
      {
        _customer: '0001',
        _at_ms: String(Date.parse('2024-01-05T04:04:00Z')),
        _occasion: 0,
        상품코드: '8',
        분류: '세럼',
        판매금액: '30500',
      },
      {
        _customer: '0002',
        _at_ms: String(Date.parse('2024-01-06T00:10:00Z')),
        _occasion: 0,
        상품코드: '7',
        분류: '크림',
        판매금액: '-900',
      },
    ]);
    const purchase = snapshot.catalog.events.find(({ id }) => id === 'purchase');
    expect(purchase?.fields.find(({ id }) => id === '상품코드')?.values.get('8')?.ko).toBe('햏살세럼');
    const [consent] = await session.query(
      `SELECT countIf(\`마케팅동의여부\`) AS yes, countIf(NOT \`마케팅동의여부\`) AS no FROM ${fileSql(snapshot.customers.files)}`,
    );
    expect(consent).toEqual({ yes: '2', no: '1' });
  });

  it('loads JSON lines and tab-separated text with words for missing', async () => {
    const visits = [
      '{"user":"a","at":"2024-03-01T10:00:00Z","tags":["x","y"],"spent":1.25}',
      '{"user":"b","at":"2024-03-02T10:00:00Z","tags":[],"spent":2}',
      '{"user":"a","at":"2024-03-05T10:00:00Z","spent":3.5}',
    ].join('\n');
    const users = 'user\tpoints\tis_vip\na\t10\t1\nb\tNA\t0\nc\t30\t0\n';
    const { snapshot, rowsOf } = await load({ 'visits.jsonl': visits, 'users.tsv': users });
    expect(snapshot.customersKnown).toBe(3);
    expect(await rowsOf('visits', 'tags, spent')).toEqual([
      { _customer: 'a', tags: ['x', 'y'], spent: '1.25' },
      { _customer: 'a', tags: [], spent: '3.5' },
      { _customer: 'b', tags: [], spent: '2' },
    ]);
    const attribute = (id: string) => snapshot.catalog.attributes.find((candidate) => candidate.id === id);
    expect(attribute('points')).toMatchObject({ type: 'number', stats: { present: 2, missing: 1 } });
    expect(attribute('is_vip')).toMatchObject({ type: 'boolean', stats: { present: 3 } });
  });
});
