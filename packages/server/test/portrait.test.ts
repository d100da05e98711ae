import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { portraitAnswerSchema } from '@silhouette/model';
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
    city: { column: city, type: category, label: { ko: 도시, en: City }, values: { 서울: { ko: 서울, en: Seoul } } }
    pet: { column: pet, type: category, label: { ko: 반려동물, en: Pet }, values: { dog: { ko: 개, en: Dog } } }
    phone: { column: pet_phone, type: category, pii: true }
    secret: { column: pet_secret, type: category, hidden: true }
events:
  purchase:
    from: orders
    customer: id
    time: at
    fields: { amount: { type: number, column: amount } }
computed:
  standard: true
`;
const index = Array.from({ length: 200 }, (_, customer) => customer);
/** Half are in Seoul: nine of ten of them have a dog, one of ten of the others. */
const hasDog = (customer: number): boolean => (customer % 2 === 0 ? customer % 20 !== 0 : customer % 20 === 1);
const PEOPLE = [
  'id,city,pet,pet_phone,pet_secret',
  ...index.map((customer) => {
    const pet = hasDog(customer) ? 'dog' : 'cat';
    return `k${customer},${customer % 2 === 0 ? '서울' : '부산'},${pet},${pet},${pet}`;
  }),
].join('\n');
const ORDERS = [
  'id,at,amount',
  ...index.filter((customer) => customer % 3 === 0).map((c) => `k${c},2026-01-01 10:00:00,${c}`),
].join('\n');

const dir = mkdtempSync(join(tmpdir(), 'silhouette-portrait-test-'));
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
  const response = await server.app.inject({ method: 'POST', url: '/api/portrait', payload });
  return { status: response.statusCode, body: JSON.parse(response.body) };
}
const seoul = { attribute: 'city', eq: '서울' };

describe('POST /api/portrait', () => {
  test('answers in the published shape, labelled, without private and hidden attributes', async () => {
    const { status, body } = await ask({ audience: seoul });
    expect(status).toBe(200);
    const answer = portraitAnswerSchema.strict().parse(body);
    expect(answer).toMatchObject({
      count: 100,
      base: 200,
      versus: { kind: 'everyone', count: 200 },
      telling: 1,
      engine: 'index',
    });
    expect(answer.traits).toMatchObject([
      {
        attribute: 'pet',
        part: { kind: 'value', value: 'dog', label: { ko: '개', en: 'Dog' } },
        ...{
          count: 90,
          of: 100,
          share: 0.9,
          versusCount: 100,
          versusOf: 200,
          versusShare: 0.5,
          ratio: 1.8,
          differencePoints: 40,
        },
        sentence: {
          ko: '이 고객군은 반려동물이 개인 비율이 90.0%로 전체(50.0%)의 1.8배입니다.',
          en: 'Pet is Dog for 90.0% of this group, 1.8 times everyone’s 50.0%.',
        },
        condition: { attribute: 'pet', eq: 'dog' },
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/phone|secret/);
    expect(answer.given.map(({ attribute, given }) => [attribute, given])).toEqual([
      ['city', { by: 'group', because: 'named' }],
    ]);
  });

  test('compares with the rest, with another audience, and with everyone when null', async () => {
    const rest = (await ask({ audience: seoul, versus: 'rest' })).body;
    expect(rest).toMatchObject({ versus: { kind: 'rest', count: 100, bothCount: 0 } });
    expect(rest.traits[0]).toMatchObject({ attribute: 'pet', versusShare: 0.1 });
    const other = (await ask({ audience: seoul, versus: { customers: index.slice(0, 60).map((c) => `k${c}`) }, top: 1 })).body;
    expect(other).toMatchObject({ versus: { kind: 'audience', count: 60, bothCount: 30 } });
    expect((await ask({ audience: seoul, versus: null, top: null })).body.versus.kind).toBe('everyone');
  });

  test('measures of an event that the definition asks about are given, and so not ranked', async () => {
    const { body } = await ask({ audience: { event: 'purchase', sum: { field: 'amount', gte: 30 } } });
    expect(body.traits).toEqual([]);
    expect(body.given.length).toBeGreaterThan(0);
    expect(new Set(body.given.map((trait: { given: { by: string } }) => trait.given.by))).toEqual(new Set(['group']));
  });

  test('names everything that is wrong with a question at once', async () => {
    const { status, body } = await ask({
      audience: { attribute: 'citty', eq: 'x' },
      versus: { attribute: 'nope', eq: 1 },
      top: 101,
      asOf: 'soon',
      engine: 'fast',
      verses: 'rest',
    });
    expect(status).toBe(400);
    const issues: { path: string; code: string }[] = body.issues;
    expect(issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'asOf invalid-as-of',
      'audience.attribute unknown-attribute',
      'engine unknown-engine',
      'top invalid-value',
      'verses unknown-key',
      'versus.attribute unknown-attribute',
    ]);
    const without = await ask({ versus: 'others' });
    expect(without.body.issues.map(({ path }: { path: string }) => path).sort()).toEqual(['audience', 'versus']);
    expect((await ask({ audience: seoul, versus: 5 })).body.issues).toMatchObject([{ path: 'versus', code: 'invalid-value' }]);
  });

  test('is described', async () => {
    const response = await server.app.inject({ url: '/api/openapi.json' });
    const { post } = JSON.parse(response.body).paths['/api/portrait'];
    expect(Object.keys(post.requestBody.content['application/json'].schema.properties).sort()).toEqual([
      'asOf',
      'audience',
      'engine',
      'snapshot',
      'top',
      'versus',
    ]);
    expect(Object.keys(post.responses['200'].content['application/json'].schema.properties)).toContain('traits');
  });
});
