import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { lookAheadAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type SilhouetteServer } from '../src/index.ts';
import { loadIndexed } from './load-indexed.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
  orders: { files: [orders.csv] }
customers:
  from: people
  key: id
events:
  purchase:
    from: orders
    customer: id
    time: at
    fields: { product: { type: category, column: product } }
`;
/** 100 customers: half in Seoul; every third bought a mask, every seventh a cream besides. */
const numbers = Array.from({ length: 100 }, (_, customer) => customer);
const PEOPLE = ['id,city', ...numbers.map((n) => `k${n},${n % 2 === 0 ? '서울' : '부산'}`)].join('\n');
const ORDERS = [
  'id,at,product',
  ...numbers.filter((n) => n % 3 === 0).map((n) => `k${n},2026-01-01 10:00:00,mask`),
  ...numbers.filter((n) => n % 7 === 0).map((n) => `k${n},2026-01-01 11:00:00,cream`),
].join('\n');

const dir = mkdtempSync(join(tmpdir(), 'silhouette-look-ahead-test-'));
let server: SilhouetteServer;

beforeAll(async () => {
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  writeFileSync(join(dir, 'orders.csv'), ORDERS);
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  server = await createServer({ workspace: openWorkspace(dir), host: '127.0.0.1', pageDir: null, env: {}, logLevel: 'silent' });
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function ask(payload: object) {
  const response = await server.app.inject({ method: 'POST', url: '/api/look-ahead', payload });
  return { status: response.statusCode, body: JSON.parse(response.body) };
}
const seoul = { attribute: 'city', eq: '서울' };
const bought = (product: string) => ({ event: 'purchase', where: [{ field: 'product', eq: product }] });
const countOf = (test: (n: number) => boolean) => numbers.filter(test).length;

describe('POST /api/look-ahead', () => {
  test('counts the group with each condition as well, in their order, by every engine', async () => {
    for (const engine of ['index', 'chdb', 'reference']) {
      const { status, body } = await ask({
        audience: seoul,
        conditions: [bought('cream'), bought('mask'), { attribute: 'city', eq: '부산' }, { not: bought('mask') }],
        engine,
      });
      expect(status).toBe(200);
      const answer = lookAheadAnswerSchema.strict().parse(body);
      expect(answer).toMatchObject({ count: 50, base: 100, engine });
      expect(answer.counts).toEqual([
        countOf((n) => n % 2 === 0 && n % 7 === 0),
        countOf((n) => n % 2 === 0 && n % 3 === 0),
        0,
        countOf((n) => n % 2 === 0 && n % 3 !== 0),
      ]);
    }
  });

  test('asks the conditions at the as-of of the group', async () => {
    const { body } = await ask({ audience: { all: [] }, conditions: [bought('mask')], asOf: '2025-12-31' });
    expect(body.counts).toEqual([0]);
  });

  test('without conditions gives the group itself', async () => {
    expect((await ask({ audience: seoul, conditions: [] })).body).toMatchObject({ count: 50, counts: [] });
  });

  test('names everything that is wrong, by its place', async () => {
    const { status, body } = await ask({
      audience: seoul,
      conditions: [seoul, { attribute: 'nothing', eq: 'x' }, { attribute: 'city', gte: 1 }],
    });
    expect(status).toBe(400);
    const paths = body.issues.map((issue: { path: string }) => issue.path);
    expect(paths.some((path: string) => path.startsWith('conditions[1]'))).toBe(true);
    expect(paths.some((path: string) => path.startsWith('conditions[2]'))).toBe(true);
    expect((await ask({ audience: seoul })).body.issues).toMatchObject([{ path: 'conditions', code: 'missing-key' }]);
    expect((await ask({ audience: seoul, conditions: 'all' })).body.code).toBe('wrong-type');
    const many = await ask({ audience: seoul, conditions: Array.from({ length: 201 }, () => seoul) });
    expect([many.status, many.body.code]).toEqual([413, 'too-large']);
  });
});
