import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { addPerson, OWNER, PASSWORD, setUpOwner, signIn, Visitor } from './visitor.ts';
import { writeCode } from './write-code.ts';

const MINUTE_MS = 60_000;
const RULES = {
  SILHOUETTE_SECOND_FACTOR: 'powers',
  SILHOUETTE_SESSION_IDLE_MINUTES: '30',
  SILHOUETTE_SESSION_HOURS: '12',
};

let server: SilhouetteServer;
let url = '';
let remove: () => void = () => {};
let owner: Visitor;

beforeAll(async () => {
  const shop = await makeShop();
  remove = shop.remove;
  ({ server, url } = await serveShop(shop.dir, RULES));
  await new Visitor(url).ask('GET', '/api/audiences');
  owner = await setUpOwner(url);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await server.close();
  remove();
});

async function addFactor(person: Visitor): Promise<void> {
  const { body } = await person.ask('POST', '/api/account/second-factor', { password: PASSWORD });
  const code = writeCode(body.uri, Date.now());
  expect((await person.ask('POST', '/api/account/second-factor/confirm', { code })).status).toBe(204);
}

test('an administrator with a password alone has none of the powers, is told so, and has them once there is a second factor', async () => {
  const before = (await owner.ask('GET', '/api/me')).body;
  expect(before.heldBack).toEqual(expect.arrayContaining(['people.manage', 'roles.manage', 'audit.read', 'privacy.handle']));
  expect(before.permissions).toEqual(expect.arrayContaining(['audience.ask', 'members.list', 'system.read']));
  expect(before.permissions.filter((one: string) => before.heldBack.includes(one))).toEqual([]);
  expect(before.classes).toEqual(['public', 'internal', 'personal']);
  for (const path of ['/api/people', '/api/audit', '/api/privacy/erasures', '/api/exports/approvals']) {
    const { status, body } = await owner.ask('GET', path);
    expect([path, status, body.code]).toEqual([path, 403, 'second-factor-needed']);
  }
  const invited = await owner.ask('POST', '/api/invitations', { email: 'a@example.com', role: 'viewer' });
  expect([invited.status, invited.body.code]).toEqual([403, 'second-factor-needed']);

  await addFactor(owner);
  const after = (await owner.ask('GET', '/api/me')).body;
  expect([after.heldBack, after.classes.includes('sensitive')]).toEqual([[], true]);
  expect((await owner.ask('GET', '/api/people')).status).toBe(200);
});

test('who has no powers needs no second factor; a steward’s key has what its owner has at the time', async () => {
  const marketer = await addPerson(owner, 'marketer@example.com', 'marketer');
  expect((await marketer.ask('GET', '/api/me')).body.heldBack).toEqual([]);
  const listed = await marketer.ask('POST', '/api/members', { audience: { attribute: 'city', eq: '서울' } });
  expect(listed.status).toBe(200);

  const steward = await addPerson(owner, 'steward@example.com', 'steward');
  const asked = { name: 'log', scopes: ['audit.read', 'catalog.read'], days: 7 };
  expect((await steward.ask('POST', '/api/keys', asked)).body.code).toBe('not-allowed');
  await addFactor(steward);
  const key = (await steward.ask('POST', '/api/keys', asked)).body.key;
  const read = (path: string) => new Visitor(url).ask('GET', path, undefined, { authorization: `Bearer ${key}` });
  expect((await read('/api/audit')).status).toBe(200);
  expect((await steward.ask('POST', '/api/account/second-factor/remove', { password: PASSWORD })).status).toBe(204);
  const refused = await read('/api/audit');
  expect([refused.status, refused.body.code]).toEqual([403, 'second-factor-needed']);
  expect((await read('/api/catalog')).status).toBe(200);
  // What the key was never given is not waiting for anything.
  expect((await read('/api/people')).body.code).toBe('not-allowed');
});

test('a session that nobody uses ends after its minutes, also while its page looks by itself', async () => {
  await addPerson(owner, 'idle@example.com', 'marketer');
  const start = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const person = await signIn(url, 'idle@example.com');
  const away = await signIn(url, 'idle@example.com');
  for (let minute = 10; minute <= 60; minute += 10) {
    vi.setSystemTime(start + minute * MINUTE_MS);
    expect((await person.ask('GET', '/api/me')).status, `after ${minute} minutes of use`).toBe(200);
    await away.ask('GET', '/readyz');
    await away.ask('GET', '/api/exports');
    if (minute === 20) expect((await away.ask('GET', '/api/exports')).status).toBe(200);
  }
  expect((await away.ask('GET', '/api/me')).status).toBe(401);
  for (let minute = 80; minute < 12 * 60; minute += 20) {
    vi.setSystemTime(start + minute * MINUTE_MS);
    expect((await person.ask('GET', '/api/me')).status, `after ${minute} minutes of use`).toBe(200);
  }
  vi.setSystemTime(start + 12 * 60 * MINUTE_MS + 6_000);
  expect((await person.ask('GET', '/api/me')).status).toBe(401);
});

test('a password has at most 128 characters', async () => {
  const person = await addPerson(owner, 'long@example.com', 'viewer');
  const set = (next: string) => person.ask('POST', '/api/account/password', { current: PASSWORD, next });
  expect((await set('x'.repeat(129))).body).toMatchObject({ code: 'invalid-value', issues: [{ path: 'next' }] });
  expect((await set('길'.repeat(128))).status).toBe(204);
  await signIn(url, 'long@example.com', '길'.repeat(128));
  expect((await new Visitor(url).ask('POST', '/api/session', { email: OWNER.email, password: 'x'.repeat(300) })).status).toBe(
    401,
  );
});
