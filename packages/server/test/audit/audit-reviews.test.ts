import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TimeZone } from '@silhouette/model';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { AuditLog } from '../../src/audit/audit-log.ts';
import { AuditReviews } from '../../src/audit/audit-reviews.ts';
import { EVERY_ENTRY } from '../../src/audit/audit-store.ts';
import { HeadKeeper } from '../../src/audit/head-keeper.ts';
import { readAuditKeep } from '../../src/audit/read-audit-keep.ts';
import { answerEntry } from '../../src/audit/read-body.ts';
import { StoreHolder } from '../../src/store/store-holder.ts';

const SEOUL = TimeZone.of('Asia/Seoul');
let dir = '';
let store: StoreHolder;
let log: AuditLog;
let nowMs = 0;
const failures: unknown[] = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'silhouette-reviews-test-'));
  store = new StoreHolder({ stateDir: dir, env: {} });
  log = makeLog();
});
afterAll(async () => {
  await log.close();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
  expect(failures).toEqual([]);
});

function makeLog(): AuditLog {
  return new AuditLog({
    useTables: (question) => store.useTables(question),
    secret: Buffer.from('a secret of forty characters, for a test'),
    secretsBefore: [],
    keep: readAuditKeep({}),
    heads: new HeadKeeper(dir),
    now: () => nowMs,
    onFailure: (error) => failures.push(error),
  });
}

function makeReviews(): AuditReviews {
  const findTimeZone = () => Promise.resolve(SEOUL);
  return new AuditReviews({ log, findTimeZone, now: () => nowMs, onFailure: (error) => failures.push(error) });
}

function sawMembers(at: string, customers: number): Promise<void> {
  const event: AuditEvent = {
    atMs: Date.parse(at),
    actor: { kind: 'person', id: 'p1', name: 'kim@example.com' },
    action: 'saw-members',
    subject: [],
    details: { customers },
    texts: [],
    question: null,
    request: { address: '10.0.0.1', method: 'POST', route: '/api/members', status: 200, userAgent: 'test' },
  };
  return log.record(event);
}

const listWritten = async () =>
  (await log.use((one) => one.listAfter(0, 100, { ...EVERY_ENTRY, actions: ['audit-review-written'] }))).map(answerEntry);

test('months that ended while no server ran are written at its start, each once, the one that goes on not', async () => {
  await sawMembers('2026-01-31T14:59:59Z', 3);
  // The first of February in Seoul.
  await sawMembers('2026-01-31T15:00:00Z', 250);
  nowMs = Date.parse('2026-04-03T00:00:00Z');
  await sawMembers('2026-04-02T00:00:00Z', 1);
  const reviews = makeReviews();
  reviews.start();
  await vi.waitFor(async () => expect(await listWritten()).toHaveLength(2), { timeout: 30_000, interval: 100 });
  await reviews.close();
  const written = await listWritten();
  expect(written.map(({ subject, actor }) => [subject, actor.kind])).toEqual([
    [['2026-01'], 'system'],
    [['2026-02'], 'system'],
  ]);
  expect(written[1]?.details).toMatchObject({
    entries: 1,
    findingsInAll: 1,
    findings: [{ rule: 'many-customers', number: 250, actor: { id: 'p1' } }],
  });
  expect(await makeReviews().writeMissing()).toEqual([]);
});

test('a month is written once it is over in the zone of the catalog', async () => {
  nowMs = Date.parse('2026-04-30T14:59:59Z');
  expect(await makeReviews().writeMissing()).toEqual([]);
  nowMs = Date.parse('2026-04-30T15:00:00Z');
  expect(await makeReviews().writeMissing()).toEqual(['2026-04']);
  const [, , april] = await listWritten();
  expect(await makeReviews().get('2026-04')).toMatchObject({ written: { at: april?.at, sequence: april?.sequence } });
  expect((await makeReviews().get('2026-05')).written).toBeNull();
});

test('a log that was emptied whole does not verify', async () => {
  expect(await log.verify([])).toMatchObject({ ok: true });
  // What the end of a server does: the last head is kept.
  await log.close();
  await store.useTables((db) =>
    db.transaction().execute(async (transaction) => {
      await sql`set local session_replication_role = replica`.execute(transaction);
      for (const table of ['audit_texts', 'audit_entries', 'audit_head'] as const)
        await sql`delete from ${sql.table(table)}`.execute(transaction);
    }),
  );
  log = makeLog();
  expect(await log.verify([])).toMatchObject({ ok: false, problem: { kind: 'end-cut' } });
  await sawMembers('2026-05-01T00:00:00Z', 1);
  await log.close();
  log = makeLog();
  expect(await log.verify([])).toMatchObject({ ok: false, problem: { kind: 'end-cut' } });
});
