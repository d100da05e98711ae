import { openWorkspace } from '@silhouette/lake';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createServer, type SilhouetteServer } from '../src/index.ts';
import { OWNER, PASSWORD } from './accounts/visitor.ts';
import { makeShop } from './audiences/shop.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

const SOUGHT = 'C-00017';
const lines: string[] = [];
let server: SilhouetteServer;
let remove: () => void = () => {};

beforeAll(async () => {
  const shop = await makeShop();
  ({ remove } = shop);
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  server = await createServer({
    ...{ workspace: openWorkspace(shop.dir), host: '127.0.0.1', pageDir: null, env: {} },
    // As much as there is.
    logLevel: 'debug',
  });
});
afterAll(async () => {
  await server.close();
  vi.restoreAllMocks();
  remove();
});

function ask(method: 'GET' | 'POST', url: string, body?: object, headers: Record<string, string> = {}) {
  return server.app.inject({
    ...{ method, url, headers: { host: 'localhost', origin: 'http://localhost', ...headers } },
    ...(body === undefined ? {} : { payload: body }),
  });
}

test('the server’s own log holds addresses without what they ask, and no bodies, headers, cookies or keys', async () => {
  await ask('POST', '/api/set-up', OWNER);
  const signedIn = await ask('POST', '/api/session', { email: OWNER.email, password: PASSWORD });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const purpose = { cookie, 'silhouette-purpose': `about ${SOUGHT}` };
  const key = await ask('POST', '/api/keys', { name: 'k', scopes: ['audience.ask'], days: 1 }, { cookie });
  const found = [
    await ask('GET', `/api/values/search?q=${SOUGHT}`, undefined, { cookie }),
    await ask('GET', `/api/audit?subject=${SOUGHT}`, undefined, { cookie }),
    await ask('GET', `/api/nothing?q=${SOUGHT}`, undefined, { cookie }),
    await ask('GET', `/api/%?q=${SOUGHT}`, undefined, { cookie }),
    await ask('GET', `/api/catalog?q=${SOUGHT}`, undefined, { authorization: `Bearer ${key.json().key}` }),
    await ask('POST', '/api/members', { audience: { customers: [SOUGHT] } }, purpose),
    await ask('POST', '/api/why', { audience: { all: [] }, customer: SOUGHT }, purpose),
    await ask('POST', '/api/explore', { audience: { customers: [SOUGHT, 1] } }, { cookie }),
    await ask('POST', '/api/session', { email: OWNER.email, password: `${PASSWORD} wrong` }),
  ];
  expect(found.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404, 404, 403, 200, 200, 400, 401]);
  const log = lines.join('');
  for (const path of ['/api/values/search', '/api/audit', '/api/nothing', '/api/members', '/api/session']) {
    expect(log).toContain(`"path":"${path}"`);
  }
  for (const secret of [SOUGHT, PASSWORD, key.json().key, cookie.split('=')[1] ?? '', 'customers']) {
    expect(secret).not.toBe('');
    expect(log.split('\n').filter((line) => line.includes(secret))).toEqual([]);
  }
});
