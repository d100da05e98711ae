import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makePerson, type ScopedShop, serveBrands } from '../access/scoped-shop.ts';
import { ask } from '../audiences/shop.ts';
import { listOperations } from './list-operations.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

/** What SQL of PostgreSQL and of ClickHouse would trip over. */
const SQL = [
  "' OR 1=1 --",
  "'; DROP TABLE audiences; --",
  "\\' OR 1=1 --",
  "') UNION ALL SELECT name FROM system.tables --",
  "' || (SELECT file('/etc/passwd')) || '",
  '%_\\',
  '{city:String}',
  '$1',
  '`"\\`',
  '/*',
];
const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>';

let shop: ScopedShop;
beforeAll(async () => {
  shop = await serveBrands();
  shop.who = makePerson();
});
afterAll(() => shop.close());

const count = async (audience: object, engine?: string) => {
  const { status, body } = await ask(shop.url, 'POST', '/api/explore', {
    audience,
    panels: [],
    ...(engine === undefined ? {} : { engine }),
  });
  return [status, body.count];
};

describe('SQL in texts', () => {
  test.each(SQL)('is a value like any other in definitions: %s', async (text) => {
    for (const engine of ['index', 'chdb', 'reference']) {
      for (const audience of [
        { attribute: 'city', eq: text },
        { attribute: 'nick', contains: text },
        { attribute: 'nick', eq: text },
        { attribute: 'hobby', containsAny: [text] },
        { customers: [text] },
        { event: 'purchase', where: [{ field: 'product', eq: text }] },
      ]) {
        const [status, found] = await count(audience, engine);
        // `reference` answers small questions only, and says so.
        if (status === 200) expect([engine, audience, found]).toEqual([engine, audience, 0]);
        else expect([400, 422], JSON.stringify([engine, audience])).toContain(status);
      }
    }
  });

  test.each(SQL)('finds nothing in searches and filters, and breaks none: %s', async (text) => {
    const sought = encodeURIComponent(text);
    expect((await ask(shop.url, 'GET', `/api/values/search?q=${sought}`)).body.values ?? []).toEqual([]);
    expect((await ask(shop.url, 'GET', `/api/values?attribute=city&search=${sought}`)).status).toBe(200);
    expect((await ask(shop.url, 'GET', `/api/audiences?search=${sought}&tag=${sought}`)).body.audiences).toEqual([]);
    for (const key of ['actor', 'subject', 'text']) {
      const { status, body } = await ask(shop.url, 'GET', `/api/audit?${key}=${sought}`);
      expect([key, status]).toEqual([key, 200]);
      if (key === 'actor') expect(body.entries).toEqual([]);
      // What was looked for just now is in the log, and nothing else is found by it.
      const isSought = (entry: { texts: { text: string }[] }) => entry.texts.some((one) => one.text === text);
      if (key === 'subject') expect(body.entries.every(isSought), JSON.stringify(body.entries)).toBe(true);
    }
    for (const path of [`/api/audiences/${sought}`, `/api/exports/${sought}`, `/api/audiences/${sought}/versions/1`])
      expect([400, 404], path).toContain((await ask(shop.url, 'GET', path)).status);
  });

  test('is kept as it is in names, notes and tags', async () => {
    for (const [index, text] of SQL.entries()) {
      const body = {
        id: `sql-${index}`,
        name: text,
        description: text,
        note: text,
        definition: { attribute: 'nick', eq: text },
      };
      expect((await ask(shop.url, 'POST', '/api/audiences', body)).status, text).toBe(201);
      const kept = (await ask(shop.url, 'GET', `/api/audiences/sql-${index}`)).body;
      expect([kept.name, kept.description]).toEqual([text, text]);
    }
    expect((await ask(shop.url, 'GET', '/api/audiences')).body.total).toBe(SQL.length);
    expect(await count({ all: [] })).toEqual([200, 240]);
  });
});

describe('scripts in texts', () => {
  test('are never sent as a page, wherever they come back', async () => {
    await ask(shop.url, 'POST', '/api/audiences', { id: 'html', name: HTML, definition: { all: [] } });
    for (const path of [
      '/api/audiences/html',
      '/api/audiences?search=img',
      `/api/values/search?q=${encodeURIComponent(HTML)}`,
      `/api/audiences/${encodeURIComponent(HTML)}`,
      `/api/${encodeURIComponent(HTML)}`,
      `/api/audit?action=${encodeURIComponent(HTML)}`,
      '/api/audit/export?format=csv',
    ]) {
      const response = await fetch(shop.url + path);
      expect([path, response.headers.get('content-type')]).not.toEqual([path, expect.stringContaining('html')]);
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(response.headers.get('content-security-policy'), path).toContain("script-src 'self';");
    }
  });
});

describe('names of files', () => {
  test.each(['a"; filename="evil.exe', "x; filename*=UTF-8''evil.html", '../../etc/passwd', '..\\..\\boot.ini', '서울 "VIP"'])(
    'of an audience named %s stay one name',
    async (name) => {
      const made = await ask(shop.url, 'POST', '/api/audiences', {
        id: 'named',
        name,
        definition: { attribute: 'age', gte: 60 },
      });
      expect(made.status).toBe(201);
      const { body: job } = await ask(shop.url, 'POST', '/api/audiences/named/export', { attributes: ['age'] });
      await expect
        .poll(async () => (await ask(shop.url, 'GET', `/api/exports/${job.id}`)).body.state, { timeout: 60_000 })
        .toBe('done');
      const header = (await fetch(`${shop.url}/api/exports/${job.id}/file`)).headers.get('content-disposition') ?? '';
      expect(header).toMatch(/^attachment; filename="[^"\\/]*\.csv"(; filename\*=UTF-8''[\w.%~!$&+^`|-]+)?$/);
      const { version } = (await ask(shop.url, 'GET', '/api/audiences/named')).body;
      await ask(shop.url, 'DELETE', '/api/audiences/named', undefined, { 'if-match': `"${version}"` });
    },
  );

  test('take no line break: nothing is added to the headers', async () => {
    const body = { id: 'lines', name: 'a\r\nset-cookie: x=1', definition: { all: [] } };
    expect((await ask(shop.url, 'POST', '/api/audiences', body)).status).toBe(400);
  });
});

describe('keys of objects', () => {
  test('that name a prototype are unknown ones, at every route that takes a body', async () => {
    const operations = (await listOperations(shop.url)).filter(({ method }) => method === 'POST' || method === 'PUT');
    expect(operations.length).toBeGreaterThan(20);
    for (const { method, path } of operations) {
      for (const key of ['__proto__', 'constructor', 'prototype']) {
        const text = `{"${key}":{"polluted":true,"isAdmin":true}}`;
        const address = path.replace('{id}', 'seoul').replace('{version}', '1');
        const { status } = await ask(shop.url, method, address, text, { 'if-match': '"1"' });
        expect([path, key, status >= 400 && status < 500]).toEqual([path, key, true]);
        expect(Object.hasOwn(Object.prototype, 'polluted') || 'isAdmin' in {}).toBe(false);
      }
    }
    for (const audience of [
      '{"all":[],"__proto__":{"any":[]}}',
      '{"__proto__":{"all":[]}}',
      '{"attribute":"__proto__","eq":"x"}',
    ])
      expect((await ask(shop.url, 'POST', '/api/explore', `{"audience":${audience}}`)).status, audience).toBe(400);
  });
});

describe('addresses', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/api/..//evil.example',
    '/sign-in?to=//evil.example',
  ])('%s leads nowhere else', async (path) => {
    const { status, location } = await askRaw(path);
    if (status >= 300 && status < 400) expect(location ?? '').toMatch(/^\/(?![/\\])/);
  });

  test.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fstate/secret',
    '/api/docs/static/..%2f..%2fpackage.json',
  ])('%s gives no file that is not the page’s', async (path) => {
    const { status, text } = await askRaw(path);
    expect([400, 403, 404], path).toContain(status);
    expect(text).not.toContain('"dependencies"');
  });

  test('take the method that they are asked with, and no other', async () => {
    await ask(shop.url, 'POST', '/api/audiences', { id: 'kept', name: 'Kept', definition: { all: [] } });
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      expect((await ask(shop.url, 'POST', '/api/audiences/kept', {}, { [name]: 'DELETE', 'if-match': '"1"' })).status).toBe(
        405,
      );
      expect(
        (await ask(shop.url, 'GET', '/api/audiences/kept', undefined, { [name]: 'DELETE', 'if-match': '"1"' })).status,
      ).toBe(200);
    }
    await ask(shop.url, 'POST', '/api/audiences/kept?_method=DELETE', {});
    expect((await ask(shop.url, 'GET', '/api/audiences/kept')).status).toBe(200);
  });
});

/** A request whose path is sent as it stands. */
function askRaw(
  path: string,
): Promise<{ readonly status: number; readonly location: string | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(shop.url);
    request({ hostname, port, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }));
    })
      .on('error', reject)
      .end();
  });
}
