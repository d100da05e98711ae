import { openWorkspace } from '@silhouette/lake';
import {
  auditListSchema,
  type Erasure,
  erasureListSchema,
  erasureSchema,
  PERMISSIONS,
  PRIVACY_CLASSES,
} from '@silhouette/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { giveLocalAccess } from '../../src/access/access.ts';
import { createServer, type SilhouetteServer } from '../../src/index.ts';
import { ErasureFolder } from '../../src/privacy/erasure-folder.ts';
import { ask as askAt, makeShop } from '../audiences/shop.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: SilhouetteServer;
let url = '';
let shop: Awaited<ReturnType<typeof makeShop>>;
let who: Access = giveLocalAccess();

async function serve(): Promise<void> {
  const options = { host: '127.0.0.1', pageDir: null, env: {}, logLevel: 'silent' } as const;
  server = await createServer({ ...options, workspace: openWorkspace(shop.dir), authenticate: async () => ({ ...who }) });
  url = await server.listen(0);
}
beforeAll(async () => {
  shop = await makeShop();
  await serve();
});
afterAll(async () => {
  await server.close();
  shop.remove();
});
const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  askAt(url, method, `/api/privacy/${path}`, body, headers);
const list = async () => erasureListSchema.parse((await ask('GET', 'erasures')).body).erasures;

/** Waits for the end of an erasure by its events; gives all that were told. */
async function watch(id: string): Promise<{ readonly told: readonly Erasure[]; readonly end: Erasure }> {
  const response = await fetch(`${url}/api/privacy/erasures/${id}`, { headers: { accept: 'text/event-stream' } });
  const events = [...(await response.text()).matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, name, data = '']) => ({
    name,
    erasure: erasureSchema.parse(JSON.parse(data)),
  }));
  const end = events.at(-1);
  if (end?.name !== 'end') throw new Error('The events have no end.');
  return { told: events.slice(0, -1).map(({ erasure }) => erasure), end: end.erasure };
}

test('what is held is given out for a purpose alone, and is recorded', async () => {
  const refused = await ask('POST', 'access', { key: 'k03' });
  expect([refused.status, refused.body.issues[0].path]).toEqual([400, 'silhouette-purpose']);
  const given = await ask('POST', 'access', { key: 'k03' }, { 'silhouette-purpose': encodeURIComponent('고객의 요청') });
  expect(given.status).toBe(200);
  expect(given.body).toMatchObject({
    key: 'k03',
    snapshots: [
      { customer: [{ _key: 'k03', city: '부산' }], sources: [{ source: 'people', rows: [{ id: 'k03', age: '23' }] }] },
    ],
    audiences: [],
    exports: [],
  });
  const nobody = await ask('POST', 'access', { key: "'; --" }, { 'silhouette-purpose': 'a%20request' });
  expect(nobody.body.snapshots[0]).toMatchObject({ customer: [], sources: [{ rows: [] }] });
  const entries = auditListSchema.parse((await askAt(url, 'GET', '/api/audit?action=privacy-access&subject=k03')).body).entries;
  expect(entries).toMatchObject([
    {
      texts: [
        { name: 'customer', text: 'k03' },
        { name: 'purpose', text: '고객의 요청' },
      ],
    },
  ]);
});

test('what names nobody, or names whom it must not, is refused', async () => {
  const codes = async (body: object) =>
    (await ask('POST', 'erasures', body)).body.issues.map(({ path }: { path: string }) => path);
  expect(await codes({ keys: [] })).toEqual(['keys']);
  expect(await codes({})).toEqual(['keys']);
  expect(await codes({ keys: [''] })).toEqual(['keys[0]']);
  expect(await codes({ keys: ['k04'], reason: 'k04 wrote' })).toEqual(['reason']);
  expect((await ask('GET', 'erasures/nothing')).status).toBe(404);
  expect(await list()).toEqual([]);
});

test('who may not see all customers may neither ask nor erase', async () => {
  const rowScope = { attribute: 'city', in: ['서울'] };
  who = { ...giveLocalAccess(), rowScope, permissions: new Set(PERMISSIONS), classes: new Set(PRIVACY_CLASSES) };
  const purpose = { 'silhouette-purpose': 'a%20request' };
  expect((await ask('POST', 'access', { key: 'k03' }, purpose)).status).toBe(403);
  expect((await ask('POST', 'erasures', { keys: ['k03'] })).status).toBe(403);
  who = giveLocalAccess();
  expect(await list()).toEqual([]);
});

test('two requests are done one after the other, with their progress, and the customers are gone from every answer', async () => {
  const first = await ask('POST', 'erasures', { keys: ['k03', 'k03'], reason: 'asked by letter' });
  expect([first.status, first.body.customers]).toEqual([202, 1]);
  const second = await ask('POST', 'erasures', { keys: ['k04', 'k05', 'K05 misspelt'] });
  expect(second.status).toBe(202);
  const [one, two] = await Promise.all([watch(first.body.id), watch(second.body.id)]);
  expect(one.end).toMatchObject({ state: 'done', result: { customersFound: 1, rowsErased: 1, ownFiles: ['people.csv'] } });
  expect(two.end).toMatchObject({ state: 'done', customers: 3, result: { customersFound: 2, rowsErased: 3 } });
  expect(two.told.map(({ state }) => state)).toEqual(expect.arrayContaining(['queued', 'running']));
  expect(new Set(two.told.map(({ stage }) => stage)).size).toBeGreaterThan(3);
  const { body } = await askAt(url, 'POST', '/api/members', { audience: { all: [] }, limit: 100 });
  const keys = body.members.map(({ key }: { key: string }) => key);
  expect(keys.length).toBe(22);
  expect(keys.filter((key: string) => ['k03', 'k04', 'k05'].includes(key))).toEqual([]);
  expect(JSON.stringify(await list())).not.toContain('k03');
  const entries = auditListSchema.parse((await askAt(url, 'GET', '/api/audit?action=privacy-erasure')).body).entries;
  expect(entries.map(({ subject, details }) => [subject[0], details.step])).toEqual(
    expect.arrayContaining([
      [first.body.id, 'requested'],
      [first.body.id, 'done'],
      [second.body.id, 'done'],
    ]),
  );
  expect(JSON.stringify(entries)).not.toMatch(/k0[345]/);
});

test('a request that a killed server left is done by the next', async () => {
  await server.close();
  const id = 'abcdefghijklmnopqrstuv';
  new ErasureFolder(openWorkspace(shop.dir).stateDir).keep({
    id,
    state: 'queued',
    customers: 1,
    keys: ['k06'],
    reason: null,
    requestedBy: { kind: 'local', id: 'local', name: 'test' },
    requestedAtMs: Date.now(),
    finishedAtMs: null,
    result: null,
    issues: [],
  });
  await serve();
  expect((await watch(id)).end).toMatchObject({ state: 'done', result: { rowsErased: 4 } });
});
