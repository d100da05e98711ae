import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkspace } from '@silhouette/lake';
import { type Erasure, erasureSchema } from '@silhouette/model';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchBytes } from '../../../lake/test/erasure/search-bytes.ts';
import type { SilhouetteServer } from '../../src/index.ts';
import { StoreHolder } from '../../src/store/store-holder.ts';
import { addPerson, PASSWORD, setUpOwner, signIn, type Visitor } from '../accounts/visitor.ts';
import { serveShop } from '../audiences/shop.ts';
import { loadIndexed } from '../load-indexed.ts';

/** A key without anything to escape, as most are: it stands bare in sentences, unlike one with quotes. */
const KEY = 'C-00017';
const PURPOSE = { 'silhouette-purpose': encodeURIComponent(`${KEY}의 문의`) };
const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] } }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category }
    memo: { column: memo, type: text }
    phone: { column: phone, type: text, privacy: personal }
`;
const PEOPLE = `id,city,memo,phone
${KEY},부산,,010-1234-5678
C-00020,서울,"call ${KEY} first",010-1111-2222
C-00018,서울,${KEY}님의 친구,010-3333-4444
C-00019,부산,C-00020 knows,010-5555-6666
`;

/** What a customer leaves in a workspace, and that nothing of it stays, in a database of an environment: the same on each. */
export function describeTraces(env: () => Record<string, string>): void {
  let dir = '';
  let server: SilhouetteServer;
  let owner: Visitor;
  const isEmbedded = (): boolean => env().DATABASE_URL === undefined;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'silhouette-traces-test-'));
    writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
    writeFileSync(join(dir, 'people.csv'), PEOPLE);
    await loadIndexed(dir, Date.UTC(2026, 5, 1));
    await serve();
  });
  afterAll(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function serve(): Promise<string> {
    const served = await serveShop(dir, env());
    server = served.server;
    return served.url;
  }

  async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}, by = owner) {
    const answer = await by.ask(method, `/api/${path}`, body, headers);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  }

  /** Texts of the database that hold the key, whichever way its columns are written. */
  async function searchStore(): Promise<string[]> {
    const store = new StoreHolder({ stateDir: openWorkspace(dir).stateDir, env: env() });
    try {
      return await store.useTables(async (db) => {
        const found: string[] = [];
        for (const { name } of await db.introspection.getTables()) {
          const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db);
          for (const row of rows)
            for (const [column, value] of Object.entries(row))
              if (JSON.stringify(value).includes(KEY)) found.push(`${name}.${column}: ${JSON.stringify(value)}`);
        }
        return found;
      });
    } finally {
      await store.close();
    }
  }

  test('everything that a person may do leaves the key somewhere', async () => {
    owner = await setUpOwner(server.app.listeningOrigin);
    const named = { customers: [KEY, 'C-00018'] };
    await ask('POST', 'explore', { audience: { customers: [KEY] }, panels: [] });
    await ask('POST', 'overlap', { audiences: [{ customers: [KEY] }, { attribute: 'city', in: ['서울'] }] });
    await ask('GET', `values/search?q=${KEY}`);
    await ask('GET', `values?attribute=city&search=${KEY}`);
    await ask('GET', `audit?text=${KEY}`);
    await ask('POST', 'members', { audience: named, attributes: ['phone'] }, PURPOSE);
    await ask('POST', 'why', { audience: named, customer: KEY });
    await ask('POST', 'privacy/access', { key: KEY }, PURPOSE);
    await ask('POST', 'audiences', {
      ...{ id: 'friends', name: `${KEY}의 친구`, description: `Asked by ${KEY}.`, definition: named, note: `for ${KEY}` },
      tags: [KEY, `friends of ${KEY}`, 'vip'],
    });
    const label = { ko: `${KEY} 담당`, en: `Looks after ${KEY}` };
    await ask('POST', 'roles', { id: 'friends', label, permissions: ['audience.ask'], classes: ['public'] });
    const gone = { ...label, ko: `${KEY} 전 담당` };
    await ask('POST', 'roles', { id: 'gone', label: gone, permissions: ['audience.ask'], classes: ['public'] });
    await ask('DELETE', 'roles/gone');
    await ask('POST', 'audit/review', { month: '2020-01', note: `looked at ${KEY}` });
    const steward = await addPerson(owner, 'steward@example.com', 'steward', { not: { customers: [KEY] } });
    await ask('POST', 'invitations', { email: 'x@example.com', role: 'viewer', rowScope: named });
    const approver = await addPerson(owner, 'second@example.com', 'admin');
    for (const [decision, note] of [
      ['approve', `yes for ${KEY}`],
      ['refuse', `no for ${KEY}`],
    ] as const) {
      const audience = { customers: ['C-00019'] };
      const asked = { audience, attributes: ['phone'], format: 'csv', purpose: `${KEY} wrote to us` };
      const { id } = await ask('POST', 'exports', asked);
      await ask('POST', `exports/${id}/${decision}`, { note }, {}, approver);
    }
    // Of somebody whose scope names them.
    await ask('POST', 'exports', { audience: { customers: ['C-00019'] }, attributes: [], format: 'csv' }, {}, steward);
    while ((await ask('GET', 'exports')).exports.some(({ state }: { state: string }) => /queued|running/.test(state)))
      await sleep(50);
    const { written } = await ask('POST', 'privacy/access', { key: KEY }, PURPOSE);
    const told = written.map(({ place }: { place: string }) => place);
    expect([...new Set(told)].sort()).toEqual([
      'account_links.row_scope',
      'audience_versions.description',
      'audience_versions.name',
      'audience_versions.note',
      'audience_versions.tags',
      'export_marks.purpose',
      'exports.decision_note',
      'exports.issues',
      'exports.purpose',
      'roles.label_en',
      'roles.label_ko',
      'user.rowScope',
    ]);
    expect(written).toContainEqual({ place: 'audience_versions.note', text: `for ${KEY}` });
    writeFileSync(join(openWorkspace(dir).stateDir, `rows-${'0'.repeat(16)}.partial`), KEY);
    await server.close();
    const places = new Set((await searchStore()).map((one) => one.split(':')[0]));
    expect([...places].sort()).toEqual([
      'account_links.row_scope',
      'audience_versions.definition',
      'audience_versions.description',
      'audience_versions.name',
      'audience_versions.note',
      'audience_versions.tags',
      'audit_texts.texts',
      'export_marks.purpose',
      'exports.access',
      'exports.decision_note',
      'exports.issues',
      'exports.purpose',
      'roles.label_en',
      'roles.label_ko',
      'user.rowScope',
    ]);
  });

  test('erased, it is in no byte of the workspace but the owner’s file, and nothing says that it remains', async () => {
    const url = await serve();
    owner = await signIn(url, 'owner@example.com', PASSWORD);
    const { id } = await ask('POST', 'privacy/erasures', { keys: [KEY], reason: 'asked by letter' });
    let erasure: Erasure;
    do {
      await sleep(100);
      erasure = erasureSchema.parse(await ask('GET', `privacy/erasures/${id}`));
    } while (erasure.state === 'queued' || erasure.state === 'running');
    expect(erasure).toMatchObject({
      state: 'done',
      result: { rowsErased: 1, cellsErased: 2, rowScopesChanged: 4, audienceVersionsChanged: 1 },
    });
    expect(erasure.result?.remaining).toEqual([]);
    const { entries } = await ask('GET', 'audit?action=saw-members');
    expect(entries[0].texts).toEqual([
      ...['definition', 'sentence.ko', 'sentence.en'].map((name) => ({ name, text: null })),
      { name: 'key', text: null },
      { name: 'key', text: 'C-00018' },
      { name: 'purpose', text: null },
    ]);
    expect((await ask('GET', 'audiences/friends')).tags).toEqual(['[erased]', 'friends of [erased]', 'vip']);
    expect((await ask('GET', 'audit/verify')).ok).toBe(true);
    expect((await ask('GET', 'invitations')).invitations[0].rowScope).toEqual({ customers: ['C-00018'] });
    await server.close();
    expect(await searchStore()).toEqual([]);
    if (!isEmbedded()) return;
    const found = await searchBytes(dir, KEY, (path) => path === 'people.csv');
    expect(found).toEqual([]);
  });
}
