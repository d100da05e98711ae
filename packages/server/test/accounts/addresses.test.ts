import { readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { TimeZone } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/create-server.ts';
import { connectAudit, connectPeople } from '../../src/index.ts';
import { makeShop } from '../audiences/shop.ts';
import { OWNER, PASSWORD, signIn, Visitor } from './visitor.ts';

const PUBLIC = 'https://silhouette.example.com';

/** One workspace: first without accounts, then with one. */
describe('where a server may be reached', () => {
  let dir = '';
  let remove: () => void = () => {};
  beforeAll(async () => {
    const shop = await makeShop();
    ({ dir, remove } = shop);
  });
  afterAll(() => remove());

  function make(host: string, env: Record<string, string> = {}) {
    return createServer({ workspace: openWorkspace(dir), host, pageDir: null, env, logLevel: 'silent' });
  }

  test.each([
    ['0.0.0.0', {}],
    ['127.0.0.1', { SILHOUETTE_PUBLIC_URL: PUBLIC }],
  ])('without accounts others are not let near it: %s %j', async (host, env) => {
    const server = await make(host, env);
    await expect(server.listen(0)).rejects.toMatchObject({
      code: 'accounts-missing',
      message: expect.stringContaining('silhouette people add-owner'),
    });
    await server.close();
  });

  test('a command makes the first account, once', async () => {
    const { stateDir } = openWorkspace(dir);
    const people = await connectPeople({ stateDir, env: {}, findLoaded: () => Promise.reject(new Error()), now: Date.now });
    expect(await people.list()).toEqual([]);
    await people.addOwner(OWNER);
    await expect(people.addOwner(OWNER)).rejects.toMatchObject({ code: 'accounts-exist' });
    expect(readFileSync(join(stateDir, 'accounts'), 'utf8')).toMatch(/^There are accounts/);
    expect(await people.list()).toMatchObject([{ email: OWNER.email, role: 'admin' }]);
    await expect(people.invite({ email: 'a@example.com', role: 'nothing', rowScope: null })).rejects.toMatchObject({
      code: 'invalid-value',
    });
    const link = await people.invite({ email: 'a@example.com', role: 'viewer', rowScope: null });
    expect(link.url).toMatch(/^http:\/\/localhost:4000\/accept#[\w-]{43}$/);
    const [owner] = await people.list();
    await expect(people.setDisabled(owner?.id ?? '', true)).rejects.toMatchObject({ code: 'last-admin' });
    await people.setDisabled(owner?.id ?? '', false);
    await people.close();
    const audit = await connectAudit({ stateDir, env: {}, now: Date.now, findTimeZone: async () => TimeZone.of('UTC') });
    const { entries } = await audit.list({ action: 'person-invited,person-changed' }).finally(() => audit.close());
    expect(entries.map(({ actor, action, subject, details }) => [actor.kind, action, subject, details])).toEqual([
      ['local', 'person-changed', [owner?.id], { email: OWNER.email, role: null, isDisabled: false }],
      ['local', 'person-invited', [expect.any(String)], { email: 'a@example.com', role: 'viewer' }],
      ['local', 'person-changed', [OWNER.email], { what: 'set-up', role: 'admin' }],
    ]);
  });

  test('with accounts it listens everywhere, and lets in who signs in', async () => {
    const server = await make('0.0.0.0');
    const url = (await server.listen(0)).replace('0.0.0.0', '127.0.0.1');
    expect((await new Visitor(url).ask('GET', '/api/me')).status).toBe(401);
    expect((await (await signIn(url, OWNER.email)).ask('GET', '/api/me')).status).toBe(200);
    const again = await new Visitor(url).ask('POST', '/api/set-up', OWNER);
    expect([again.status, again.body.code]).toEqual([403, 'not-allowed']);
    await server.close();
  });

  test('behind a proxy cookies, links and origins are those of the address that browsers use', async () => {
    const server = await make('127.0.0.1', { SILHOUETTE_PUBLIC_URL: PUBLIC });
    const url = await server.listen(0);
    const proxied = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', origin: PUBLIC };
    const visitor = new Visitor(url);
    const signed = await visitor.ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD }, proxied);
    expect(signed.setCookies).toEqual([
      expect.stringMatching(/^__Host-silhouette-session=.+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(signed.headers.get('strict-transport-security')).toBe('max-age=31536000');
    const sessions = await visitor.ask('GET', '/api/sessions', undefined, proxied);
    expect(sessions.body.sessions[0]).toMatchObject({ address: '203.0.113.7', isCurrent: true });
    const invited = await visitor.ask('POST', '/api/invitations', { email: 'b@example.com', role: 'viewer' }, proxied);
    expect(invited.body.url).toMatch(/^https:\/\/silhouette\.example\.com\/accept#/);
    const foreign = await visitor.ask(
      'POST',
      '/api/invitations',
      { email: 'c@example.com', role: 'viewer' },
      { ...proxied, origin: 'https://evil.example' },
    );
    expect(foreign.body.code).toBe('foreign-origin');
    expect(await statusAs(url, 'silhouette.example.com')).toBe(200);
    expect(await statusAs(url, 'evil.example')).toBe(403);
    await server.close();
  });

  test('what stands beside the database keeps it shut while the database cannot be read', async () => {
    const env = { DATABASE_URL: 'postgresql://silhouette@127.0.0.1:1/postgres' };
    const marker = join(openWorkspace(dir).stateDir, 'accounts');
    expect(readFileSync(marker, 'utf8')).toMatch(/^There are accounts/);
    const server = await make('127.0.0.1', env);
    const url = await server.listen(0);
    const shut = await new Visitor(url).ask('GET', '/api/me');
    expect([shut.status, shut.body.code]).toEqual([503, 'store-unreachable']);
    await server.close();
    // As it was before there were accounts; the database has them.
    writeFileSync(marker, 'There are no accounts in 1:1.\n');
  });

  test('and is written anew when the database says so, as after a restored backup', async () => {
    const server = await make('127.0.0.1');
    const url = await server.listen(0);
    const asked = await new Visitor(url).ask('GET', '/api/me');
    expect([asked.status, asked.body.code]).toEqual([401, 'not-signed-in']);
    expect(readFileSync(join(openWorkspace(dir).stateDir, 'accounts'), 'utf8')).toMatch(/^There are accounts/);
    await server.close();
  });
});

/** The status of an answer under a host's name, which `fetch` does not let one choose. */
function statusAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}/healthz`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
