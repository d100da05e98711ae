import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { createServer, type SilhouetteServer } from '../../src/index.ts';
import { ask } from '../audiences/shop.ts';
import { loadIndexed } from '../load-indexed.ts';
import { makePerson } from './scoped-shop.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: email
  privacy: personal
  attributes:
    city: { column: city, type: category }
    phone: { column: phone, type: text, pii: true }
`;
const ALL = Array.from({ length: 25 }, (_, n) => `mina${String(n).padStart(2, '0')}@example.com`);
const PEOPLE = `email,city,phone\n${ALL.map((email, n) => `${email},${n % 2 === 0 ? '서울' : '부산'},010-1000-20${n + 10}`).join('\n')}\n`;
const EVERYONE = { all: [] };
const PURPOSE = { 'silhouette-purpose': 'checking%20a%20complaint' };

describe('keys of customers that are personal', () => {
  let dir = '';
  let url = '';
  let server: SilhouetteServer;
  let who: Access = makePerson();
  const asked = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    ask(url, method, path, body, headers);
  const marketer = () => makePerson({ without: ['personal.see'], hidden: ['sensitive'], id: 'marketer' });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'silhouette-keys-test-'));
    writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
    writeFileSync(join(dir, 'people.csv'), PEOPLE);
    await loadIndexed(dir, Date.UTC(2026, 5, 1));
    server = await createServer({
      ...{ workspace: openWorkspace(dir), host: '127.0.0.1', pageDir: null, env: {}, logLevel: 'silent' },
      authenticate: async () => who,
    });
    url = await server.listen(0);
  });
  afterAll(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function listMembers(headers: Record<string, string> = {}, limit = 7): Promise<string[]> {
    const keys: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const body: object = { audience: EVERYONE, attributes: ['city'], limit, ...(cursor === null ? {} : { cursor }) };
      const answer = await asked('POST', '/api/members', body, headers);
      expect(answer.status).toBe(200);
      if (headers['silhouette-purpose'] === undefined) expect(JSON.stringify(answer.body)).not.toContain('@');
      // Nor in what the cursor says when it is taken apart.
      if (headers['silhouette-purpose'] === undefined && answer.body.cursor !== null)
        expect(Buffer.from(String(answer.body.cursor).split('.')[0] ?? '', 'base64url').toString()).not.toContain('@');
      keys.push(...answer.body.members.map(({ key }: { key: string }) => key));
      cursor = answer.body.cursor;
      if (cursor === null) return keys;
    }
  }
  async function fetchExport(body: object, headers: Record<string, string> = {}) {
    const made = await asked('POST', '/api/exports', { audience: EVERYONE, ...body }, headers);
    if (made.status !== 202 || made.body.state === 'awaiting-approval')
      return { job: made.body, status: made.status, text: '' };
    await expect
      .poll(async () => (await asked('GET', `/api/exports/${made.body.id}`)).body.state, { timeout: 30_000 })
      .toBe('done');
    const { body: job } = await asked('GET', `/api/exports/${made.body.id}`);
    return { job, status: made.status, text: await (await fetch(`${url}/api/exports/${made.body.id}/file`)).text() };
  }

  it('the catalog says so', async () => {
    expect((await asked('GET', '/api/catalog')).body).toMatchObject({ key: 'email', keyPrivacy: 'personal' });
  });

  it('pages of members hold pseudonyms, every customer once, until a purpose is told by who may see them', async () => {
    who = marketer();
    const masked = await listMembers();
    expect(new Set(masked).size).toBe(25);
    expect(await listMembers({}, 11)).toEqual(masked);
    expect((await listMembers(PURPOSE)).join()).not.toContain('@');
    who = makePerson();
    expect(await listMembers()).toEqual(masked);
    expect(await listMembers(PURPOSE)).toEqual(ALL);
  });

  it('a page does not go on from one that showed keys otherwise', async () => {
    who = makePerson();
    const body = { audience: EVERYONE, limit: 3 };
    for (const [first, then] of [
      [PURPOSE, {}],
      [{}, PURPOSE],
    ]) {
      const { cursor } = (await asked('POST', '/api/members', body, first)).body;
      const next = await asked('POST', '/api/members', { ...body, cursor }, then);
      expect([next.status, next.body.code]).toEqual([400, 'invalid-cursor']);
    }
  });

  it('why is asked by pseudonym, and by the key only where it is shown', async () => {
    who = marketer();
    const [first = ''] = await listMembers();
    const why = async (customer: string, headers = {}) =>
      (await asked('POST', '/api/why', { audience: { attribute: 'city', eq: '서울' }, customer }, headers)).body;
    expect(await why(first)).toMatchObject({ customer: first, known: true, member: true });
    expect(JSON.stringify(await why(first))).not.toContain('@');
    expect(await why(ALL[0] ?? '')).toMatchObject({ known: false, member: false });
    who = makePerson();
    expect(await why(ALL[0] ?? '', PURPOSE)).toMatchObject({ known: true, member: true });
  });

  it('why tells no masked value of who has one', async () => {
    who = marketer();
    const [first = ''] = await listMembers();
    const { body } = await asked('POST', '/api/why', { audience: { attribute: 'phone', exists: true }, customer: first });
    expect(body).toMatchObject({ known: true, member: true });
    expect(JSON.stringify(body)).not.toContain('1000');
  });

  it('nobody asks by key for whom keys are masked', async () => {
    who = marketer();
    const one = { customers: [ALL[0]] };
    for (const [path, body] of [
      ['/api/explore', { audience: one }],
      ['/api/explain', { audience: { not: one } }],
      ['/api/compare', { before: EVERYONE, after: one }],
      ['/api/overlap', { audiences: [EVERYONE, one] }],
      ['/api/look-ahead', { audience: EVERYONE, conditions: [one] }],
      ['/api/members', { audience: one }],
      ['/api/exports', { audience: one }],
      ['/api/audiences', { name: 'One', definition: one }],
    ] as const) {
      const answer = await asked('POST', path, body);
      expect([answer.status, answer.body.code], path).toEqual([403, 'not-allowed']);
      expect(JSON.stringify(answer.body), path).not.toContain('@');
    }
    who = makePerson();
    expect((await asked('POST', '/api/explore', { audience: one }, PURPOSE)).body.count).toBe(1);
    const saved = await asked('POST', '/api/audiences', { id: 'one', name: 'One', definition: one }, PURPOSE);
    expect(saved.body.definition).toEqual(one);
    expect((await asked('GET', '/api/audiences/one')).body).toMatchObject({ definition: null, size: null, hash: null });
    who = marketer();
    expect((await asked('GET', '/api/audiences/one')).body).toMatchObject({ definition: null, size: null, hash: null });
    expect((await asked('POST', '/api/explore', { audience: { audience: 'one' } })).body.code).toBe('definition-hidden');
    // Deleted ones are no more told, and nobody brings back what they may not read.
    expect((await asked('DELETE', '/api/audiences/one', undefined, { 'if-match': '"1"' })).status).toBe(204);
    const { versions } = (await asked('GET', '/api/audiences/one/versions')).body;
    expect(versions).toMatchObject([{ definition: null, hash: null, size: null }]);
    const listed = (await asked('GET', '/api/audiences?deleted=true')).body;
    expect(listed.audiences).toMatchObject([{ id: 'one', definition: null, hash: null, size: null }]);
    const restored = await asked('POST', '/api/audiences/one/restore', {});
    expect([restored.status, restored.body.code]).toEqual([403, 'definition-hidden']);
    expect(JSON.stringify([versions, listed, restored.body])).not.toContain(ALL[0]);
    who = makePerson();
    expect((await asked('POST', '/api/audiences/one/restore', {}, PURPOSE)).body).toMatchObject({
      version: 2,
      definition: one,
    });
  });

  it('exports of keys alone are masked, or need a purpose and somebody’s yes', async () => {
    who = marketer();
    const masked = await listMembers();
    const file = await fetchExport({ attributes: [], spreadsheetSafe: false });
    expect(file.job).toMatchObject({ masked: true, personal: false, rows: 25 });
    expect(file.text).not.toContain('@');
    expect(file.text.trim().split('\r\n').slice(1)).toEqual(masked);
    expect(file.job.fileName).toContain('masked');
    who = makePerson();
    const without = await fetchExport({ attributes: [] });
    expect(without.job).toMatchObject({ masked: true, personal: false });
    expect(without.text).not.toContain('@');
    const told = await fetchExport({ attributes: [], purpose: 'a mailing that was agreed' });
    expect(told.job).toMatchObject({ state: 'awaiting-approval', personal: true, masked: false });
    who = { ...makePerson({ id: 'other' }) };
    expect((await asked('POST', `/api/exports/${told.job.id}/approve`, {})).status).toBe(200);
    who = makePerson();
    await expect
      .poll(async () => (await asked('GET', `/api/exports/${told.job.id}`)).body.state, { timeout: 30_000 })
      .toBe('done');
    const text = await (await fetch(`${url}/api/exports/${told.job.id}/file`)).text();
    expect(text).toContain(ALL[3]);
    expect(text).toContain('_row');
  });

  it('the log says who was seen, by key', async () => {
    who = marketer();
    const [, second = ''] = await listMembers();
    await asked('POST', '/api/why', { audience: EVERYONE, customer: second });
    who = makePerson();
    const { body } = await asked('GET', `/api/audit?actor=marketer&subject=${encodeURIComponent(ALL[1] ?? '')}&limit=50`);
    expect(new Set(body.entries.map(({ action }: { action: string }) => action))).toEqual(new Set(['saw-members', 'saw-why']));
  });
});
