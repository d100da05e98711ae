import { once } from 'node:events';
import { readdirSync, truncateSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type PersonShop, servePersonShop, waitUntilOver } from '../exports/person-shop.ts';
import { addPerson, findPerson, Visitor } from './visitor.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

let shop: PersonShop;
beforeAll(async () => {
  shop = await servePersonShop({});
});
afterAll(() => shop.close());

/** Watches an export that waits for approval, which nothing else ends. */
async function watchExport(headers: Record<string, string>, ask: Visitor['ask']) {
  const asked = await ask(
    'POST',
    '/api/exports',
    { audience: { all: [] }, attributes: ['phone'], purpose: 'a campaign' },
    headers,
  );
  expect([asked.status, asked.body.state]).toEqual([202, 'awaiting-approval']);
  const response = await fetch(`${shop.url}/api/exports/${asked.body.id}`, {
    headers: { ...headers, accept: 'text/event-stream' },
  });
  expect(response.status).toBe(200);
  const told = { text: '', isOpen: true };
  const read = async (): Promise<void> => {
    for await (const piece of response.body ?? []) told.text += Buffer.from(piece).toString();
  };
  read()
    .catch(() => {})
    .finally(() => {
      told.isOpen = false;
    });
  await expect.poll(() => told.text).toContain('event: progress');
  return told;
}

const asVisitor = (one: Visitor) => watchExport({ cookie: one.cookieHeader }, (...args) => one.ask(...args));

test.each([
  [
    'their session is ended',
    'not-signed-in',
    async (one: Visitor, id: string) => {
      const { body } = await shop.owner.ask('GET', `/api/people/${id}/sessions`);
      for (const session of body.sessions) await shop.owner.ask('DELETE', `/api/sessions/${session.id}`);
      expect((await one.ask('GET', '/api/me')).status).toBe(401);
    },
  ],
  ['they sign out', 'not-signed-in', async (one: Visitor) => one.ask('DELETE', '/api/session')],
  [
    'they are disabled',
    'not-signed-in',
    async (_: Visitor, id: string) => shop.owner.ask('PUT', `/api/people/${id}`, { isDisabled: true }),
  ],
  [
    'their role is another',
    'not-allowed',
    async (_: Visitor, id: string) => shop.owner.ask('PUT', `/api/people/${id}`, { role: 'marketer' }),
  ],
  [
    'their row scope is another',
    'not-allowed',
    async (_: Visitor, id: string) =>
      shop.owner.ask('PUT', `/api/people/${id}`, { rowScope: { attribute: 'city', eq: '부산' } }),
  ],
])('a stream that somebody watches ends when %s', async (why, code, change) => {
  const email = `${why.replaceAll(/\W/g, '-')}@example.com`;
  const one = await addPerson(shop.owner, email, 'steward');
  const { id } = await findPerson(shop.owner, email);
  const told = await asVisitor(one);
  // Another's, and one's own of another browser, stay.
  const others = await asVisitor(shop.steward);
  await change(one, id);
  await expect.poll(() => told.isOpen).toBe(false);
  expect(told.text).toContain(`event: problem\ndata: {"type":"urn:silhouette:error:${code}"`);
  expect(others.isOpen).toBe(true);
});

test('and a program’s, when its key is removed', async () => {
  const { steward } = shop;
  const scopes = ['members.list', 'members.export', 'small-groups.see', 'personal.see'];
  const { body } = await steward.ask('POST', '/api/keys', { name: 'watcher', scopes, days: 7 });
  const headers = { authorization: `Bearer ${body.key}` };
  const program = new Visitor(shop.url);
  const told = await watchExport(headers, (...args) => program.ask(...args));
  await steward.ask('DELETE', `/api/keys/${body.id}`);
  await expect.poll(() => told.isOpen).toBe(false);
  expect(told.text).toContain('urn:silhouette:error:not-signed-in');
});

test('a file that is on its way is broken off when the session ends', async () => {
  const { body } = await shop.marketer.ask('POST', '/api/exports', { audience: { all: [] }, attributes: ['phone'] });
  await waitUntilOver(shop.marketer, body.id);
  const dir = join(shop.dir, 'state', 'exports');
  const name = readdirSync(dir).find((one) => one.startsWith(body.id)) ?? '';
  const served = new Map<number | undefined, Socket>();
  shop.server.app.server.on('connection', (socket: Socket) => served.set(socket.remotePort, socket));
  // Longer than what lies between the two while nobody reads.
  truncateSync(join(dir, name), 200_000_000);
  const begin = async (): Promise<IncomingMessage> => {
    const headers = { cookie: shop.marketer.cookieHeader };
    const [response] = await once(get(`${shop.url}/api/exports/${body.id}/file`, { headers }), 'response');
    return response;
  };
  const [kept, broken] = [await begin(), await begin()];
  const read = async (response: IncomingMessage): Promise<number> => {
    let bytes = 0;
    for await (const piece of response) bytes += piece.length;
    return bytes;
  };
  expect(await read(kept)).toBe(200_000_000);
  expect((await shop.marketer.ask('DELETE', '/api/session')).status).toBe(204);
  // Nobody reads this end meanwhile: that it was broken off is seen at the other.
  await expect.poll(() => served.get(broken.socket.localPort)?.destroyed).toBe(true);
  await expect(read(broken)).rejects.toThrow(/aborted|terminated|reset/i);
});
