import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { eraseFromWritten } from '../../src/privacy/erase-written.ts';
import { findInStore } from '../../src/privacy/find-in-store.ts';
import { findWritten } from '../../src/privacy/find-written.ts';
import { openStore } from '../../src/store/open-store.ts';

vi.setConfig({ testTimeout: 300_000 });

const stateDir = mkdtempSync(join(tmpdir(), 'silhouette-find-in-store-test-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

test('names of API keys lose an erased customer; ids made from a name are told as what remains', async () => {
  const store = await openStore({ stateDir, env: {}, signal: new AbortController().signal, onLock: () => {} });
  try {
    const { db } = store;
    await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
      values ('p', 'P', 'p@example.com', false, now(), now(), 'viewer')`.execute(db);
    await sql`insert into api_keys (id, user_id, name, start, hash, scopes, created_at, expires_at)
      values ('a', 'p', 'calls of C-00017', 'slh_', 'x', '{}', now(), now())`.execute(db);
    expect(await findWritten(db, 'C-00017')).toEqual([{ place: 'api_keys.name', text: 'calls of C-00017' }]);
    expect(await eraseFromWritten(db, ['C-00017'])).toBe(1);
    const { rows } = await sql<{ name: string }>`select name from api_keys`.execute(db);
    expect(rows).toEqual([{ name: 'calls of [erased]' }]);
    expect(await findInStore(db, ['C-00017'])).toEqual([]);
    await sql`insert into audiences (id, version, created_at, created_by)
      values ('friends-of-c-00017', 1, now(), 'p')`.execute(db);
    expect(await findInStore(db, ['C-00017'])).toEqual([{ table: 'audiences', column: 'id', rows: 1 }]);
  } finally {
    await store.close();
  }
});
