import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makePerson, type ScopedShop, serveBrands } from '../access/scoped-shop.ts';
import { listOperations, type Operation } from '../attacks/list-operations.ts';
import { describeFuzz, mutate } from './run-fuzz.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

const BODIES = [
  '{"audience":{"attribute":"age","gte":"30"},"panels":["city"],"asOf":"2026-02-01","engine":"index"}',
  '{"audience":{"all":[]},"attributes":["brand"],"limit":10,"cursor":"x"}',
  '{"audiences":[{"all":[]},{"attribute":"city","eq":"서울"}],"top":5}',
  '{"before":{"all":[]},"after":{"all":[]}}',
  '{"audience":{"all":[]},"conditions":[{"attribute":"city","eq":"서울"}],"months":3,"versus":"rest"}',
  '{"id":"x","name":"X","definition":{"all":[]},"tags":["a"],"note":null}',
  '{"email":"a@example.com","password":"correct horse battery","name":"A","role":"viewer","rowScope":null}',
  '{"id":"role","label":{"ko":"가","en":"A"},"permissions":["audience.ask"],"classes":["public"]}',
  '{"kind":"attribute","id":"age","label":{"ko":"나이","en":"Age"}}',
  '{"month":"2026-01","note":"x","token":"t","code":"123456","days":1,"scopes":[]}',
];
const WORDS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  'null',
  'true',
  '-1',
  '1e999',
  '[]',
  '{}',
  '"\\ud800"',
  '"\\u0000"',
  '{"not":'.repeat(201),
];

let shop: ScopedShop;
let operations: readonly Operation[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  shop = await serveBrands();
  shop.who = makePerson();
  // The first opening of the database takes seconds, which are no hang.
  await fetch(`${shop.url}/api/audiences`);
  operations = (await listOperations(shop.url)).filter(({ method }) => method === 'POST' || method === 'PUT');
});
afterAll(async () => {
  await shop.close();
  process.off('unhandledRejection', note);
});

/** Sends a body to one route: whatever it holds, the answer is one that people can act on. */
async function send({ method, path }: Operation, body: string): Promise<void> {
  const address = path.replace('{id}', 'seoul').replace('{version}', '1');
  const response = await fetch(shop.url + address, {
    method,
    headers: { 'content-type': 'application/json', 'if-match': '"1"' },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
  expect([method, path, body, response.status]).not.toEqual([method, path, body, 500]);
  expect([200, 201, 202, 204, 400, 401, 403, 404, 409, 410, 412, 413, 422, 428, 429], `${path} ${body}`).toContain(
    response.status,
  );
}

test('there are routes that take bodies', () => {
  expect(operations.length).toBeGreaterThan(20);
});

describeFuzz({
  name: 'bodies',
  runs: 40,
  // Of all routes together; each request has a limit of its own.
  mostMs: 120_000,
  inputs: fc.oneof(mutate(BODIES, WORDS), fc.json()),
  attempt: async (body) => {
    for (const operation of operations) await send(operation, body);
    expect(unhandled).toEqual([]);
  },
});
