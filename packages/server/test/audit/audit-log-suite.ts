import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHead, AuditVerify } from '@silhouette/model';
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { AuditKeys } from '../../src/audit/audit-keys.ts';
import { AuditLog } from '../../src/audit/audit-log.ts';
import { AuditStore, EVERY_ENTRY } from '../../src/audit/audit-store.ts';
import { readAuditKeep } from '../../src/audit/read-audit-keep.ts';
import { answerEntry } from '../../src/audit/read-body.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { StoreHolder } from '../../src/store/store-holder.ts';
import type { StoreTables } from '../../src/store/tables.ts';

const SECRET = Buffer.from('a secret of forty characters, for a test');
const OLD_MS = Date.UTC(2020, 0, 1);

class RolledBack extends Error {}

/** An event of a person. */
function makeEvent(over: Partial<AuditEvent> = {}): AuditEvent {
  return {
    atMs: Date.now(),
    actor: { kind: 'person', id: 'p1', name: 'kim@example.com' },
    action: 'saw-members',
    subject: [],
    details: { customers: 2 },
    texts: [
      { name: 'key', text: 'k01' },
      { name: 'key', text: '고객 "2"\u0000' },
    ],
    question: null,
    request: { address: '10.0.0.1', method: 'POST', route: '/api/members', status: 200, userAgent: 'test' },
    ...over,
  };
}

/** The log in a database of an environment: the same on each. */
export function describeAuditLog(env: () => Record<string, string>): void {
  let dir = '';
  let store: StoreHolder;
  let log: AuditLog;
  const nowMs = Date.now();
  const failures: unknown[] = [];

  const makeLog = (over: Partial<ConstructorParameters<typeof AuditLog>[0]> = {}) =>
    new AuditLog({
      useTables: (question) => store.useTables(question),
      secret: SECRET,
      secretsBefore: [],
      keep: readAuditKeep({}),
      now: () => nowMs,
      onFailure: (error) => failures.push(error),
      ...over,
    });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'silhouette-audit-test-'));
    store = new StoreHolder({ stateDir: dir, env: env() });
    log = makeLog();
  });
  afterAll(async () => {
    await log.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
    expect(failures).toEqual([]);
  });

  /** Verifies what a change by whoever may write everything has left, and takes it back. */
  async function verifyAfter(
    change: (db: Transaction<StoreTables>) => Promise<unknown>,
    { keys = log.keys, anchors = [] as AuditHead[] } = {},
  ): Promise<AuditVerify> {
    let answer: AuditVerify | null = null;
    await store
      .useTables((db) =>
        db.transaction().execute(async (transaction) => {
          // As the owner of the database can: the triggers are off.
          await sql`set local session_replication_role = replica`.execute(transaction);
          await change(transaction);
          answer = await verifyLog({ use: (question) => question(new AuditStore(transaction, keys)), keys, anchors });
          throw new RolledBack();
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    if (answer === null) throw new Error('Nothing was verified.');
    return answer;
  }

  const verify = (anchors: AuditHead[] = []) => log.verify(anchors);

  test('an empty log is right', async () => {
    expect(await verify()).toEqual({
      ok: true,
      checked: 0,
      first: 1,
      last: 0,
      erased: 0,
      guarded: true,
      head: null,
      problem: null,
    });
  });

  test('what is recorded is there, in order, as it was told', async () => {
    for (let place = 1; place <= 5; place += 1) await log.record(makeEvent({ subject: [`s${place}`], details: { place } }));
    const found = (await log.use((one) => one.listAfter(0, 10))).map(answerEntry);
    expect(found.map(({ sequence, subject, details }) => [sequence, subject, details])).toEqual(
      [1, 2, 3, 4, 5].map((place) => [place, [`s${place}`], { place }]),
    );
    expect(found[0]?.texts).toEqual([
      { name: 'key', text: 'k01' },
      { name: 'key', text: '고객 "2"\u0000' },
    ]);
    expect(found[1]?.previous).toBe(found[0]?.hash);
    expect(await verify()).toMatchObject({ ok: true, checked: 5, last: 5, guarded: true, head: { sequence: 5, first: 1 } });
  });

  test('the chain itself holds no key of a customer', async () => {
    const bodies = (await log.use((one) => one.listAfter(0, 10))).map(({ body }) => body).join();
    expect(bodies).not.toContain('k01');
    expect(bodies).not.toContain('고객');
  });

  describe('what was tampered with is found, and the entry is named', () => {
    test.each([
      [
        'a letter of an entry',
        'changed',
        3,
        `update audit_entries set body = replace(body, '"place":3', '"place":9') where sequence = 3`,
      ],
      ['a column that is searched', 'changed', 2, `update audit_entries set actor_name = 'lee@example.com' where sequence = 2`],
      ['the subject that is searched', 'changed', 2, `update audit_entries set subject = '{}' where sequence = 2`],
      ['the time that is searched', 'changed', 4, `update audit_entries set at = at + interval '1 hour' where sequence = 4`],
      ['an entry of the middle dropped', 'missing', 3, 'delete from audit_entries where sequence = 3'],
      ['the beginning dropped', 'beginning-cut', 1, 'delete from audit_entries where sequence <= 2'],
      ['the end dropped', 'end-cut', 5, 'delete from audit_entries where sequence = 5'],
      ['everything dropped', 'end-cut', 1, 'delete from audit_entries'],
      ['the head dropped', 'head-missing', 5, 'delete from audit_head'],
      [
        'the head set back with the end',
        'head-changed',
        4,
        `delete from audit_entries where sequence = 5; update audit_head set sequence = 4, hash = (select hash from audit_entries where sequence = 4)`,
      ],
      ['a key of a customer', 'text-changed', 1, `update audit_texts set texts[1] = '"k02"' where sequence = 1`],
      ['keys exchanged', 'text-changed', 1, 'update audit_texts set texts = array[texts[2], texts[1]] where sequence = 1'],
      ['keys dropped', 'text-changed', 1, 'delete from audit_texts where sequence = 1'],
      [
        'two entries exchanged',
        'not-following',
        2,
        `update audit_entries as one set body = other.body, hash = other.hash, seal = other.seal, subject = other.subject, at = other.at
         from audit_entries as other where one.sequence in (2, 3) and other.sequence = 5 - one.sequence`,
      ],
    ] as const)('%s: %s at %i', async (_what, kind, sequence, statements) => {
      const answer = await verifyAfter(async (db) => {
        for (const statement of statements.split(';')) await sql.raw(statement).execute(db);
      });
      expect(answer).toMatchObject({ ok: false, problem: { kind, sequence } });
    });

    test('an entry that somebody without the secret adds', async () => {
      const stranger = new AuditKeys(Buffer.from('another secret, of thirty-two letters'));
      const add = async (db: Transaction<StoreTables>) => {
        const forged = new AuditStore(asRoot(db), stranger);
        await forged.append([{ ...makeEvent(), texts: [] }]).catch(() => null);
      };
      expect(await verifyAfter(add)).toMatchObject({ ok: false, problem: { kind: 'unknown-key', sequence: 6 } });
      const pretend = async (db: Transaction<StoreTables>) => {
        await add(db);
        await sql`update audit_entries set key_name = (select key_name from audit_entries where sequence = 1)`.execute(db);
      };
      expect(await verifyAfter(pretend)).toMatchObject({ ok: false, problem: { kind: 'not-sealed', sequence: 6 } });
    });

    test('an older log, whole with its head, by a head that was kept elsewhere', async () => {
      const { head: kept } = await verify();
      if (kept === null) throw new Error('There is no head.');
      const before = await log.use((one) => one.findHead());
      await log.record(makeEvent({ details: { place: 6 } }));
      const { head } = await verify();
      if (head === null || before === null) throw new Error('There is no head.');
      const setBack = async (db: Transaction<StoreTables>) => {
        await sql`delete from audit_entries where sequence = 6`.execute(db);
        await sql`delete from audit_texts where sequence = 6`.execute(db);
        await sql`update audit_head set sequence = 5, hash = ${before.hash}, seal = ${before.seal}`.execute(db);
      };
      expect(await verifyAfter(setBack)).toMatchObject({ ok: true, last: 5 });
      expect(await verifyAfter(setBack, { anchors: [head] })).toMatchObject({ problem: { kind: 'end-cut', sequence: 6 } });
      expect(await verify([kept, head])).toMatchObject({ ok: true, last: 6 });
      expect(await verify([{ ...kept, hash: head.hash }])).toMatchObject({ problem: { kind: 'anchor-differs', sequence: 5 } });
    });

    test('with the secret of before, what it sealed is still right', async () => {
      const anew = new AuditKeys(Buffer.from('a new secret of thirty-two letters!!'));
      const nothing = async () => {};
      expect(await verifyAfter(nothing, { keys: anew })).toMatchObject({ problem: { kind: 'unknown-key', sequence: 1 } });
      const both = new AuditKeys(Buffer.from('a new secret of thirty-two letters!!'), [SECRET]);
      expect(await verifyAfter(nothing, { keys: both })).toMatchObject({ ok: true });
    });
  });

  test.each([
    `update audit_entries set actor_name = 'nobody'`,
    'delete from audit_entries',
    'truncate audit_entries',
    `update audit_texts set texts = '{}'`,
    'update audit_texts set texts = array[null, null]::text[]',
    'delete from audit_texts',
    'truncate audit_texts',
    'update audit_head set sequence = 1',
    'delete from audit_head',
    'truncate audit_head',
  ])('the database refuses: %s', async (statement) => {
    await expect(store.useTables((db) => sql.raw(statement).execute(db))).rejects.toMatchObject({ code: '42501' });
  });

  test('a trigger that is taken away is told', async () => {
    expect(await verifyAfter((db) => sql`drop trigger audit_entries_change on audit_entries`.execute(db))).toMatchObject({
      ok: true,
      guarded: false,
    });
  });

  test('a customer is erased from it, and the chain still holds', async () => {
    await log.record(
      makeEvent({
        texts: [
          { name: 'definition', text: '{"customers":["k\\"77","k78"]}' },
          { name: 'key', text: 'k"77' },
        ],
      }),
    );
    await log.record(makeEvent({ texts: [{ name: 'key', text: 'k"770' }] }));
    expect(await log.use((one) => one.erase('k"77'))).toBe(1);
    expect(await log.use((one) => one.erase('k"77'))).toBe(0);
    const found = await log.use((one) => one.listBefore(null, 2, EVERY_ENTRY));
    expect(found.map(({ texts }) => texts)).toEqual([['"k\\"770"'], [null, null]]);
    expect(await verify()).toMatchObject({ ok: true, erased: 2 });
  });

  test('a key without anything to escape goes with the sentences that say it', async () => {
    const said = (prefix: string, key: string) => [
      { name: `${prefix}definition`, text: JSON.stringify({ customers: [key] }) },
      { name: `${prefix}sentence.ko`, text: `고객 키가 ${key}인 고객` },
      { name: `${prefix}sentence.en`, text: `Customers whose customer key is “${key}”` },
    ];
    await log.record(makeEvent({ texts: [...said('1.', 'C-00017'), ...said('2.', 'C-000171')] }));
    await log.record(
      makeEvent({
        texts: [
          { name: 'search', text: 'C-00017' },
          { name: 'purpose', text: 'C-00017의 문의' },
        ],
      }),
    );
    expect(await log.use((one) => one.erase('C-00017'))).toBe(2);
    const found = await log.use((one) => one.listBefore(null, 2, EVERY_ENTRY));
    expect(found.map(({ texts }) => texts.map((text) => text?.includes('C-000171') ?? null))).toEqual([
      [null, null],
      [null, null, null, true, true, true],
    ]);
    expect(await verify()).toMatchObject({ ok: true, erased: 7 });
  });

  test('several writers at once: no gap, no fork', async () => {
    const other = new StoreHolder({ stateDir: dir, env: env() });
    // The embedded database is one process's: there two logs write through one store.
    const isShared = env().DATABASE_URL !== undefined;
    const logs = [makeLog(), makeLog(isShared ? { useTables: (question) => other.useTables(question) } : {})];
    const { last } = await verify();
    await Promise.all(
      Array.from({ length: 120 }, (_, place) => logs[place % 2]?.record(makeEvent({ details: { place }, texts: [] }))),
    );
    expect(await verify()).toMatchObject({ ok: true, last: last + 120 });
    const found = await log.use((one) => one.listAfter(last, 200));
    expect(new Set(found.map(({ body }) => JSON.parse(body).details.place)).size).toBe(120);
    await other.close();
  });

  test('what cannot be written is refused where it must be, and kept where it can wait', async () => {
    let isDown = true;
    const own: unknown[] = [];
    const shaky = makeLog({
      useTables: (question) => (isDown ? Promise.reject(new Error('away')) : store.useTables(question)),
      onFailure: (error) => own.push(error),
    });
    const { last } = await verify();
    shaky.gather(makeEvent({ action: 'asked', details: { waited: true }, texts: [] }));
    await expect(shaky.record(makeEvent())).rejects.toMatchObject({ code: 'audit-unwritable', status: 503 });
    expect(own.length).toBeGreaterThan(0);
    isDown = false;
    await shaky.close();
    expect(await verify()).toMatchObject({ ok: true, last: last + 1 });
    const [newest] = await log.use((one) => one.listBefore(null, 1, EVERY_ENTRY));
    expect(JSON.parse(newest?.body ?? '').details).toEqual({ waited: true });
  });

  test('so much that waits stops the answers', async () => {
    const down = makeLog({ useTables: () => Promise.reject(new Error('away')), onFailure: () => {} });
    down.checkWritable();
    for (let place = 0; place < 10_000; place += 1) down.gather(makeEvent({ action: 'asked' }));
    expect(() => down.checkWritable()).toThrow('none are answered');
  });

  test('what is gathered is written within a moment', async () => {
    const { last } = await verify();
    log.gather(makeEvent({ action: 'asked', details: { gathered: true }, texts: [] }));
    await expect.poll(async () => (await log.use((one) => one.findHead()))?.sequence, { interval: 20 }).toBe(last + 1);
  });

  test('found by time, actor, action, subject, key and text', async () => {
    const list = async (filter: Partial<typeof EVERY_ENTRY>) =>
      (await log.use((one) => one.listBefore(null, 1000, { ...EVERY_ENTRY, ...filter }))).map(({ sequence }) => sequence);
    await log.record(
      makeEvent({
        actor: { kind: 'key', id: 'key7', name: 'Nightly' },
        action: 'export-requested',
        subject: ['ex1', "o'b"],
        details: { note: 'a "quoted" Wort' },
        texts: [{ name: 'key', text: '열쇠' }],
      }),
    );
    const { last } = await verify();
    for (const filter of [
      { actor: 'key7' },
      { actor: 'Nightly' },
      { actions: ['export-requested', 'key-made'] },
      { subject: 'ex1' },
      { subject: "o'b" },
      { subject: '열쇠' },
      { text: 'a "QUOTED" wort' },
      { text: '열쇠' },
      { actor: 'key7', text: 'quoted', actions: ['export-requested'] },
    ] as const)
      expect(await list(filter), JSON.stringify(filter)).toEqual([last]);
    expect(await list({ actor: 'key' })).toEqual([]);
    expect(await list({ text: '%' })).toEqual([]);
    expect(await list({ subject: 'ex' })).toEqual([]);
    expect(await list({ toMs: Date.now() - 86_400_000 })).toEqual([]);
    expect((await list({ fromMs: Date.now() - 86_400_000 })).length).toBe(last);
  });

  test('entries go by age alone, and the rest is checked from an entry that says so', async () => {
    const isolated = mkdtempSync(join(tmpdir(), 'silhouette-audit-old-'));
    const own = new StoreHolder({ stateDir: isolated, env: {} });
    const old = makeLog({ useTables: (question) => own.useTables(question), now: () => Date.now() });
    for (const atMs of [OLD_MS, OLD_MS + 1, Date.now() - 86_400_000 * 400, OLD_MS + 2]) await old.record(makeEvent({ atMs }));
    expect(await old.trim()).toBe(2);
    expect(await old.trim()).toBe(0);
    const found = await old.use((one) => one.listAfter(0, 10));
    expect(found.map(({ sequence, action }) => [sequence, action])).toEqual([
      [3, 'saw-members'],
      [4, 'saw-members'],
      [5, 'audit-trimmed'],
    ]);
    expect(answerEntry(found[2] ?? raise()).details).toMatchObject({ from: 1, through: 2, count: 2, keep: '2y' });
    expect(await old.verify([])).toMatchObject({ ok: true, first: 3, last: 5, checked: 3 });
    // The setting by which the server removes old entries removes no younger ones.
    const steal = (db: Kysely<StoreTables>) =>
      db.transaction().execute(async (transaction) => {
        await sql`select set_config('silhouette.audit_trim', 'yes', true)`.execute(transaction);
        await sql`delete from audit_entries where sequence = 3`.execute(transaction);
      });
    await expect(own.useTables(steal)).rejects.toMatchObject({ code: '42501' });
    await own.close();
    rmSync(isolated, { recursive: true, force: true });
  });
}

/** A transaction that takes a transaction inside for itself: the forger's own connection. */
function asRoot(db: Transaction<StoreTables>): Kysely<StoreTables> {
  const root: Kysely<StoreTables> = Object.create(db);
  Object.defineProperty(root, 'transaction', {
    value: () => ({ execute: (steps: (inner: Transaction<StoreTables>) => Promise<unknown>) => steps(db) }),
  });
  return root;
}

function raise(): never {
  throw new Error('There is no such entry.');
}
