import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { OWNER, PASSWORD } from '../accounts/visitor.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';

let server: SilhouetteServer;
let remove: () => void = () => {};
beforeAll(async () => {
  const shop = await makeShop();
  ({ remove } = shop);
  ({ server } = await serveShop(shop.dir));
});
afterAll(async () => {
  await server.close();
  remove();
});

function ask(method: string, url: string, body?: object, cookie = '') {
  return server.app.inject({
    // One of the methods that routes have.
    method: method as 'GET',
    url,
    headers: { host: 'localhost', origin: 'http://localhost', ...(cookie === '' ? {} : { cookie }) },
    ...(body === undefined ? {} : { payload: body }),
  });
}

test('who got in, tried to, changed somebody and went is in the log, and no password is', async () => {
  await ask('POST', '/api/set-up', OWNER);
  await ask('POST', '/api/session', { email: OWNER.email, password: 'a wrong password of mine' });
  const signedIn = await ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const key = await ask('POST', '/api/keys', { name: 'nightly', scopes: ['audience.ask'], days: 3 }, cookie);
  await ask('POST', '/api/invitations', { email: 'new@example.com', role: 'viewer' }, cookie);
  await ask('POST', '/api/explore', { audience: { all: [] } });
  await ask('DELETE', '/api/session', undefined, cookie);
  const again = await ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
  const answer = await ask('GET', '/api/audit?limit=50', undefined, String(again.headers['set-cookie']).split(';')[0]);
  const { entries } = answer.json();
  const told = entries.map((one: { action: string; actor: { name: string } }) => `${one.action} ${one.actor.name}`);
  expect(told).toEqual([
    `signed-in ${OWNER.email}`,
    `signed-out ${OWNER.email}`,
    'refused ',
    `person-invited ${OWNER.email}`,
    `key-made ${OWNER.email}`,
    `signed-in ${OWNER.email}`,
    'sign-in-failed ',
    'person-changed ',
  ]);
  expect(entries.find((one: { action: string }) => one.action === 'sign-in-failed').subject).toEqual([OWNER.email]);
  expect(answer.body).not.toContain('wrong password of mine');
  expect(answer.body).not.toContain(PASSWORD);
  expect(answer.body).not.toContain(key.json().key);
});
