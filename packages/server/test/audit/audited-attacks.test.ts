import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OWNER, PASSWORD, Visitor } from '../accounts/visitor.ts';
import { listOperations } from '../attacks/list-operations.ts';
import { type PersonShop, servePersonShop } from '../exports/person-shop.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

let shop: PersonShop;
beforeAll(async () => {
  shop = await servePersonShop({});
});
afterAll(() => shop.close());

/** A request whose path is sent as it stands. */
function askRaw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(shop.url);
    request({ hostname, port, path, headers, method }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

interface Refused {
  readonly sequence: number;
  readonly details: { readonly more?: number };
}

/** What the log says was refused since an entry, the oldest first; not what a minute that ended meanwhile had only counted. */
async function listRefused(since: number) {
  const { body } = await shop.owner.ask('GET', '/api/audit?limit=200&action=refused');
  return body.entries.filter(({ sequence, details }: Refused) => sequence > since && details.more === undefined).reverse();
}
async function findNewest(): Promise<number> {
  return (await shop.owner.ask('GET', '/api/audit?limit=1')).body.entries[0].sequence;
}

describe('addresses that reach for files', () => {
  test.each([
    '/..%2f..%2fetc%2fpasswd',
    '/assets/..%2f..%2fstate%2fsecret',
    '/%2e%2e/%2e%2e/silhouette.yaml',
    '/%252e%252e/state/secret',
    '/.env',
    '/.git/config',
    '/..%5c..%5cboot.ini',
    '/%c0%ae%c0%ae/etc/passwd',
  ])('%s is not there, and recorded', async (path) => {
    const since = await findNewest();
    for (const accept of ['*/*', 'text/html']) expect((await askRaw(path, { accept })).status).toBe(404);
    const entries = await listRefused(since);
    expect(entries.map(({ details }: { details: object }) => details)).toEqual([{ code: 'not-found' }, { code: 'not-found' }]);
    // What was reached for may be anything: it is not kept.
    expect(JSON.stringify(entries)).not.toMatch(/passwd|secret|boot/);
  });

  test.each(['/favicon.ico', '/apple-touch-icon.png', '/nothing', '/.well-known/change-password'])(
    '%s, which browsers ask for by themselves, is not',
    async (path) => {
      const since = await findNewest();
      expect((await askRaw(path)).status).toBe(404);
      expect(await listRefused(since)).toEqual([]);
    },
  );
});

describe('addresses that the router cannot read', () => {
  test.each(['/%', '/api/exports/%E0%A4%A', '/api/audiences/%ff', `/api/audiences/${'a'.repeat(5_000)}`])(
    'are answered like any other (%#)',
    async (path) => {
      const { status, headers, text } = await askRaw(path, { cookie: shop.steward.cookieHeader });
      expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
      expect(JSON.parse(text).code).toBe('not-found');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'self'");
    },
  );

  test('neither under another host name', async () => {
    expect((await askRaw('/%', { host: 'evil.example' })).status).toBe(403);
  });
});

describe('addresses that are spelt otherwise', () => {
  test.each(['/%61pi/me', '/ap%69/m%65', 'http://127.0.0.1/api/me', 'HTTP://evil.example:1/%61pi/me'])(
    '%s is answered as the one that it means, and kept by nothing between',
    async (path) => {
      const { status, headers, text } = await askRaw(path, { cookie: shop.steward.cookieHeader });
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
      expect(JSON.parse(text)).toEqual((await shop.steward.ask('GET', '/api/me')).body);
    },
  );

  test.each(['/%61pi/nothing', 'http://127.0.0.1/api/nothing', 'http://127.0.0.1/%2e%2e/state/secret'])(
    '%s is not there, and recorded',
    async (path) => {
      const since = await findNewest();
      expect((await askRaw(path)).status).toBe(404);
      expect(await listRefused(since)).toMatchObject([{ details: { code: 'not-found' } }]);
    },
  );
});

test('what is asked for its length alone is asked: HEAD leaves a trace where GET does', async () => {
  const since = await findNewest();
  const cookie = shop.steward.cookieHeader;
  const found = await askRaw('/api/values?attribute=city', { cookie }, 'HEAD');
  expect([found.status, Number(found.headers['content-length']) > 50, found.text]).toEqual([200, true, '']);
  expect((await askRaw('/api/audit?limit=1', { cookie }, 'HEAD')).status).toBe(200);
  const listTold = async () => {
    const { body } = await shop.owner.ask('GET', '/api/audit?limit=20');
    return body.entries
      .filter((one: { sequence: number; actor: { name: string } }) => one.sequence > since && one.actor.name !== OWNER.email)
      .map((one: { action: string; request: { method: string } }) => `${one.action} ${one.request.method}`)
      .sort();
  };
  // What was asked is written a moment later.
  await expect.poll(listTold).toEqual(['asked HEAD', 'audit-read HEAD']);
});

test('a name of megabytes that nobody has leaves no more in the log than the longest that somebody could', async () => {
  const guess = (email: string) => new Visitor(shop.url).ask('POST', '/api/session', { email, password: PASSWORD });
  expect((await guess(`${'a'.repeat(10_000)}@example.com`)).status).toBe(401);
  const { body } = await shop.owner.ask('GET', '/api/audit?limit=1&action=sign-in-failed');
  expect(body.entries[0].subject).toEqual(['a'.repeat(254)]);
  // Of whoever is not known yet no more is read.
  expect((await guess(`${'a'.repeat(1_000_000)}@example.com`)).status).toBe(413);
});

describe('the character NUL', () => {
  test('is no part of any id, and refused in what is kept', async () => {
    const since = await findNewest();
    const operations = (await listOperations(shop.url)).filter(({ path }) => path.includes('{'));
    expect(operations.length).toBeGreaterThan(20);
    const label = { ko: 'a\0', en: 'b' };
    const tried: (readonly [string, string, object | undefined])[] = [
      ...operations.map(
        ({ method, path }) =>
          [method, path.replace('{id}', '%00').replace('{version}', '1'), /POST|PUT/.test(method) ? {} : undefined] as const,
      ),
      ['GET', '/api/catalog/entry?attribute=%00', undefined],
      ['POST', '/api/invitations', { email: 'a\0@example.com', role: 'viewer' }],
      ['POST', '/api/invitations', { email: 'a@example.com', role: '\0' }],
      ['POST', '/api/roles', { id: 'nul', label, permissions: ['audience.ask'], classes: ['public'] }],
      ['POST', '/api/keys', { name: 'a\0', scopes: ['audience.ask'], days: 1 }],
      ['POST', '/api/exports', { audience: { all: [] }, purpose: 'what for \0' }],
      ['POST', '/api/links/look', { token: '\0' }],
      ['POST', '/api/session', { email: 'owner@example.com\0', password: PASSWORD }],
    ];
    for (const [method, path, body] of tried) {
      const { status } = await shop.owner.ask(method, path, body, { 'if-match': '"1"' });
      expect([method, path, [400, 401, 404, 410].includes(status) ? 'refused' : status]).toEqual([method, path, 'refused']);
    }
    expect((await listRefused(since)).length).toBeGreaterThan(10);
  });
});

describe('conflicts that are attempts', () => {
  test('a second set-up, a built-in role, the last administrator', async () => {
    const since = await findNewest();
    const tried = [
      await new Visitor(shop.url).ask('POST', '/api/set-up', { ...OWNER, email: 'second@example.com' }),
      await shop.owner.ask('PUT', '/api/roles/viewer', {
        label: { ko: '조회자', en: 'Viewer' },
        permissions: ['people.manage'],
        classes: ['sensitive'],
      }),
      await shop.owner.ask('DELETE', `/api/people/${(await shop.owner.ask('GET', '/api/me')).body.actor.id}`),
    ];
    expect(tried.map(({ status }) => status)).toEqual([409, 409, 409]);
    const told = (await listRefused(since)).map(
      (one: { details: { code: string }; actor: { name: string }; request: { route: string; status: number } }) => [
        one.details.code,
        one.actor.name,
        one.request.route,
        one.request.status,
      ],
    );
    expect(told).toEqual([
      ['accounts-exist', '', '/api/set-up', 409],
      ['role-in-use', OWNER.email, '/api/roles/:id', 409],
      ['last-admin', OWNER.email, '/api/people/:id', 409],
    ]);
  });
});

// Last: it shuts an account for a while.
test('whoever goes on guessing is counted: the log does not grow with each guess', async () => {
  const since = await findNewest();
  const guess = () => new Visitor(shop.url).ask('POST', '/api/session', { email: 'marketer@example.com', password: 'wrong' });
  const tries = await Promise.all(Array.from({ length: 60 }, guess));
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(50);
  const right = { email: 'marketer@example.com', password: PASSWORD };
  expect((await new Visitor(shop.url).ask('POST', '/api/session', right)).status).toBe(429);
  const refused = await listRefused(since);
  // Twenty in a minute, of 51; where one ends in between, twenty more at most.
  expect(refused.length).toBeGreaterThanOrEqual(20);
  expect(refused.length).toBeLessThanOrEqual(40);
  expect(refused[0]).toMatchObject({
    details: { code: 'too-many-attempts' },
    subject: ['marketer@example.com'],
    request: { status: 429 },
  });
  const { body } = await shop.owner.ask('GET', '/api/audit?limit=200&action=sign-in-failed');
  expect(body.entries.filter((one: { sequence: number }) => one.sequence > since)).toHaveLength(10);
});
