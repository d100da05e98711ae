import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { compareAnswerSchema, historyAnswerSchema, overlapAnswerSchema, whyAnswerSchema } from '@silhouette/model';
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
  attributes:
    city: { column: city, type: category, label: { ko: 도시, en: City } }
    age: { column: age, type: number, unit: 세, label: { ko: 나이, en: Age } }
events:
  purchase:
    from: orders
    customer: id
    time: at
    label: { ko: 구매, en: Purchase }
    fields: { amount: { type: number, column: amount, unit: KRW, label: { ko: 금액, en: Amount } } }
`;
const customers = Array.from({ length: 60 }, (_, customer) => customer);
const PEOPLE = ['id,city,age', ...customers.map((c) => `k${c},${c % 2 === 0 ? 'Seoul' : 'Busan'},${20 + c}`)].join('\n');
const ORDERS = [
  'id,at,amount',
  ...customers.filter((c) => c % 3 === 0).map((c) => `k${c},2026-0${1 + (c % 5)}-01 10:00:00,${c}`),
];

const dir = mkdtempSync(join(tmpdir(), 'silhouette-several-test-'));
let server: SilhouetteServer;
let address: string;

beforeAll(async () => {
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  writeFileSync(join(dir, 'orders.csv'), ORDERS.join('\n'));
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  server = await createServer({ workspace: openWorkspace(dir), host: '127.0.0.1', pageDir: null, env: {}, logLevel: 'silent' });
  address = await server.listen(0);
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function ask(url: string, payload: object, headers: Record<string, string> = {}) {
  const response = await server.app.inject({ method: 'POST', url, payload, headers });
  return { status: response.statusCode, text: response.body, type: response.headers['content-type'] };
}
async function answer(url: string, payload: object) {
  const { status, text } = await ask(url, payload);
  expect(status, text).toBe(200);
  return JSON.parse(text);
}
async function issues(url: string, payload: object): Promise<string[]> {
  const { text } = await ask(url, payload);
  return JSON.parse(text).issues.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
}
const compareCounts = ({
  gained,
  lost,
  kept,
}: {
  gained: { count: number };
  lost: { count: number };
  kept: { count: number };
}) => ({
  gained: { count: gained.count },
  lost: { count: lost.count },
  kept: { count: kept.count },
});
const seoul = { attribute: 'city', eq: 'Seoul' };
const old = { attribute: 'age', gte: 50 };
const bought = { event: 'purchase' };

describe('POST /api/overlap', () => {
  test('answers in the published shape, with definitions that explore each region', async () => {
    const told = overlapAnswerSchema.strict().parse(await answer('/api/overlap', { audiences: [seoul, old, bought] }));
    expect(told).toMatchObject({ base: 60, engine: 'index', audiences: [{ count: 30 }, { count: 30 }, { count: 20 }] });
    for (const region of told.regions) {
      const { count } = await answer('/api/explore', { audience: region.audience, panels: [] });
      expect(region.count).toBe(count);
    }
  });

  test('takes saved audiences by their ids, and says when there is none of an id', async () => {
    for (const [id, definition] of Object.entries({ seoul, old })) {
      const made = await server.app.inject({ method: 'POST', url: '/api/audiences', payload: { id, name: id, definition } });
      expect(made.statusCode, made.body).toBe(201);
    }
    const saved = { audiences: [{ audience: 'seoul' }, { audience: 'old', version: 1 }] };
    const told = overlapAnswerSchema.strict().parse(await answer('/api/overlap', saved));
    const written = overlapAnswerSchema.parse(await answer('/api/overlap', { audiences: [seoul, old] }));
    expect(told.regions.map(({ count }) => count)).toEqual(written.regions.map(({ count }) => count));
    expect(told.audiences.map(({ audiences }) => audiences)).toEqual([
      [{ id: 'seoul', version: 1 }],
      [{ id: 'old', version: 1 }],
    ]);
    const compared = compareAnswerSchema
      .strict()
      .parse(await answer('/api/compare', { before: { audience: 'seoul' }, after: old }));
    expect(compared).toMatchObject(
      compareCounts(compareAnswerSchema.parse(await answer('/api/compare', { before: seoul, after: old }))),
    );
    expect(await issues('/api/overlap', { audiences: [{ audience: 'seoul' }, { audience: 'nobody' }] })).toEqual([
      'audiences[1].audience unknown-audience',
    ]);
    // The store's database is made here, which takes long on a busy machine.
  }, 180_000);

  test('portraits only when asked, as many traits as asked', async () => {
    const bare = overlapAnswerSchema.parse(await answer('/api/overlap', { audiences: [seoul, old] }));
    expect(bare.regions.every(({ portrait }) => portrait === undefined)).toBe(true);
    for (const portrait of [true, 1]) {
      const told = overlapAnswerSchema.strict().parse(await answer('/api/overlap', { audiences: [seoul, old], portrait }));
      expect(told.regions.every((region) => (region.portrait?.traits.length ?? 99) <= Number(portrait === true ? 5 : 1))).toBe(
        true,
      );
    }
  });

  test('all that is wrong is told at once', async () => {
    expect(await issues('/api/overlap', {})).toEqual(['audiences missing-key']);
    expect(await issues('/api/overlap', { audiences: [seoul] })).toEqual(['audiences invalid-value']);
    expect(await issues('/api/overlap', { audiences: Array(6).fill(seoul) })).toEqual(['audiences invalid-value']);
    expect(await issues('/api/overlap', { audiences: 'x', portrait: 'yes', extra: 1, engine: 'x' })).toEqual([
      'extra unknown-key',
      'audiences invalid-value',
      'portrait invalid-value',
      'engine unknown-engine',
    ]);
    const wrong = { audiences: [{ attribute: 'nope', eq: 1 }, seoul, { event: 7 }], asOf: 'soon' };
    expect(await issues('/api/overlap', wrong)).toEqual([
      'asOf invalid-as-of',
      'audiences[0].attribute unknown-attribute',
      'audiences[2].event wrong-type',
    ]);
  });
});

describe('POST /api/history', () => {
  test('as JSON', async () => {
    const told = historyAnswerSchema.strict().parse(await answer('/api/history', { audience: bought, months: 4 }));
    expect(told.points.map(({ lastDay, count }) => [lastDay, count])).toEqual([
      ['2026-01-31', 4],
      ['2026-02-28', 8],
      ['2026-03-31', 12],
      ['2026-04-30', 16],
      ['2026-05-01', 20],
    ]);
    expect((await answer('/api/history', { audience: bought })).points).toHaveLength(25);
  });

  test('as server-sent events, point by point, then the whole', async () => {
    const { status, text, type } = await ask('/api/history', { audience: bought, months: 2 }, { accept: 'text/event-stream' });
    expect([status, type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const events = text
      .trim()
      .split('\n\n')
      .map((block) => /^event: (\w+)\ndata: (.*)$/.exec(block));
    expect(events.map((event) => event?.[1])).toEqual(['point', 'point', 'point', 'end']);
    const whole = historyAnswerSchema.strict().parse(JSON.parse(events[3]?.[2] ?? ''));
    expect(events.slice(0, 3).map((event) => JSON.parse(event?.[2] ?? ''))).toEqual(whole.points);
  });

  test('a failure on the way is an event, what is wrong with the question a problem', async () => {
    const accept = { accept: 'text/event-stream' };
    const { text } = await ask('/api/history', { audience: bought, months: 2, engine: 'cluster' }, accept);
    expect(text).toMatch(/^event: problem\ndata: \{.*"code":"unsupported-predicate"/);
    const { status, type } = await ask('/api/history', { audience: bought, months: 61 }, accept);
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  test('who hangs up in the middle harms nobody', async () => {
    const body = JSON.stringify({ audience: bought, months: 60, engine: 'chdb' });
    await new Promise<void>((done, fail) => {
      const options = { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' } };
      const asked = httpRequest(`${address}/api/history`, options, (response) => {
        response.once('data', () => {
          asked.destroy();
          done();
        });
      });
      asked.on('error', (error) => (asked.destroyed ? done() : fail(error)));
      asked.end(body);
    });
    expect((await answer('/api/history', { audience: bought, months: 1 })).points).toHaveLength(2);
  });
});

describe('POST /api/compare', () => {
  test('people and conditions', async () => {
    const body = { before: seoul, after: { all: [seoul, old] } };
    const told = compareAnswerSchema.strict().parse(await answer('/api/compare', body));
    expect(told).toMatchObject({ before: { count: 30 }, after: { count: 15 }, gained: { count: 0 }, lost: { count: 15 } });
    expect(told.differences).toEqual([
      {
        kind: 'added',
        beforePath: null,
        afterPath: 'all[1]',
        sentence: { ko: '조건 추가: 나이가 50세 이상', en: 'Added: Age is at least 50 years' },
      },
    ]);
    const { count } = await answer('/api/explore', { audience: told.lost.audience, panels: [] });
    expect(count).toBe(15);
  });

  test('all that is wrong is told at once', async () => {
    expect(await issues('/api/compare', {})).toEqual(['before missing-key', 'after missing-key']);
    expect(await issues('/api/compare', { before: { any: 1 }, after: { event: 'x' } })).toEqual([
      'before.any wrong-type',
      'after.event unknown-event',
    ]);
  });
});

describe('POST /api/why', () => {
  test('verdicts, values and the smallest change', async () => {
    const body = { audience: { all: [seoul, old, bought] }, customer: 'k24' };
    const told = whyAnswerSchema.strict().parse(await answer('/api/why', body));
    expect(told).toMatchObject({ customer: 'k24', known: true, inBase: true, member: false, engine: 'reference' });
    expect(told.nodes.map(({ path, holds, value }) => [path, holds, value])).toEqual([
      ['', false, undefined],
      ['all[0]', true, 'Seoul'],
      ['all[1]', false, '44'],
      ['all[2]', true, '1'],
    ]);
    expect(told.flip).toMatchObject({
      member: true,
      leaves: [{ node: 2, path: 'all[1]', holds: true, need: { kind: 'number', by: '6', to: '50', open: false, unit: '세' } }],
    });
    expect(told.flip?.leaves[0]?.sentence.ko).toBe('‘나이가 50세 이상’에 해당해야 합니다(지금 44세, +6세).');
  });

  test('a key that is no key of a customer, and bodies that are wrong', async () => {
    expect(await answer('/api/why', { audience: seoul, customer: '<b>\u0000' })).toMatchObject({ known: false, flip: null });
    expect(await issues('/api/why', { audience: seoul })).toEqual(['customer missing-key']);
    expect(await issues('/api/why', { audience: seoul, customer: 7 })).toEqual(['customer wrong-type']);
    expect(await issues('/api/why', { audience: { x: 1 }, customer: null, engine: 'index' })).toEqual([
      'engine unknown-key',
      'customer wrong-type',
      'audience invalid-definition',
    ]);
  });
});

test('the API is described', async () => {
  const { paths } = JSON.parse((await server.app.inject('/api/openapi.json')).body);
  for (const path of ['/api/overlap', '/api/history', '/api/compare', '/api/why']) {
    expect(Object.keys(paths[path].post.requestBody.content['application/json'].schema.properties).length).toBeGreaterThan(2);
    expect(paths[path].post.responses['200']).toBeDefined();
  }
});
