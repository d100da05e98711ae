import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { addPerson, findPerson, OWNER, PASSWORD, signIn, Visitor } from './visitor.ts';

/** Everything accounts do over HTTP, with their database of an environment: the same on each. */
export function describeAccounts(env: () => Record<string, string>): void {
  const SEOUL = { attribute: 'city', eq: '서울' };
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  let owner: Visitor;

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, env()));
    // The first opening makes the database: it is not the first test's to wait for.
    await new Visitor(url).ask('GET', '/api/audiences');
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  describe('before there are accounts', () => {
    test('whoever sits at the machine may do everything, and can make the first account', async () => {
      const visitor = new Visitor(url);
      const { body } = await visitor.ask('GET', '/api/me');
      expect(body).toMatchObject({ actor: { kind: 'local', id: 'local' }, hasAccounts: false, account: null });
      expect((await visitor.ask('GET', '/api/session/ways')).body).toEqual({ setUp: true, sso: null });
      const explored = await visitor.ask('POST', '/api/explore', { audience: SEOUL, panels: [] });
      expect([explored.status, explored.body.count]).toEqual([200, 13]);
      const invited = await visitor.ask('POST', '/api/invitations', { email: 'a@example.com', role: 'viewer' });
      expect([invited.status, invited.body.code]).toEqual([409, 'accounts-missing']);
    });

    test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
      'whoever comes through a proxy (%s) is nobody',
      async (name) => {
        const visitor = new Visitor(url);
        const asked = await visitor.ask('GET', '/api/me', undefined, { [name]: '203.0.113.7' });
        expect([asked.status, asked.body.code]).toEqual([401, 'not-signed-in']);
        const made = await visitor.ask('POST', '/api/set-up', OWNER, { [name]: '203.0.113.7' });
        expect([made.status, made.body.code]).toEqual([403, 'not-allowed']);
      },
    );

    test('everything wrong with a first account is told at once', async () => {
      const visitor = new Visitor(url);
      const { status, body } = await visitor.ask('POST', '/api/set-up', {
        name: ' ',
        email: 'nobody',
        password: 'short',
        role: 'x',
      });
      expect(status).toBe(400);
      expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual(['role', 'name', 'email', 'password']);
    });

    test('of set-ups at once one makes the first account', async () => {
      const tries = await Promise.all(
        ['owner@example.com', 'b@example.com', 'c@example.com'].map((email) =>
          new Visitor(url).ask('POST', '/api/set-up', { ...OWNER, email: 'owner@example.com', name: email }),
        ),
      );
      expect(tries.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
      const again = await new Visitor(url).ask('POST', '/api/set-up', OWNER);
      expect([again.status, again.body.code]).toEqual([409, 'accounts-exist']);
      owner = await signIn(url, OWNER.email);
    });
  });

  describe('signing in', () => {
    test('nobody is let in without, also on the machine itself; what is open stays open', async () => {
      const visitor = new Visitor(url);
      expect((await visitor.ask('GET', '/api/session/ways')).body).toEqual({ setUp: false, sso: null });
      for (const path of ['/api/me', '/api/catalog', '/api/audiences', '/metrics']) {
        const { status, body } = await visitor.ask('GET', path);
        expect([path, status, body.code]).toEqual([path, 401, 'not-signed-in']);
      }
      expect((await visitor.ask('GET', '/healthz')).status).toBe(200);
      const me = await owner.ask('GET', '/api/me');
      expect(me.body).toMatchObject({
        actor: { kind: 'person', name: OWNER.email },
        hasAccounts: true,
        account: { role: 'admin' },
      });
    });

    test('an e-mail that nobody has, and a wrong password, are answered alike', async () => {
      const ask = (email: string, password: string) => new Visitor(url).ask('POST', '/api/session', { email, password });
      const [unknown, wrong, none] = [
        await ask('nobody@example.com', PASSWORD),
        await ask(OWNER.email, `${PASSWORD}!`),
        await ask('not an address', PASSWORD),
      ];
      expect(unknown.body).toMatchObject({ status: 401, code: 'sign-in-failed' });
      expect(wrong.body).toEqual(unknown.body);
      expect(none.body).toEqual(unknown.body);
      expect([unknown, wrong, none].flatMap(({ setCookies }) => setCookies)).toEqual([]);
    });

    test('passwords that look alike are one, and e-mails have no case', async () => {
      const person = await addPerson(owner, 'looks@example.com', 'viewer');
      // The first has one character where the second has two; Unicode calls them the same.
      const changed = await person.ask('POST', '/api/account/password', { current: PASSWORD, next: 'caf\u00e9 im Schnee' });
      expect(changed.status).toBe(204);
      await signIn(url, 'Looks@Example.com', 'cafe\u0301 im Schnee');
    });

    test('signing out ends the session, for every copy of the cookie', async () => {
      const person = await addPerson(owner, 'out@example.com', 'viewer');
      const copy = new Visitor(url);
      for (const [name, value] of person.cookies) copy.cookies.set(name, value);
      expect((await copy.ask('GET', '/api/me')).status).toBe(200);
      expect((await person.ask('DELETE', '/api/session')).status).toBe(204);
      expect((await copy.ask('GET', '/api/me')).status).toBe(401);
    });
  });

  describe('people', () => {
    test('an invitation is good once, and what it says holds', async () => {
      const invited = await owner.ask('POST', '/api/invitations', {
        email: 'Guest@Example.com',
        role: 'marketer',
        rowScope: SEOUL,
      });
      expect(invited.status).toBe(201);
      const listed = await owner.ask('GET', '/api/invitations');
      expect(listed.body.invitations).toMatchObject([
        { email: 'guest@example.com', role: 'marketer', rowScope: SEOUL, isExpired: false },
      ]);
      expect(JSON.stringify(listed.body)).not.toContain('#');
      const token = new URL(invited.body.url).hash.slice(1);
      const guest = new Visitor(url);
      expect((await guest.ask('POST', '/api/links/look', { token })).body).toEqual({
        kind: 'invitation',
        email: 'guest@example.com',
        role: { ko: '마케터', en: 'Marketer' },
      });
      const use = () => new Visitor(url).ask('POST', '/api/links/use', { token, name: 'Guest', password: PASSWORD });
      expect((await Promise.all([use(), use()])).map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await guest.ask('POST', '/api/links/look', { token })).body.code).toBe('link-gone');
      const me = await (await signIn(url, 'guest@example.com')).ask('GET', '/api/me');
      expect(me.body).toMatchObject({ account: { role: 'marketer', name: 'Guest' }, rowScope: SEOUL });
    });

    test('a row scope must fit the catalog, and stand by itself', async () => {
      const ask = (rowScope: unknown) =>
        owner.ask('POST', '/api/invitations', { email: 's@example.com', role: 'viewer', rowScope });
      expect((await ask({ attribute: 'brand', eq: 'x' })).body).toMatchObject({
        code: 'unknown-attribute',
        issues: [{ path: 'rowScope.attribute' }],
      });
      expect((await ask({ audience: 'vip' })).body).toMatchObject({ code: 'invalid-value', issues: [{ path: 'rowScope' }] });
    });

    test('who is disabled is out at once: sessions, keys, and signing in', async () => {
      const person = await addPerson(owner, 'leaver@example.com', 'viewer');
      const { body: key } = await person.ask('POST', '/api/keys', { name: 'job', scopes: ['audience.read'], days: 1 });
      const withKey = () => new Visitor(url).ask('GET', '/api/audiences', undefined, { authorization: `Bearer ${key.key}` });
      expect((await withKey()).status).toBe(200);
      const { id } = await findPerson(owner, 'leaver@example.com');
      expect((await owner.ask('PUT', `/api/people/${id}`, { isDisabled: true })).body).toMatchObject({ isDisabled: true });
      expect((await person.ask('GET', '/api/me')).status).toBe(401);
      expect((await withKey()).status).toBe(401);
      const failed = await new Visitor(url).ask('POST', '/api/session', { email: 'leaver@example.com', password: PASSWORD });
      expect([failed.status, failed.body.code]).toEqual([401, 'sign-in-failed']);
      await owner.ask('PUT', `/api/people/${id}`, { isDisabled: false });
      await signIn(url, 'leaver@example.com');
      expect((await withKey()).status).toBe(401);
    });

    test('a role given holds at the next request', async () => {
      const person = await addPerson(owner, 'riser@example.com', 'viewer');
      expect((await person.ask('GET', '/metrics')).status).toBe(403);
      const { id } = await findPerson(owner, 'riser@example.com');
      await owner.ask('PUT', `/api/people/${id}`, { role: 'analyst' });
      expect((await person.ask('GET', '/metrics')).status).toBe(200);
      await owner.ask('PUT', `/api/people/${id}`, { role: 'viewer' });
      expect((await person.ask('GET', '/metrics')).status).toBe(403);
    });

    test('the last administrator stays', async () => {
      const { id } = await findPerson(owner, OWNER.email);
      const scope = { rowScope: { attribute: 'city', eq: '서울' } };
      for (const change of [{ role: 'viewer' }, { isDisabled: true }, scope]) {
        const { status, body } = await owner.ask('PUT', `/api/people/${id}`, change);
        expect([status, body.code]).toEqual([409, 'last-admin']);
      }
      // One of some customers could lift no scope, and is not enough.
      const part = await addPerson(owner, 'part@example.com', 'admin', scope.rowScope);
      expect((await owner.ask('PUT', `/api/people/${id}`, scope)).body.code).toBe('last-admin');
      expect((await owner.ask('DELETE', `/api/people/${id}`)).body.code).toBe('last-admin');
      const { id: partId } = (await part.ask('GET', '/api/me')).body.actor;
      expect((await owner.ask('DELETE', `/api/people/${partId}`)).status).toBe(204);
      expect((await owner.ask('DELETE', `/api/people/${id}`)).body.code).toBe('last-admin');
      await addPerson(owner, 'second@example.com', 'admin');
      const other = await findPerson(owner, 'second@example.com');
      // Two that take each other's place at once must not both succeed.
      const both = await Promise.all([
        owner.ask('PUT', `/api/people/${id}`, { role: 'viewer' }),
        owner.ask('PUT', `/api/people/${other.id}`, { role: 'viewer' }),
      ]);
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      const left = await signIn(url, both[0]?.status === 200 ? 'second@example.com' : OWNER.email);
      await left.ask('PUT', `/api/people/${id}`, { role: 'admin' });
      await left.ask('PUT', `/api/people/${other.id}`, { role: 'viewer' });
      expect((await owner.ask('GET', '/api/people')).status).toBe(200);
    });

    test('a link for a new password ends what was, and is good once', async () => {
      const person = await addPerson(owner, 'forgot@example.com', 'viewer');
      const { id } = await findPerson(owner, 'forgot@example.com');
      const made = await owner.ask('POST', `/api/people/${id}/reset-link`, {});
      const token = new URL(made.body.url).hash.slice(1);
      const guest = new Visitor(url);
      expect((await guest.ask('POST', '/api/links/look', { token })).body).toMatchObject({ kind: 'reset', role: null });
      const used = await guest.ask('POST', '/api/links/use', { token, password: 'another long password' });
      expect([used.status, used.body]).toEqual([200, { email: 'forgot@example.com' }]);
      expect((await person.ask('GET', '/api/me')).status).toBe(401);
      expect((await guest.ask('POST', '/api/links/use', { token, password: PASSWORD })).body.code).toBe('link-gone');
      await signIn(url, 'forgot@example.com', 'another long password');
    });

    test('who is removed is gone with their sessions', async () => {
      const person = await addPerson(owner, 'gone@example.com', 'viewer');
      const { id } = await findPerson(owner, 'gone@example.com');
      expect((await owner.ask('DELETE', `/api/people/${id}`)).status).toBe(204);
      expect((await person.ask('GET', '/api/me')).status).toBe(401);
      expect(await findPerson(owner, 'gone@example.com')).toBeUndefined();
    });
  });

  describe('roles', () => {
    const role = {
      label: { ko: '가게 주인', en: 'Shopkeeper' },
      permissions: ['audience.ask', 'catalog.read'],
      classes: ['public'],
    };

    test('are made, changed and removed; a change holds at once', async () => {
      const made = await owner.ask('POST', '/api/roles', { id: 'shop', ...role });
      expect([made.status, made.body]).toEqual([201, { id: 'shop', ...role, builtIn: false, people: 0 }]);
      expect((await owner.ask('POST', '/api/roles', { id: 'shop', ...role })).body.code).toBe('role-exists');
      expect((await owner.ask('POST', '/api/roles', { id: 'admin', ...role })).body.code).toBe('role-exists');
      const person = await addPerson(owner, 'keeper@example.com', 'shop');
      expect((await person.ask('GET', '/api/audiences')).status).toBe(403);
      await owner.ask('PUT', '/api/roles/shop', { ...role, permissions: ['audience.read'] });
      expect((await person.ask('GET', '/api/audiences')).status).toBe(200);
      expect((await person.ask('GET', '/api/catalog')).status).toBe(403);
      expect((await owner.ask('DELETE', '/api/roles/shop')).body.code).toBe('role-in-use');
      await owner.ask('DELETE', `/api/people/${(await findPerson(owner, 'keeper@example.com')).id}`);
      expect((await owner.ask('DELETE', '/api/roles/shop')).status).toBe(204);
      const { body } = await owner.ask('GET', '/api/roles');
      expect(body.roles.map((one: { id: string }) => one.id)).toEqual(['viewer', 'marketer', 'analyst', 'steward', 'admin']);
    });

    test('built-in ones never change, and permissions must go together', async () => {
      expect((await owner.ask('PUT', '/api/roles/viewer', role)).body.code).toBe('role-in-use');
      expect((await owner.ask('DELETE', '/api/roles/admin')).body.code).toBe('role-in-use');
      const conflict = await owner.ask('POST', '/api/roles', { id: 'lister', ...role, permissions: ['members.list'] });
      expect([conflict.status, conflict.body.issues[0].path]).toEqual([400, 'permissions']);
      const unknown = await owner.ask('POST', '/api/roles', {
        id: 'X',
        label: { ko: '', en: 'x' },
        permissions: ['all'],
        classes: ['secret'],
      });
      expect(unknown.body.issues.map((issue: { path: string }) => issue.path)).toEqual([
        'id',
        'label',
        'permissions',
        'classes',
      ]);
    });
  });

  describe('keys', () => {
    test('may what their scopes say and no more than their owner, are shown once, and end when removed', async () => {
      const person = await addPerson(owner, 'maker@example.com', 'analyst');
      const made = await person.ask('POST', '/api/keys', {
        name: 'nightly',
        scopes: ['audience.read', 'system.read'],
        days: 30,
      });
      expect(made.body).toMatchObject({ name: 'nightly', key: expect.stringMatching(/^slh_[\w-]{43}$/) });
      const ask = (path: string) => new Visitor(url).ask('GET', path, undefined, { authorization: `Bearer ${made.body.key}` });
      expect((await ask('/api/audiences')).status).toBe(200);
      expect((await ask('/api/me')).body).toMatchObject({
        actor: { kind: 'key', name: 'nightly' },
        permissions: ['audience.read', 'system.read'],
        account: null,
      });
      expect((await ask('/api/catalog')).status).toBe(403);
      expect((await ask('/metrics')).status).toBe(200);
      const { id } = await findPerson(owner, 'maker@example.com');
      await owner.ask('PUT', `/api/people/${id}`, { role: 'viewer' });
      expect((await ask('/metrics')).status).toBe(403);
      const listed = await person.ask('GET', '/api/keys');
      expect(listed.body.keys).toMatchObject([{ name: 'nightly', start: made.body.key.slice(0, 8) }]);
      expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
      expect((await person.ask('DELETE', `/api/keys/${made.body.id}`)).status).toBe(204);
      const gone = await ask('/api/audiences');
      expect([gone.status, gone.body.code]).toEqual([401, 'not-signed-in']);
    });
  });

  describe('sessions', () => {
    test('are listed, and each can be ended, or all others', async () => {
      const one = await addPerson(owner, 'twice@example.com', 'viewer');
      const two = await signIn(url, 'twice@example.com');
      const { body } = await one.ask('GET', '/api/sessions', undefined, { 'user-agent': 'x' });
      expect(body.sessions).toHaveLength(2);
      expect(body.sessions.filter((session: { isCurrent: boolean }) => session.isCurrent)).toHaveLength(1);
      expect(body.sessions[0].address).toMatch(/127\.0\.0\.1|::1/);
      const other = body.sessions.find((session: { isCurrent: boolean }) => !session.isCurrent);
      expect((await two.ask('GET', '/api/me')).status).toBe(200);
      expect((await one.ask('DELETE', `/api/sessions/${other.id}`)).status).toBe(204);
      expect((await two.ask('GET', '/api/me')).status).toBe(401);
      const three = await signIn(url, 'twice@example.com');
      await one.ask('DELETE', '/api/sessions');
      expect((await three.ask('GET', '/api/me')).status).toBe(401);
      expect((await one.ask('GET', '/api/me')).status).toBe(200);
    });
  });
}
