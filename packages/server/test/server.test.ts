import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWorkspace, openWorkspace } from '@silhouette/lake';
import { exploreAnswerSchema, membersAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type SilhouetteServer } from '../src/index.ts';
import { loadIndexed } from './load-indexed.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
  orders: { files: [orders.csv] }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category, label: { ko: 도시, en: City }, values: { 서울: { ko: 서울, en: Seoul } } }
    age: { column: age, type: number }
events:
  purchase:
    from: orders
    customer: id
    time: at
    fields: { amount: { type: number, column: amount } }
panels: [city, age]
`;
const PEOPLE = `id,city,age\n${Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')},${index % 2 === 0 ? '서울' : '부산'},${20 + index}`).join('\n')}\n`;

const dir = mkdtempSync(join(tmpdir(), 'silhouette-server-test-'));
let server: SilhouetteServer;
let url: string;

beforeAll(async () => {
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  writeFileSync(join(dir, 'orders.csv'), 'id,at,amount\nk00,2026-01-01 10:00:00,10\nk01,2026-01-02 10:00:00,20.5\n');
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  server = await createServer({ workspace: openWorkspace(dir), host: '127.0.0.1', pageDir: null, env: {}, logLevel: 'silent' });
  url = await server.listen(0);
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Any JSON: what is expected of it is the test's own. */
async function readBody(response: Response) {
  return JSON.parse(await response.text());
}

async function post(path: string, body: string | object, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await readBody(response) };
}

describe('questions', () => {
  test('explore answers in the published shape', async () => {
    const { status, body } = await post('/api/explore', { audience: { attribute: 'city', eq: '서울' } });
    expect(status).toBe(200);
    expect(exploreAnswerSchema.strict().parse(body)).toMatchObject({
      count: 13,
      base: 25,
      share: 13 / 25,
      engine: 'index',
      asOf: '2026-01-02T15:00:00.000Z',
    });
    expect(body.panels[0].values[0]).toEqual({
      value: '서울',
      label: 'Seoul',
      labels: { ko: '서울', en: 'Seoul' },
      count: 13,
      share: 1,
      baseCount: 13,
      baseShare: 13 / 25,
      ratio: 1 / (13 / 25),
    });
    expect(body.panels[1]).toMatchObject({ sum: '416', mean: 32, min: '20', median: '32', max: '44' });
  });

  test('numbers of a body are read by their text', async () => {
    const exact = await post(
      '/api/explore',
      '{"audience":{"event":"purchase","sum":{"field":"amount","gte":20.50000000000000000001}}}',
    );
    expect(exact.body.count).toBe(0);
    expect(
      (await post('/api/explore', '{"audience":{"event":"purchase","sum":{"field":"amount","gte":20.500}}}')).body.count,
    ).toBe(1);
  });

  test('explain gives the waterfall of an all', async () => {
    const { body } = await post('/api/explain', {
      audience: { all: [{ attribute: 'city', eq: '서울' }, { attribute: 'age', lt: 24 }, { not: { event: 'purchase' } }] },
    });
    expect(body.waterfall.map(({ path, alone, remaining }: Record<string, unknown>) => [path, alone, remaining])).toEqual([
      ['all[0]', 13, 13],
      ['all[1]', 4, 2],
      ['all[2]', 23, 1],
    ]);
    expect(body.sql.text).not.toContain('서울');
    expect(Object.values(body.sql.parameters).join()).toContain('서울');
  });

  test('unknown values and keys are notes, not errors', async () => {
    const { status, body } = await post('/api/explore', {
      audience: { any: [{ attribute: 'city', in: ['서울', '대구'] }, { customers: ['k01', 'nobody'] }] },
      panels: [],
    });
    expect(status).toBe(200);
    expect(body.count).toBe(14);
    expect(body.notes).toMatchObject([
      { code: 'unknown-values', details: { count: 1, examples: ['대구'] } },
      { code: 'unknown-customers', details: { examples: ['nobody'] } },
    ]);
  });
});

describe('pages of members', () => {
  test('go through everyone once, in key order, at the first page’s snapshot', async () => {
    const keys: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { body }: { body: ReturnType<typeof membersAnswerSchema.parse> } = await post('/api/members', {
        audience: { all: [] },
        attributes: ['age'],
        limit: 10,
        cursor,
      });
      expect(membersAnswerSchema.strict().safeParse(body).success).toBe(true);
      expect(body.count).toBe(pages === 0 ? 25 : undefined);
      keys.push(...body.members.map((member) => member.key));
      expect(body.members[0]?.attributes.age).toBe(String(20 + pages * 10));
      cursor = body.cursor;
      pages += 1;
    } while (cursor !== null);
    expect(pages).toBe(3);
    expect(keys).toEqual(Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`));
  });

  test('a cursor with another as-of or snapshot is refused, with the same ones it goes on', async () => {
    const asked = { audience: { all: [] }, limit: 2, asOf: '2026-01-01' };
    const { cursor, snapshot } = (await post('/api/members', asked)).body;
    expect((await post('/api/members', { ...asked, snapshot, cursor })).body.members[0].key).toBe('k02');
    for (const other of [{ asOf: '2026-01-02' }, { snapshot: 'other' }]) {
      const { status, body } = await post('/api/members', { ...asked, ...other, cursor });
      expect([status, body.code], JSON.stringify(other)).toEqual([400, 'invalid-cursor']);
    }
  });

  test('refuse a cursor that was changed, or of another question', async () => {
    const first = await post('/api/members', { audience: { all: [] }, limit: 5 });
    const other = await post('/api/members', { audience: { any: [] }, limit: 5, cursor: first.body.cursor });
    expect([other.status, other.body.code]).toEqual([400, 'invalid-cursor']);
    for (const cursor of [`x${first.body.cursor}`, `${first.body.cursor}.x`, `${first.body.cursor}.`]) {
      const forged = await post('/api/members', { audience: { all: [] }, limit: 5, cursor });
      expect([forged.status, forged.body.code]).toEqual([400, 'invalid-cursor']);
    }
    for (const limit of [0, 10_001, 1.5, '"5"', '{"text":"5"}']) {
      expect((await post('/api/members', `{"audience":{"all":[]},"limit":${limit}}`)).body.issues[0]).toMatchObject({
        path: 'limit',
        code: 'invalid-value',
      });
    }
  });
});

describe('what is wrong is told whole, as problem+json', () => {
  test('every issue with its place in the body', async () => {
    const { status, type, body } = await post('/api/explore', {
      audience: {
        all: [
          { attribute: 'agee', gte: 1 },
          { event: 'purchase', sum: { field: 'nope', gte: 1 } },
        ],
      },
      asOf: 'soon',
    });
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body.issues.map((issue: { path: string; code: string }) => [issue.path, issue.code]).sort()).toEqual([
      ['asOf', 'invalid-as-of'],
      ['audience.all[0].attribute', 'unknown-attribute'],
      ['audience.all[1].sum.field', 'unknown-field'],
    ]);
    expect(body.issues.find((issue: { path: string }) => issue.path.endsWith('attribute')).message).toContain('age');
  });

  test.each([
    ['no JSON', '{"audience":', 400, 'invalid-json'],
    ['a repeated key', '{"audience":{"all":[]},"audience":{"any":[]}}', 400, 'duplicate-key'],
    ['an unknown key', '{"audience":{"all":[]},"audiense":1}', 400, 'unknown-key'],
    ['no audience', '{}', 400, 'missing-key'],
    ['a list', '[]', 400, 'wrong-type'],
    ['a number', '5', 400, 'wrong-type'],
    ['a panel that stands twice', '{"audience":{"all":[]},"panels":["city","age","city"]}', 400, 'invalid-value'],
    ['an unknown panel', '{"audience":{"all":[]},"panels":["x"]}', 400, 'unknown-attribute'],
    ['an unknown engine', '{"audience":{"all":[]},"engine":"x"}', 400, 'unknown-engine'],
    ['an engine of another version', '{"audience":{"all":[]},"engine":"cluster"}', 422, 'unsupported-predicate'],
    ['a snapshot that is not kept', '{"audience":{"all":[]},"snapshot":"x"}', 410, 'snapshot-gone'],
    ['10,000 nested nots', `{"audience":${'{"not":'.repeat(10_000)}{"all":[]}${'}'.repeat(10_000)}}`, 400, 'too-deep'],
    ['a body over 16 MiB', `{"audience":"${'x'.repeat(17 * 1024 * 1024)}"}`, 413, 'too-large'],
  ])('%s', async (_name, body, status, code) => {
    const answer = await post('/api/explore', body);
    expect([answer.status, answer.body.code, answer.body.issues.length > 0]).toEqual([status, code, true]);
  });

  test('what is wrong in the body, its definition, panels, as-of and engine is told at once', async () => {
    const { status, body } = await post('/api/explore', {
      audience: { attribute: 'nope', eq: 1 },
      asOf: 'soon',
      engine: 'abacus',
      panels: ['city', 'none'],
      extra: 1,
    });
    expect(status).toBe(400);
    expect(body.issues.map((issue: { path: string }) => issue.path).sort()).toEqual(
      ['asOf', 'audience.attribute', 'engine', 'extra', 'panels[1]'].sort(),
    );
  });

  test('a known address with another method is 405 and tells which it takes; an unknown query key is refused', async () => {
    const put = await fetch(`${url}/api/explore`, {
      method: 'PUT',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect([put.status, put.headers.get('allow'), (await readBody(put)).code]).toEqual([405, 'POST', 'method-not-allowed']);
    const remove = await fetch(`${url}/api/catalog?x=1`, { method: 'DELETE' });
    expect([remove.status, remove.headers.get('allow')]).toEqual([405, 'GET']);
    for (const path of ['/api/catalog?snapshots=1', '/api/snapshot?x=1']) {
      const answer = await fetch(url + path);
      expect([answer.status, (await readBody(answer)).code], path).toEqual([400, 'unknown-key']);
    }
    const { paths } = await readBody(await fetch(`${url}/api/openapi.json`));
    for (const [path, operations] of Object.entries(paths)) {
      if (!path.startsWith('/api/') || !Object.hasOwn(Object(operations), 'get')) continue;
      const answer = await fetch(`${url}${path.replace('{id}', 'x').replace('{version}', '1')}?bogus=1`);
      // Where nobody has an account, its routes say that first; what is asked for in the address is looked at afterwards.
      expect([path, answer.status, (await readBody(answer)).code]).toEqual([path, 400, 'unknown-key']);
    }
    const names = (path: string) => paths[path].get.parameters.map(({ name }: { name: string }) => name);
    expect([names('/api/catalog'), names('/api/values/search')]).toEqual([['snapshot'], ['q', 'limit', 'snapshot']]);
  });

  test('a list of a million values is refused', async () => {
    const { status } = await post(
      '/api/explore',
      `{"audience":{"attribute":"city","in":[${'"서울",'.repeat(1_000_000)}"서울"]}}`,
    );
    expect(status).toBe(413);
  });

  test('other addresses, methods and types', async () => {
    expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
    const text = await fetch(`${url}/api/explore`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
    expect([text.status, text.headers.get('content-type')]).toEqual([415, 'application/problem+json; charset=utf-8']);
  });

  test('what cannot even be read as an address or as HTTP is a problem document, too', async () => {
    const send = (text: string) =>
      new Promise<string>((done) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (bytes) => {
          answer += bytes.toString();
        });
        socket.on('close', () => done(answer));
      });
    const get = (path: string) => send(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    const answers = [
      [404, 'not-found', await get('/api/audiences/%ff')],
      [404, 'not-found', await get('/api/audiences/%')],
      [404, 'not-found', await get(`/api/audiences/${'a'.repeat(10_000)}`)],
      [431, 'invalid-option', await get(`/api/audiences?search=${'a'.repeat(20_000)}`)],
      [400, 'invalid-option', await send('hello\r\n\r\n')],
    ] as const;
    for (const [status, code, answer] of answers) {
      const [head = '', text = ''] = answer.split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*content-type: application/problem\\+json`));
      expect(JSON.parse(text)).toMatchObject({ status, code, issues: [{ path: '', code }] });
    }
    const metrics = await (await fetch(`${url}/metrics`)).text();
    // The one that asks is under way itself.
    expect(metrics).toMatch(/^silhouette_http_requests_in_flight 1$/m);
  });

  test('another host name is refused while listening on loopback', async () => {
    const status = await new Promise((done) => {
      httpRequest(`${url}/api/catalog`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        done(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

describe('beside the questions', () => {
  test('catalog, values, snapshot, health, metrics, OpenAPI', async () => {
    const get = async (path: string) => JSON.parse(await (await fetch(url + path)).text());
    expect(await get('/api/catalog')).toMatchObject({ name: 'Shop', key: 'id', base: 25, panels: ['city', 'age'] });
    expect(await get('/api/values?attribute=city&search=seo')).toEqual({
      values: [{ attribute: 'city', event: null, field: null, value: '서울', label: { ko: '서울', en: 'Seoul' }, count: 13 }],
      more: false,
    });
    expect((await get('/api/values/search?q=부산')).values).toMatchObject([{ attribute: 'city', value: '부산', count: 12 }]);
    expect((await get('/api/values')).code).toBe('missing-key');
    expect(await get('/api/snapshot')).toMatchObject({
      base: 25,
      asOf: '2026-01-02T15:00:00.000Z',
      report: { customers: { rows: 25 } },
    });
    expect(await get('/healthz')).toEqual({ status: 'ok' });
    expect(await get('/readyz')).toMatchObject({ status: 'ready' });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/silhouette_http_request_seconds_count\{route="\/api\/explore",method="POST",status="200"\} [1-9]/);
    expect(metrics).toContain('silhouette_answer_seconds_count{engine="index",question="explore"}');
    const openApi = await get('/api/openapi.json');
    expect(Object.keys(openApi.paths).sort()).toEqual([
      '/api/account/password',
      '/api/account/recovery-codes',
      '/api/account/second-factor',
      '/api/account/second-factor/confirm',
      '/api/account/second-factor/remove',
      '/api/audiences',
      '/api/audiences/{id}',
      '/api/audiences/{id}/export',
      '/api/audiences/{id}/restore',
      '/api/audiences/{id}/used-by',
      '/api/audiences/{id}/versions',
      '/api/audiences/{id}/versions/{version}',
      '/api/audit',
      '/api/audit/export',
      '/api/audit/head',
      '/api/audit/review',
      '/api/audit/verify',
      '/api/catalog',
      '/api/catalog/edits',
      '/api/catalog/entry',
      '/api/catalog/file',
      '/api/catalog/rows',
      '/api/compare',
      '/api/definition.schema.json',
      '/api/explain',
      '/api/explore',
      '/api/exports',
      '/api/exports/approvals',
      '/api/exports/trace',
      '/api/exports/{id}',
      '/api/exports/{id}/approve',
      '/api/exports/{id}/file',
      '/api/exports/{id}/refuse',
      '/api/history',
      '/api/invitations',
      '/api/invitations/{id}',
      '/api/keys',
      '/api/keys/{id}',
      '/api/links/look',
      '/api/links/use',
      '/api/look-ahead',
      '/api/me',
      '/api/members',
      '/api/overlap',
      '/api/people',
      '/api/people/{id}',
      '/api/people/{id}/keys',
      '/api/people/{id}/reset-link',
      '/api/people/{id}/sessions',
      '/api/portrait',
      '/api/privacy/access',
      '/api/privacy/erasures',
      '/api/privacy/erasures/{id}',
      '/api/roles',
      '/api/roles/{id}',
      '/api/session',
      '/api/session/second-factor',
      '/api/session/ways',
      '/api/sessions',
      '/api/sessions/{id}',
      '/api/set-up',
      '/api/snapshot',
      '/api/store',
      '/api/store/rows',
      '/api/values',
      '/api/values/search',
      '/api/why',
      '/healthz',
      '/metrics',
      '/readyz',
    ]);
    expect(
      openApi.paths['/api/explore'].post.responses['200'].content['application/json'].schema.properties.count,
    ).toBeDefined();
    expect((await fetch(`${url}/api/docs`)).status).toBe(200);
    const typesOf = (path: string) => Object.keys(openApi.paths[path].get.responses['200'].content);
    expect([typesOf('/healthz'), typesOf('/readyz'), typesOf('/metrics')]).toEqual([
      ['application/json'],
      ['application/json'],
      ['text/plain'],
    ]);
    expect(Object.keys(openApi.paths['/api/definition.schema.json'].get.responses)).toEqual(['200', '4XX', '5XX']);
    const bodyOf = (path: string) => openApi.paths[path].post.requestBody.content['application/json'].schema;
    expect([bodyOf('/api/exports').required, bodyOf('/api/audiences/{id}/export').required]).toEqual([['audience'], undefined]);
    const refused = openApi.paths['/api/audiences'].post.responses['4XX'].content['application/problem+json'].schema;
    expect(Object.keys(refused.properties)).toEqual(expect.arrayContaining(['code', 'issues', 'current', 'saved']));
    expect((await get('/api/definition.schema.json')).$schema).toContain('2020-12');
  });

  test('the secret is for its owner only', () => {
    expect(statSync(join(dir, 'state', 'secret')).mode & 0o777).toBe(0o600);
  });

  test('a load beside the server is seen at the next request; an old snapshot answers while kept', async () => {
    const before = (await post('/api/explore', { audience: { all: [] } })).body;
    writeFileSync(join(dir, 'people.csv'), `${PEOPLE}k99,서울,50\n`);
    await loadWorkspace(openWorkspace(dir), { nowMs: Date.UTC(2026, 5, 1) });
    const after = (await post('/api/explore', { audience: { all: [] } })).body;
    expect([before.count, after.count]).toEqual([25, 26]);
    expect((await post('/api/explore', { audience: { all: [] }, snapshot: before.snapshot })).body.count).toBe(25);
  });

  test('many at once, all exact', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        post('/api/explore', { audience: { attribute: 'age', lt: 20 + (index % 5) }, panels: ['city'] }),
      ),
    );
    expect(answers.map((answer) => answer.body.count)).toEqual(Array.from({ length: 30 }, (_, index) => index % 5));
  });
});
