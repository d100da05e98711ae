import { openWorkspace } from '@silhouette/lake';
import { PERMISSIONS } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoutePermission } from '../../src/access/access-gate.ts';
import { createServer, type SilhouetteServer } from '../../src/index.ts';
import { makeShop } from '../audiences/shop.ts';
import { OWNER, PASSWORD } from './visitor.ts';

/** What every route asks of whoever calls it. A new route is written here by whoever has thought about it. */
const ROUTES: Readonly<Record<string, RoutePermission>> = {
  'GET /': 'open',
  'POST /api/account/password': 'signed-in',
  'POST /api/account/recovery-codes': 'signed-in',
  'POST /api/account/second-factor/confirm': 'signed-in',
  'POST /api/account/second-factor/remove': 'signed-in',
  'POST /api/account/second-factor': 'signed-in',
  'POST /api/audiences/:id/export': 'members.export',
  'GET /api/audiences/:id/used-by': 'audience.read',
  'GET /api/audiences/:id/versions/:version': 'audience.read',
  'GET /api/audiences/:id/versions': 'audience.read',
  'DELETE /api/audiences/:id': 'audience.save',
  'POST /api/audiences/:id/restore': 'audience.save',
  'GET /api/audiences/:id': 'audience.read',
  'PUT /api/audiences/:id': 'audience.save',
  'GET /api/audiences': 'audience.read',
  'POST /api/audiences': 'audience.save',
  'GET /api/audit': 'audit.read',
  'GET /api/audit/export': 'audit.read',
  'GET /api/audit/head': 'audit.read',
  'GET /api/audit/review': 'audit.read',
  'GET /api/audit/verify': 'audit.read',
  'POST /api/audit/review': 'audit.read',
  'GET /api/store': 'system.read',
  'GET /api/catalog': 'catalog.read',
  'GET /api/snapshot': 'system.read',
  'GET /api/catalog/rows': 'catalog.read',
  'GET /api/catalog/edits': 'catalog.read',
  'GET /api/catalog/entry': 'catalog.read',
  'PUT /api/catalog/entry': 'catalog.edit',
  'POST /api/catalog/file': 'catalog.edit',
  'POST /api/compare': 'audience.ask',
  'GET /api/definition.schema.json': 'open',
  'POST /api/explain': 'audience.ask',
  'POST /api/explore': 'audience.ask',
  'GET /api/exports/:id/file': 'members.export',
  'DELETE /api/exports/:id': 'members.export',
  'GET /api/exports/:id': 'members.export',
  'GET /api/exports': 'members.export',
  'GET /api/exports/approvals': 'exports.approve',
  'POST /api/exports/:id/approve': 'exports.approve',
  'POST /api/exports/:id/refuse': 'exports.approve',
  'POST /api/exports/trace': 'signed-in',
  'POST /api/exports': 'members.export',
  'POST /api/history': 'audience.ask',
  'DELETE /api/invitations/:id': 'people.manage',
  'GET /api/invitations': 'people.manage',
  'POST /api/invitations': 'people.manage',
  'DELETE /api/keys/:id': 'signed-in',
  'GET /api/keys': 'signed-in',
  'POST /api/keys': 'signed-in',
  'POST /api/links/look': 'open',
  'POST /api/links/use': 'open',
  'POST /api/look-ahead': 'audience.ask',
  'GET /api/me': 'signed-in',
  'POST /api/members': 'members.list',
  'GET /api/openapi.json': 'open',
  'POST /api/overlap': 'audience.ask',
  'GET /api/people/:id/keys': 'people.manage',
  'POST /api/people/:id/reset-link': 'people.manage',
  'GET /api/people/:id/sessions': 'people.manage',
  'DELETE /api/people/:id': 'people.manage',
  'PUT /api/people/:id': 'people.manage',
  'GET /api/people': 'people.manage',
  'POST /api/portrait': 'audience.ask',
  'POST /api/privacy/access': 'privacy.handle',
  'GET /api/privacy/erasures/:id': 'privacy.handle',
  'GET /api/privacy/erasures': 'privacy.handle',
  'POST /api/privacy/erasures': 'privacy.handle',
  'DELETE /api/roles/:id': 'roles.manage',
  'PUT /api/roles/:id': 'roles.manage',
  'GET /api/roles': 'signed-in',
  'POST /api/roles': 'roles.manage',
  'POST /api/session/second-factor': 'open',
  'GET /api/session/ways': 'open',
  'DELETE /api/session': 'open',
  'POST /api/session': 'open',
  'DELETE /api/sessions/:id': 'signed-in',
  'DELETE /api/sessions': 'signed-in',
  'GET /api/sessions': 'signed-in',
  'POST /api/set-up': 'open',
  'GET /api/values/search': 'audience.ask',
  'GET /api/values': 'audience.ask',
  'POST /api/why': 'members.list',
  'POST /api/store/rows': 'people.manage',
  'GET /healthz': 'open',
  'GET /metrics': 'system.read',
  'GET /readyz': 'open',
};

/** Routes of libraries: the API's browser, which shows what is open anyway. */
const isLibrary = (route: string) => /^(GET|HEAD) \/api\/docs(\/|$)/.test(route);

describe('every route', () => {
  let server: SilhouetteServer;
  let remove: () => void = () => {};
  let cookie = '';

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    server = await createServer({
      workspace: openWorkspace(shop.dir),
      host: '127.0.0.1',
      pageDir: null,
      env: {},
      logLevel: 'silent',
    });
    await ask('GET', '/api/audiences');
    await ask('POST', '/api/set-up', OWNER);
    // Nobody can do less than who has a role of nothing.
    cookie = cookieOf(await ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD }));
    const none = { id: 'none', label: { ko: '없음', en: 'None' }, permissions: [], classes: [] };
    await ask('POST', '/api/roles', none, cookie);
    const invited = await ask('POST', '/api/invitations', { email: 'none@example.com', role: 'none' }, cookie);
    const token = new URL(invited.json().url).hash.slice(1);
    await ask('POST', '/api/links/use', { token, name: 'None', password: PASSWORD });
    cookie = cookieOf(await ask('POST', '/api/session', { email: 'none@example.com', password: PASSWORD }));
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  function ask(method: string, url: string, body?: object, asWhom = '') {
    return server.app.inject({
      // One of the methods that routes have.
      method: method as 'GET',
      url,
      headers: { host: 'localhost', origin: 'http://localhost', ...(asWhom === '' ? {} : { cookie: asWhom }) },
      ...(body === undefined ? {} : { payload: body }),
    });
  }
  function cookieOf({ headers }: { readonly headers: Record<string, unknown> }): string {
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  test('says what it asks, as the table has it', () => {
    const routes = [...server.app.routePermissions].filter(([route]) => !route.startsWith('HEAD ') && !isLibrary(route));
    expect(Object.fromEntries(routes)).toEqual(ROUTES);
  });

  test('that answers HEAD asks the same for it', () => {
    for (const [route, permission] of server.app.routePermissions) {
      if (!route.startsWith('HEAD ') || isLibrary(route)) continue;
      expect([route, permission]).toEqual([route, ROUTES[route.replace('HEAD', 'GET')]]);
    }
  });

  test.each(Object.entries(ROUTES).filter(([, permission]) => permission !== 'open'))(
    '%s lets nobody in without signing in, and nobody without %s',
    async (route, permission) => {
      const [method = '', url = ''] = route.split(' ');
      const address = url.replaceAll(/:\w+/g, 'x');
      const unknown = await ask(method, address);
      expect([unknown.statusCode, unknown.json().code]).toEqual([401, 'not-signed-in']);
      if (permission === 'signed-in') return;
      const refused = await ask(method, address, undefined, cookie);
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'not-allowed']);
      expect(refused.json().detail).toContain(`"${permission}"`);
    },
  );

  test('and every permission lets somebody do something, but those of parts that have no routes', () => {
    const used = new Set(Object.values(ROUTES));
    expect(PERMISSIONS.filter((one) => !used.has(one))).toEqual(UNUSED);
  });
});

/** Not asked by a route itself: looked at inside of answers, or by parts that bring their own routes. */
const UNUSED = ['small-groups.see', 'personal.see'];
