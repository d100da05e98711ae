import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makePerson, type ScopedShop, serveBrands } from '../access/scoped-shop.ts';
import { ask } from '../audiences/shop.ts';
import { listOperations, type Operation } from './list-operations.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const ALPHA = { attribute: 'brand', eq: 'alpha' };
const BETA = { attribute: 'brand', eq: 'beta' };
const ROUNDS = 15;

let shop: ScopedShop;
let operations: readonly Operation[] = [];
beforeAll(async () => {
  shop = await serveBrands();
  operations = (await listOperations(shop.url)).filter(({ path }) => path.includes('{'));
  await ask(shop.url, 'POST', '/api/audiences', { id: 'seoul', name: 'Seoul', definition: { attribute: 'city', eq: '서울' } });
});
afterAll(() => shop.close());

const fill = (path: string, id: string) => path.replace('{id}', id).replace('{version}', '1');

test('whoever may do nothing gets past no id, and each try is in the log', async () => {
  expect(operations.length).toBeGreaterThan(15);
  shop.who = { ...makePerson({ id: 'nobody' }), permissions: new Set(), classes: new Set() };
  for (const { method, path } of operations) {
    const { status } = await ask(
      shop.url,
      method,
      fill(path, 'seoul'),
      method === 'GET' || method === 'DELETE' ? undefined : {},
    );
    // Sessions and keys are one's own, and need no permission: somebody else's are not there.
    expect([method, path, status]).toEqual([method, path, /^\/api\/(sessions|keys)\//.test(path) ? 404 : 403]);
  }
  shop.who = makePerson();
  const { body } = await ask(shop.url, 'GET', '/api/audit?action=refused&actor=nobody');
  expect(body.entries.length).toBeGreaterThan(10);
  expect((await ask(shop.url, 'GET', '/api/audiences/seoul')).status).toBe(200);
});

test('an export of one person is not there for another, by any route that has its id', async () => {
  shop.who = makePerson({ id: 'p1' });
  const made = await ask(shop.url, 'POST', '/api/exports', { audience: ALPHA, attributes: ['brand'] });
  expect(made.status).toBe(202);
  const { id } = made.body;
  await expect
    .poll(async () => (await ask(shop.url, 'GET', `/api/exports/${id}`)).body.state, { timeout: 60_000 })
    .toBe('done');
  shop.who = makePerson({ id: 'p2' });
  const routes = operations.filter(({ path }) => path.startsWith('/api/exports/{id}'));
  expect(routes.length).toBeGreaterThanOrEqual(3);
  for (const { method, path } of routes) {
    const body = path.endsWith('/refuse') || path.endsWith('/approve') ? { note: 'why not' } : undefined;
    const [other, none] = [
      await ask(shop.url, method, fill(path, id), body),
      await ask(shop.url, method, fill(path, 'x'.repeat(22)), body),
    ];
    expect([method, path, other.status]).toEqual([method, path, 404]);
    // What is another's is answered like what is nobody's.
    expect(JSON.stringify(other.body).replaceAll(id, '')).toBe(JSON.stringify(none.body).replaceAll('x'.repeat(22), ''));
  }
  shop.who = makePerson({ id: 'p1' });
  expect((await ask(shop.url, 'GET', `/api/exports/${id}`)).status).toBe(200);
});

test('answers of one scope never reach another that asks the same', async () => {
  const people = [makePerson({ id: 'a', rowScope: ALPHA }), makePerson({ id: 'b', rowScope: BETA })] as const;
  const question = { audience: { all: [] }, attributes: ['brand'], panels: undefined, limit: 50 };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, who] of people.entries()) {
      const foreign = index === 0 ? 'beta' : 'alpha';
      shop.who = who;
      const { panels: _, ...members } = question;
      const answers = [
        await ask(shop.url, 'POST', '/api/explore', { audience: { all: [] }, panels: ['brand', 'city', 'nick'] }),
        await ask(shop.url, 'POST', '/api/members', members),
        await ask(shop.url, 'GET', '/api/values?attribute=city'),
        await ask(shop.url, 'GET', '/api/values/search?q=village'),
        await ask(shop.url, 'GET', '/api/catalog'),
      ];
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(JSON.stringify(body)).not.toContain(`"${foreign}`);
      }
      expect(answers[0]?.body).toMatchObject({ count: 120, base: 120 });
    }
  }
});

test('no answer may be kept by anything between, and an entity tag of one scope is none of another', async () => {
  const [one, two] = [
    makePerson({ id: 'a', rowScope: ALPHA }),
    makePerson({ id: 'b', hidden: ['sensitive', 'personal'], rowScope: BETA }),
  ];
  for (const path of [
    '/api/catalog',
    '/api/values?attribute=city',
    '/api/audiences',
    '/api/audiences/seoul',
    '/api/snapshot',
  ]) {
    shop.who = one;
    const first = await fetch(shop.url + path);
    expect([path, first.headers.get('cache-control')]).toEqual([path, 'no-store']);
    shop.who = two;
    const tag = first.headers.get('etag');
    const again = await fetch(shop.url + path, { headers: tag === null ? {} : { 'if-none-match': tag } });
    const own = await fetch(shop.url + path);
    const [before, after] = [await first.text(), await own.text()];
    if (again.status === 304) expect(after, path).toBe(before);
    else expect(await again.text(), path).toBe(after);
  }
  for (const path of ['/metrics', '/readyz', '/healthz'])
    expect([path, (await fetch(shop.url + path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
});

test('a cursor of one scope shows nothing to another', async () => {
  shop.who = makePerson({ id: 'a', rowScope: ALPHA });
  const question = { audience: { all: [] }, attributes: ['brand'], limit: 10 };
  const { body } = await ask(shop.url, 'POST', '/api/members', question);
  expect(body.cursor).toEqual(expect.any(String));
  shop.who = makePerson({ id: 'b', rowScope: BETA });
  const stolen = await ask(shop.url, 'POST', '/api/members', { ...question, cursor: body.cursor });
  // It is a place in the order of keys, and goes on among one's own customers.
  expect(JSON.stringify(stolen.body)).not.toContain('alpha');
});
