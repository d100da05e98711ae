import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { addPerson, findPerson, OWNER, PASSWORD, setUpOwner, signIn, Visitor } from './visitor.ts';

/** Attacks on accounts, each refused: the same on each database. */
export function describeAttacks(env: () => Record<string, string>): void {
  const SEOUL = { attribute: 'city', eq: '서울' };
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  let owner: Visitor;
  let viewer: Visitor;

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, env()));
    await new Visitor(url).ask('GET', '/api/audiences');
    owner = await setUpOwner(url);
    viewer = await addPerson(owner, 'viewer@example.com', 'viewer');
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  describe('session fixation', () => {
    test('a session that a browser had before signing in is not the one after, and ends', async () => {
      const attacker = await signIn(url, 'viewer@example.com');
      const planted = new Visitor(url);
      for (const [name, value] of attacker.cookies) planted.cookies.set(name, value);
      const before = planted.cookieHeader;
      await planted.ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
      expect(planted.cookieHeader).not.toBe(before);
      expect((await planted.ask('GET', '/api/me')).body.actor.name).toBe(OWNER.email);
      expect((await attacker.ask('GET', '/api/me')).status).toBe(401);
    });

    test('a made-up session is none', async () => {
      const victim = new Visitor(url);
      victim.cookies.set('silhouette-session', 'chosen-by-somebody');
      expect((await victim.ask('GET', '/api/me')).status).toBe(401);
      const { setCookies } = await victim.ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
      expect(setCookies.join()).not.toContain('chosen-by-somebody');
    });
  });

  describe('forged cookies', () => {
    test.each([
      ['another signature', (value: string) => `${value.slice(0, -8)}AAAAA%3D%3D`],
      ['no signature', (value: string) => value.split('.')[0] ?? ''],
      ['another token', (value: string) => `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`],
      [
        'a token signed with a guess',
        (value: string) => {
          const token = value.split('.')[0] ?? '';
          return `${token}.${encodeURIComponent(createHmac('sha256', 'silhouette').update(token).digest('base64'))}`;
        },
      ],
      [
        'an unsigned JWT',
        () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"admin"}').toString('base64url')}.`,
      ],
    ])('%s lets nobody in', async (_what, forge) => {
      const forged = new Visitor(url);
      forged.cookies.set('silhouette-session', forge(owner.cookies.get('silhouette-session') ?? ''));
      expect((await forged.ask('GET', '/api/me')).status).toBe(401);
    });

    test('a cached session of the library, which is not kept, lets nobody in', async () => {
      const forged = new Visitor(url);
      const session = { session: { userId: (await findPerson(owner, OWNER.email)).id, expiresAt: '2999-01-01' }, user: {} };
      const data = Buffer.from(JSON.stringify({ session, expiresAt: 9e15, signature: 'x' })).toString('base64url');
      forged.cookies.set('silhouette-session-data', data);
      expect((await forged.ask('GET', '/api/me')).status).toBe(401);
      forged.cookies.set('silhouette-session', 'x.y');
      expect((await forged.ask('GET', '/api/me')).status).toBe(401);
    });

    test('the cookie is out of reach of scripts and of other sites', async () => {
      const visitor = new Visitor(url);
      const { setCookies } = await visitor.ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
      expect(setCookies).toHaveLength(1);
      expect(setCookies[0]).toMatch(/^silhouette-session=.+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
    });
  });

  describe('requests that another site’s page sends', () => {
    test.each([
      ['its own origin', { origin: 'https://evil.example' }],
      ['no origin (a sandboxed frame)', { origin: 'null' }],
      ['an origin that begins alike', { origin: `${'http://127.0.0.1'}.evil.example` }],
      ['another port', { origin: 'http://127.0.0.1:1' }],
    ])('are refused with %s', async (_what, headers) => {
      const asked = await owner.ask('POST', '/api/invitations', { email: 'x@example.com', role: 'admin' }, headers);
      expect([asked.status, asked.body.code]).toEqual([403, 'foreign-origin']);
      const out = await owner.ask('DELETE', '/api/session', undefined, headers);
      expect([out.status, out.body.code]).toEqual([403, 'foreign-origin']);
    });

    test('are refused by where they come from when no origin is told', async () => {
      const send = (headers: Record<string, string>) =>
        fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie: viewer.cookieHeader, ...headers } });
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, {}]) {
        expect((await send(headers)).status).toBe(403);
      }
      expect((await viewer.ask('GET', '/api/me')).status).toBe(200);
    });

    test('are refused as forms, and no other site may read an answer', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const asked = await owner.ask('POST', '/api/invitations', '{"email":"x@example.com","role":"admin"}', {
          'content-type': type,
        });
        expect([type, asked.status]).toEqual([type, 415]);
      }
      const read = await owner.ask('GET', '/api/me', undefined, { origin: 'https://evil.example' });
      expect(read.headers.get('access-control-allow-origin')).toBeNull();
      const preflight = await owner.ask('OPTIONS', '/api/me', undefined, {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
      });
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
      expect(preflight.headers.get('access-control-allow-methods')).toBeNull();
    });
  });

  describe('ids of others', () => {
    test('sessions, keys and invitations of others are not there for who may not handle them', async () => {
      const victim = await addPerson(owner, 'victim@example.com', 'marketer');
      const { body: key } = await victim.ask('POST', '/api/keys', { name: 'k', scopes: ['audience.read'], days: 1 });
      const { body: mine } = await victim.ask('GET', '/api/sessions');
      const { body: invitation } = await owner.ask('POST', '/api/invitations', { email: 'w@example.com', role: 'viewer' });
      const { id } = await findPerson(owner, 'victim@example.com');
      const refused = async (method: string, path: string, status: number) => {
        const asked = await viewer.ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
        expect([method, path, asked.status]).toEqual([method, path, status]);
        return asked.body;
      };
      const other = await refused('DELETE', `/api/sessions/${mine.sessions[0].id}`, 404);
      // What is another's is answered like what is nobody's.
      expect(await refused('DELETE', '/api/sessions/nobody', 404)).toEqual(other);
      await refused('DELETE', `/api/keys/${key.id}`, 404);
      await refused('DELETE', `/api/invitations/${invitation.id}`, 403);
      await refused('GET', `/api/people/${id}/sessions`, 403);
      await refused('GET', `/api/people/${id}/keys`, 403);
      await refused('PUT', `/api/people/${id}`, 403);
      await refused('DELETE', `/api/people/${id}`, 403);
      await refused('POST', `/api/people/${id}/reset-link`, 403);
      expect((await victim.ask('GET', '/api/me')).status).toBe(200);
      expect((await victim.ask('GET', '/api/keys')).body.keys).toHaveLength(1);
      expect((await viewer.ask('GET', '/api/sessions')).body.sessions.map((one: { id: string }) => one.id)).not.toContain(
        mine.sessions[0].id,
      );
      await owner.ask('DELETE', `/api/invitations/${invitation.id}`);
    });
  });

  describe('escalation by editing the request', () => {
    const people = { label: { ko: '사람 관리', en: 'People' }, classes: ['public', 'internal'] };
    const VIEW = ['audience.ask', 'audience.read', 'catalog.read'];
    let manager: Visitor;
    beforeAll(async () => {
      const permissions = [...VIEW, 'people.manage', 'roles.manage'];
      await owner.ask('POST', '/api/roles', { id: 'manager', ...people, permissions });
      manager = await addPerson(owner, 'manager@example.com', 'manager');
    });

    test('a role, a scope or an e-mail in the body of an invitation’s use is an error', async () => {
      const { body } = await owner.ask('POST', '/api/invitations', { email: 'e@example.com', role: 'viewer' });
      const token = new URL(body.url).hash.slice(1);
      for (const extra of [
        { role: 'admin' },
        { email: 'root@example.com' },
        { rowScope: null },
        { permissions: ['people.manage'] },
      ]) {
        const used = await new Visitor(url).ask('POST', '/api/links/use', { token, name: 'E', password: PASSWORD, ...extra });
        expect([used.status, used.body.code]).toEqual([400, 'unknown-key']);
      }
      await new Visitor(url).ask('POST', '/api/links/use', { token, name: 'E', password: PASSWORD });
      expect((await (await signIn(url, 'e@example.com')).ask('GET', '/api/me')).body.account.role).toBe('viewer');
    });

    test('the library’s own routes, which take more, are not there', async () => {
      for (const path of [
        'sign-up/email',
        'update-user',
        'change-email',
        'delete-user',
        'two-factor/disable',
        'sign-in/email',
        'get-session',
        'ok',
      ]) {
        const body = { email: 'x@example.com', password: PASSWORD, name: 'x', role: 'admin' };
        expect([path, (await owner.ask('POST', `/api/auth/${path}`, body)).status]).toEqual([path, 404]);
      }
    });

    test('who manages people gives nobody more than they have, and takes nobody over who has more', async () => {
      const invite = (role: string) => manager.ask('POST', '/api/invitations', { email: 'n@example.com', role });
      expect((await invite('viewer')).status).toBe(201);
      for (const role of ['marketer', 'steward', 'admin']) expect([(await invite(role)).status, role]).toEqual([403, role]);
      const self = await findPerson(manager, 'manager@example.com');
      expect((await manager.ask('PUT', `/api/people/${self.id}`, { role: 'admin' })).body.code).toBe('not-allowed');
      const boss = await findPerson(manager, OWNER.email);
      for (const [method, path, body] of [
        ['PUT', '', { role: 'viewer' }],
        ['PUT', '', { isDisabled: true }],
        ['DELETE', '', undefined],
        ['POST', '/reset-link', { secondFactorToo: true }],
        ['GET', '/sessions', undefined],
        ['GET', '/keys', undefined],
      ] as const) {
        const asked = await manager.ask(method, `/api/people/${boss.id}${path}`, body);
        expect([method, path, asked.status, asked.body.code]).toEqual([method, path, 403, 'not-allowed']);
      }
      const { body: sessions } = await owner.ask('GET', '/api/sessions');
      expect((await manager.ask('DELETE', `/api/sessions/${sessions.sessions[0].id}`)).status).toBe(403);
    });

    test('who makes roles makes none that may more than they do', async () => {
      const role = { id: 'mine', ...people, permissions: [...VIEW, 'audit.read'] };
      expect((await manager.ask('POST', '/api/roles', role)).body.code).toBe('not-allowed');
      expect((await manager.ask('POST', '/api/roles', { ...role, permissions: VIEW, classes: ['sensitive'] })).body.code).toBe(
        'not-allowed',
      );
      const { id: _, ...own } = { ...role, id: 'manager' };
      expect((await manager.ask('PUT', '/api/roles/manager', own)).body.code).toBe('not-allowed');
      await owner.ask('POST', '/api/roles', { ...role, id: 'higher' });
      // Taking from a role that may more is changing it, too.
      expect((await manager.ask('PUT', '/api/roles/higher', { ...people, permissions: VIEW })).body.code).toBe('not-allowed');
      expect((await manager.ask('DELETE', '/api/roles/higher')).body.code).toBe('not-allowed');
    });

    test('who sees some customers invites nobody who sees others', async () => {
      const scoped = await addPerson(owner, 'scoped@example.com', 'manager', SEOUL);
      const invite = (rowScope: unknown) =>
        scoped.ask('POST', '/api/invitations', { email: 'm@example.com', role: 'viewer', rowScope });
      expect((await invite(null)).body.code).toBe('not-allowed');
      expect((await invite({ attribute: 'city', eq: '부산' })).body.code).toBe('not-allowed');
      expect((await invite(SEOUL)).status).toBe(201);
      const self = await findPerson(scoped, 'scoped@example.com');
      expect((await scoped.ask('PUT', `/api/people/${self.id}`, { rowScope: null })).body.code).toBe('not-allowed');
      const other = await findPerson(scoped, 'viewer@example.com');
      expect((await scoped.ask('PUT', `/api/people/${other.id}`, { rowScope: SEOUL })).body.code).toBe('not-allowed');
    });

    test('a key makes no key, has no account, and gives nobody more than its scopes', async () => {
      const { body: key } = await owner.ask('POST', '/api/keys', {
        name: 'k',
        scopes: ['people.manage', 'audience.ask'],
        days: 1,
      });
      const ask = (method: string, path: string, body?: unknown) =>
        new Visitor(url).ask(method, path, body, { authorization: `Bearer ${key.key}` });
      expect((await ask('GET', '/api/people')).status).toBe(200);
      for (const [method, path, body] of [
        ['POST', '/api/keys', { name: 'more', scopes: ['people.manage'], days: 365 }],
        ['GET', '/api/keys', undefined],
        ['GET', '/api/sessions', undefined],
        ['DELETE', '/api/sessions', undefined],
        ['POST', '/api/account/password', { current: PASSWORD, next: `${PASSWORD} too` }],
        ['POST', '/api/account/second-factor', { password: PASSWORD }],
        ['POST', '/api/account/second-factor/remove', { password: PASSWORD }],
        ['POST', '/api/invitations', { email: 'k@example.com', role: 'admin' }],
        ['POST', '/api/invitations', { email: 'k@example.com', role: 'viewer' }],
      ] as const) {
        const asked = await ask(method, path, body);
        expect([method, path, asked.status, asked.body.code]).toEqual([method, path, 403, 'not-allowed']);
      }
      const more = await viewer.ask('POST', '/api/keys', { name: 'k', scopes: ['people.manage'], days: 1 });
      expect([more.status, more.body.issues[0].path]).toEqual([403, 'scopes']);
      const list = await owner.ask('POST', '/api/keys', { name: 'k', scopes: ['members.list'], days: 1 });
      expect([list.status, list.body.issues[0].path]).toEqual([400, 'scopes']);
    });
  });

  test.each([OWNER.email, 'owner＠example.com', '@'])('a key is not called as a person is: %s', async (name) => {
    const made = await viewer.ask('POST', '/api/keys', { name, scopes: ['audience.ask'], days: 1 });
    expect([made.status, made.body.issues[0].path]).toEqual([400, 'name']);
  });

  describe('wrong keys', () => {
    test.each([
      '',
      'Bearer',
      'Bearer slh_',
      `Bearer slh_${'A'.repeat(43)}`,
      'Basic b3duZXI6eA==',
      "Bearer slh_' or 1=1 --'''''''''''''",
    ])('"%s" is nobody, whatever the cookie says', async (authorization) => {
      const asked = await owner.ask('GET', '/api/me', undefined, { authorization });
      expect([asked.status, asked.body.code]).toEqual([401, 'not-signed-in']);
    });
  });

  describe('texts that are not what they seem', () => {
    test.each(["' or '1'='1", 'owner@example.com\u0000', '$ne', '{"$gt":""}', `${'a'.repeat(5_000)}@example.com`])(
      'as an e-mail address are wrong ones (%#)',
      async (email) => {
        const asked = await new Visitor(url).ask('POST', '/api/session', { email, password: PASSWORD });
        expect([asked.status, asked.body.code]).toEqual([401, 'sign-in-failed']);
      },
    );

    test.each(['\u212Aim@example.com', 'own\u200Ber@example.com', '\uFF4Fwner@example.com', '\u202Erenwo@example.com'])(
      'nobody is invited by an address that looks like another (%#)',
      async (email) => {
        const asked = await owner.ask('POST', '/api/invitations', { email, role: 'viewer' });
        expect([asked.status, asked.body.issues[0].path]).toEqual([400, 'email']);
      },
    );

    test('an object in place of a text is an error', async () => {
      const asked = await new Visitor(url).ask('POST', '/api/session', { email: { ne: '' }, password: ['x'] });
      expect([asked.status, asked.body.code]).toEqual([400, 'wrong-type']);
    });
  });

  // Last: it shuts an account for a while.
  describe('brute force', () => {
    test('of many guesses at once ten are tried; the account rests, known or not, and others do not', async () => {
      await addPerson(owner, 'target@example.com', 'viewer');
      const guess = (email: string, password: string) => new Visitor(url).ask('POST', '/api/session', { email, password });
      for (const email of ['target@example.com', 'no-one@example.com']) {
        const tries = await Promise.all(Array.from({ length: 14 }, (_, index) => guess(email, `guess number ${index}`)));
        expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
        const rest = tries.filter(({ status }) => status === 429);
        expect(rest).toHaveLength(4);
        expect(Number(rest[0]?.headers.get('retry-after'))).toBeGreaterThan(600);
        expect(rest[0]?.body.code).toBe('too-many-attempts');
      }
      expect((await guess('target@example.com', PASSWORD)).status).toBe(429);
      expect((await guess('viewer@example.com', PASSWORD)).status).toBe(200);
    });

    test('from one address a hundred are tried, at whichever account', async () => {
      const codes = new Set<number>();
      for (let round = 0; round < 12 && !codes.has(429); round += 1) {
        const tries = await Promise.all(
          Array.from({ length: 10 }, () => new Visitor(url).ask('POST', '/api/links/look', { token: 'guess' })),
        );
        for (const { status } of tries) codes.add(status);
      }
      expect([...codes].sort()).toEqual([410, 429]);
      const asked = await new Visitor(url).ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
      expect(asked.status).toBe(429);
    });
  });
}
