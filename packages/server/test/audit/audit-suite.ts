import { auditListSchema, auditReviewSchema, auditVerifySchema } from '@silhouette/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { ask as askAt, makeShop, serveShop } from '../audiences/shop.ts';
import { download, waitForExport } from '../exports/export-shop.ts';

const SEOUL = { attribute: 'city', in: ['서울'] };

/** The log over HTTP, with its database of an environment: the same on each. */
export function describeAudit(env: () => Record<string, string>): void {
  let server: SilhouetteServer;
  let url = '';
  let dir = '';
  let remove: () => void = () => {};

  beforeAll(async () => {
    const shop = await makeShop();
    ({ dir, remove } = shop);
    ({ server, url } = await serveShop(dir, env()));
    await ask('GET', '/api/audiences');
    // The first opening makes the database.
  }, 300_000);
  afterAll(async () => {
    await server.close();
    remove();
  });

  function ask(method: string, path: string, body?: string | object, headers: Record<string, string> = {}) {
    return askAt(url, method, path, body, headers);
  }
  async function list(query = '') {
    const answer = await ask('GET', `/api/audit?limit=50${query}`);
    expect(answer.status).toBe(200);
    return auditListSchema.parse(answer.body).entries;
  }
  const newest = async (action: string) => (await list(`&action=${action}`))[0];

  test('a question: who, from where, what it meant, and what was counted', async () => {
    const answer = await ask('POST', '/api/explore', { audience: SEOUL, panels: [] }, { 'user-agent': 'test' });
    const entry = await newest('asked');
    expect(entry).toMatchObject({
      actor: { kind: 'local', id: 'local' },
      action: 'asked',
      request: { address: '127.0.0.1', method: 'POST', route: '/api/explore', status: 200, userAgent: 'test' },
      details: {
        asked: [{ route: '/api/explore', definitions: [{ hash: answer.body.definition, count: 13 }] }],
        last: [
          {
            hash: answer.body.definition,
            count: 13,
            definition: '{"attribute":"city","in":["서울"]}',
            sentence: answer.body.sentence,
            snapshot: answer.body.snapshot,
            asOf: answer.body.asOf,
          },
        ],
      },
    });
  });

  test('a run of questions keeps every hash and count, and the last in full', async () => {
    const ages = Array.from({ length: 12 }, (_, index) => 21 + index);
    const answers = await Promise.all(
      ages.map((age) =>
        ask('POST', '/api/explore', { audience: { all: [SEOUL, { attribute: 'age', gte: age }] }, panels: [] }),
      ),
    );
    const entries = (await list('&action=asked')).filter(({ details }) => JSON.stringify(details).includes('gte'));
    const asked = entries.flatMap(({ details }) => details.asked as { definitions: { hash: string; count: number }[] }[]);
    const told = new Map(asked.flatMap(({ definitions }) => definitions.map(({ hash, count }) => [hash, count] as const)));
    for (const { body } of answers) expect(told.get(body.definition)).toBe(body.count);
    expect(entries.length).toBeLessThan(12);
  });

  test('the other questions, each with its route', async () => {
    const before = (await list())[0]?.sequence ?? 0;
    const one = { attribute: 'age', gte: 30 };
    for (const [path, body] of [
      ['/api/portrait', { audience: SEOUL, versus: one }],
      ['/api/explain', { audience: SEOUL }],
      ['/api/overlap', { audiences: [SEOUL, one] }],
      ['/api/compare', { before: SEOUL, after: one }],
      ['/api/history', { audience: SEOUL, months: 1 }],
      ['/api/look-ahead', { audience: SEOUL, conditions: [one, { attribute: 'age', lt: 30 }] }],
    ] as const) {
      const answer = await ask('POST', path, body);
      expect(answer.status, path).toBe(200);
    }
    await ask('GET', '/api/values?attribute=city');
    const found = (await list('&action=asked')).filter(({ sequence }) => sequence > before);
    const asked = found.flatMap(({ details }) => (details.asked as { route: string }[] | undefined) ?? []);
    expect(asked.map(({ route }) => route).sort()).toEqual([
      '/api/compare',
      '/api/explain',
      '/api/history',
      '/api/look-ahead',
      '/api/overlap',
      '/api/portrait',
    ]);
    expect(asked.find(({ route }) => route === '/api/look-ahead')).toMatchObject({
      definitions: [{ count: 13 }],
      ahead: [
        [expect.stringMatching(/^sha256:/), 8],
        [expect.stringMatching(/^sha256:/), 5],
      ],
    });
    expect(asked.find(({ route }) => route === '/api/compare')).toMatchObject({ definitions: [{ count: 13 }, { count: 15 }] });
    expect(found.find(({ details }) => 'values' in details)).toMatchObject({
      request: { route: '/api/values' },
      details: { values: { kind: 'attribute', attribute: 'city' } },
    });
  });

  test('members: the keys that were seen, page by page; why: whose', async () => {
    const first = await ask('POST', '/api/members', { audience: SEOUL, attributes: ['age'], limit: 10 });
    const entry = await newest('saw-members');
    expect(entry).toMatchObject({ details: { count: 13, customers: 10, isFirstPage: true, attributes: ['age'] } });
    expect(entry?.texts.map(({ text }) => text)).toEqual(first.body.members.map(({ key }: { key: string }) => key));
    await ask('POST', '/api/members', { audience: SEOUL, cursor: first.body.cursor });
    expect(await newest('saw-members')).toMatchObject({ details: { customers: 3, isFirstPage: false } });
    await ask('POST', '/api/why', { audience: SEOUL, customer: 'k03' });
    expect(await newest('saw-why')).toMatchObject({ details: { customers: 1 }, texts: [{ name: 'key', text: 'k03' }] });
    expect((await list('&subject=k03')).map(({ action }) => action)).toEqual(['saw-why']);
    // Who looked for somebody is found, too.
    expect((await list('&subject=k03')).map(({ action }) => action)).toEqual(['audit-read', 'saw-why']);
    // What names customers lies where it can be erased.
    await ask('POST', '/api/explore', { audience: { customers: ['k05'] }, panels: [] });
    const named = await newest('asked');
    expect(JSON.stringify(named?.details)).not.toContain('k05');
    expect(named?.texts.map(({ name }) => name)).toEqual(['definition', 'sentence.ko', 'sentence.en']);
  });

  test('exports: asked for, fetched, removed', async () => {
    const asked = await ask('POST', '/api/exports', { audience: SEOUL, attributes: ['age'] });
    const { id } = asked.body;
    expect(await newest('export-requested')).toMatchObject({
      subject: [id],
      details: { hash: asked.body.hash, attributes: ['age'], format: 'csv', personal: false, definition: expect.any(String) },
    });
    await waitForExport(url, id);
    await download(url, `/api/exports/${id}/file`, { range: 'bytes=0-3' });
    expect(await newest('export-downloaded')).toMatchObject({
      subject: [id],
      details: { rows: 13, range: 'bytes=0-3', sha256: expect.any(String) },
      request: { status: 206 },
    });
    await fetch(`${url}/api/exports/${id}/file`, { method: 'HEAD' });
    expect((await list(`&action=export-downloaded&subject=${id}`)).length).toBe(1);
    await ask('DELETE', `/api/exports/${id}`);
    expect(await newest('export-deleted')).toMatchObject({ subject: [id], details: { wasCancelled: false } });
  });

  test('changes: saved audiences and the catalog; what changes nothing is not there', async () => {
    const made = await ask('POST', '/api/audiences', { id: 'seoul', name: 'Seoul', definition: SEOUL });
    expect(await newest('audience-saved')).toMatchObject({
      subject: ['seoul'],
      details: { version: 1, hash: made.body.hash, count: 13, definition: JSON.stringify(SEOUL) },
      texts: [{ name: 'name', text: 'Seoul' }],
    });
    await ask('DELETE', '/api/audiences/seoul', undefined, { 'if-match': '"1"' });
    expect(await newest('audience-deleted')).toMatchObject({ subject: ['seoul'] });
    expect((await ask('DELETE', '/api/audiences/seoul', undefined, { 'if-match': '"1"' })).status).toBe(404);
    expect((await list('&action=audience-deleted')).length).toBe(1);
    const change = { label: { ko: '연령', en: 'Years' } };
    await ask('PUT', '/api/catalog/entry?attribute=age', change, { 'if-match': '*' });
    expect(await newest('catalog-edited')).toMatchObject({ details: { change } });
    const preview = await ask('POST', '/api/catalog/file', {});
    expect(await newest('catalog-file-written')).toBeUndefined();
    expect((await ask('POST', '/api/catalog/file', { hash: preview.body.hash })).status).toBe(200);
    expect(await newest('catalog-file-written')).toMatchObject({ details: { hash: expect.any(String) } });
  });

  test('reading the log is recorded, too; pages go on behind their cursor', async () => {
    const first = await ask('GET', '/api/audit?limit=2&text=Seoul');
    expect(first.body.entries.length).toBe(2);
    expect(await newest('audit-read')).toMatchObject({
      details: { query: { limit: '2' }, entries: 2 },
      texts: [{ name: 'query.text', text: 'Seoul' }],
    });
    const sequences: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `limit=7&action=saw-members,saw-why,asked${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: { readonly body: unknown } = await ask('GET', `/api/audit?${query}`);
      const read = auditListSchema.parse(page.body);
      sequences.push(...read.entries.map(({ sequence }) => sequence));
      cursor = read.cursor;
    }
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
    expect(sequences.length).toBeGreaterThan(7);
  });

  test.each([
    ['from=never', 'invalid-value'],
    ['action=everything', 'invalid-value'],
    ['cursor=x', 'invalid-cursor'],
    ['limit=0', 'invalid-value'],
    ['who=me', 'unknown-key'],
  ])('a query with %s is refused', async (query, code) => {
    expect((await ask('GET', `/api/audit?${query}`)).body.code).toBe(code);
  });

  test('exported as JSON lines and as CSV for spreadsheets', async () => {
    await ask('POST', '/api/explore', { audience: SEOUL, panels: [] }, { 'user-agent': '=HYPERLINK("http://evil.example")' });
    await list();
    const lines = await download(url, '/api/audit/export?action=asked');
    expect(lines.headers.get('content-disposition')).toBe('attachment; filename="audit.jsonl"');
    const parsed = lines.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed.at(-1)).toMatchObject({ action: 'asked', seal: expect.any(String), hash: expect.any(String) });
    const csv = await download(url, '/api/audit/export?action=asked&format=csv');
    expect(csv.bytes.toString()).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(csv.bytes.toString().startsWith('\uFEFFsequence,at,')).toBe(true);
    expect(await newest('audit-exported')).toMatchObject({ details: { format: 'csv', query: { action: 'asked' } } });
    expect((await ask('GET', '/api/audit/export?format=xml')).status).toBe(400);
  });

  test('verified, and its head given out', async () => {
    const verified = await ask('GET', '/api/audit/verify');
    expect(auditVerifySchema.parse(verified.body)).toMatchObject({ ok: true, guarded: true, problem: null });
    const head = (await ask('GET', '/api/audit/head')).body;
    expect(head.sequence).toBeGreaterThan(verified.body.last);
    const anchored = await ask('GET', `/api/audit/verify?sequence=${head.sequence}&hash=${head.hash}`);
    expect(anchored.body.ok).toBe(true);
    const wrong = await ask('GET', `/api/audit/verify?sequence=${head.sequence}&hash=${'0'.repeat(64)}`);
    expect(wrong.body).toMatchObject({ ok: false, problem: { kind: 'anchor-differs', sequence: head.sequence } });
    expect((await ask('GET', '/api/audit/verify?sequence=1')).status).toBe(400);
  });

  test('refusals: under another host name, the first ones each, the rest as a number', async () => {
    // `fetch` does not send another Host.
    const refused = () => server.app.inject({ method: 'GET', url: '/api/catalog', headers: { host: 'evil.example' } });
    for (let times = 0; times < 25; times += 1) expect((await refused()).statusCode).toBe(403);
    const entries = (await list('&action=refused')).filter(({ request }) => request?.status === 403);
    expect(entries.length).toBe(20);
    expect(entries[0]).toMatchObject({
      actor: { kind: 'unknown' },
      details: { code: 'foreign-origin' },
      request: { route: '/api/catalog', status: 403 },
    });
  });

  test('refusals: ids that there are not, addresses that there are not, cursors and definitions that are wrong', async () => {
    const tried: [string, string, object | undefined, number][] = [
      ['GET', '/api/audiences/nobodys', undefined, 404],
      ['GET', '/api/..%2f..%2fetc%2fpasswd', undefined, 404],
      ['POST', '/api/members', { audience: { all: [] }, cursor: 'forged' }, 400],
    ];
    // A minute that ends meanwhile tells how many more there were in it.
    const listEach = async () => (await list('&action=refused')).filter(({ details }) => details.more === undefined);
    const before = (await listEach()).length;
    for (const [method, path, body, status] of tried) expect((await ask(method, path, body)).status, path).toBe(status);
    const entries = (await listEach()).slice(0, -before || undefined);
    const told = entries.map(({ request, details, actor }) => [request?.status, details.code, actor.kind]);
    expect(told.toReversed()).toEqual([
      [404, 'not-found', 'local'],
      [404, 'not-found', 'unknown'],
      [400, 'invalid-cursor', 'local'],
    ]);
    // What was looked for behind an address that there is not may be anything: it is not kept.
    expect(JSON.stringify(entries)).not.toContain('passwd');
  });

  test('the review of this month; it cannot be signed off before its end', async () => {
    const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7);
    const review = auditReviewSchema.parse((await ask('GET', `/api/audit/review?month=${month}`)).body);
    expect(review).toMatchObject({ month, timeZone: 'Asia/Seoul', isOver: false, signedOff: null, open: [] });
    expect(review.activities[0]).toMatchObject({ actor: { kind: 'local' }, exports: 1, downloads: 1, customersSeen: 27 });
    expect(review.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['many-refusals', 'first-export']));
    expect((await ask('POST', '/api/audit/review', { month, note: 'seen' })).status).toBe(400);
    expect((await ask('POST', '/api/audit/review', { month: '2026-05', note: ' ' })).status).toBe(400);
    expect((await ask('POST', '/api/audit/review', { month: '2026-05', note: 'Nothing stands out.' })).status).toBe(204);
    const before = auditReviewSchema.parse((await ask('GET', '/api/audit/review?month=2026-05')).body);
    expect(before).toMatchObject({ isOver: true, entries: 0, signedOff: { note: 'Nothing stands out.' } });
    expect((await ask('GET', '/api/audit/review?month=2026-13')).status).toBe(400);
  });

  test('what was asked in the last moment is written when the server stops', async () => {
    await ask('POST', '/api/explore', { audience: { attribute: 'age', eq: 33 }, panels: [] });
    await server.close();
    ({ server, url } = await serveShop(dir, env()));
    const [last] = await list('&action=asked');
    expect(JSON.stringify(last?.details)).toContain('[\\"33\\"]');
    expect((await ask('GET', '/api/audit/verify')).body.ok).toBe(true);
    // What the budget of refusals has only counted is told at the end.
    const counted = (await list('&action=refused')).filter(({ details }) => typeof details.more === 'number');
    expect(counted.map(({ details }) => details)).toContainEqual({ code: 'foreign-origin', more: 5 });
  });
}
