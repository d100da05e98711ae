import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessLock } from '@silhouette/lake';
import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { examineStore } from '../../src/store/examine-store.ts';
import { connectStore, openStore } from '../../src/store/open-store.ts';

vi.setConfig({ testTimeout: 300_000 });

const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});
function makeState() {
  const stateDir = mkdtempSync(join(tmpdir(), 'silhouette-examine-test-'));
  folders.push(stateDir);
  return { stateDir, env: {} };
}
const quiet = { signal: new AbortController().signal, onLock: () => {} };

test('where nothing was kept nothing is made', async () => {
  const at = makeState();
  expect(await examineStore(at)).toEqual({ kind: 'none' });
  expect(existsSync(join(at.stateDir, 'db'))).toBe(false);
});

test('a store that nobody has open is opened, told and left as it is', async () => {
  const at = makeState();
  await (await connectStore({ ...at, ...quiet, withoutTables: true })).close();
  const before = await examineStore(at);
  expect(before).toMatchObject({
    kind: 'looked',
    where: join(at.stateDir, 'db'),
    report: { kind: 'embedded', migrations: { done: 0, waiting: 9 }, audiences: 0 },
  });
  // Looking at it has migrated nothing.
  expect(await examineStore(at)).toEqual(before);
  const { db, close } = await openStore({ ...at, ...quiet });
  await sql`insert into audiences values ('a', 1, now(), 'me', null, null), ('b', 1, now(), 'me', now(), 'me')`.execute(db);
  await close();
  expect(await examineStore(at)).toMatchObject({
    kind: 'looked',
    report: { migrations: { done: 9, waiting: 0 }, audiences: 1, exports: { queued: 0, running: 0, failed: 0 } },
  });
  const again = await openStore({ ...at, ...quiet });
  await sql`insert into silhouette_migrations (name, timestamp) values ('9999-later', '2999-01-01')`.execute(again.db);
  await again.close();
  expect(await examineStore(at)).toMatchObject({ kind: 'broken', failure: { code: 'store-newer' } });
});

test('one that a process has open is not opened: that process is asked', async () => {
  const at = makeState();
  let lock: ProcessLock | null = null;
  const { close } = await openStore({
    ...at,
    ...quiet,
    onLock: (one) => {
      lock = one;
    },
  });
  const tell = (note: string) => lock?.tell(note);
  const held = { kind: 'held', pid: process.pid, where: join(at.stateDir, 'db') };
  expect(await examineStore(at)).toMatchObject({ ...held, address: '', report: null });
  const report = {
    kind: 'embedded',
    version: '17',
    sizeBytes: 5,
    migrations: { done: 9, waiting: 0 },
    audiences: 2,
    exports: { queued: 1, running: 0, failed: 4 },
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify(report));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  tell(url);
  expect(await examineStore(at)).toMatchObject({ ...held, address: url, report, failure: null });
  expect(asked).toEqual(['/api/store']);
  await new Promise((done) => server.close(done));
  expect(await examineStore(at)).toMatchObject({ ...held, report: null, failure: { code: 'store-unreachable' } });
  await close();
});

test('what cannot be opened is told, without a password', async () => {
  const at = makeState();
  const nobody = await examineStore({ ...at, env: { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/shop' } });
  expect(nobody).toMatchObject({ kind: 'broken', where: 'PostgreSQL at 127.0.0.1:1, database shop' });
  expect(JSON.stringify(nobody)).not.toContain('secret');
  expect(await examineStore({ ...at, env: { DATABASE_URL: 'mysql://x' } })).toMatchObject({
    kind: 'broken',
    failure: { code: 'invalid-option' },
  });
  await (await openStore({ ...at, ...quiet })).close();
  writeFileSync(join(at.stateDir, 'db', 'PG_VERSION'), 'not a version\n');
  expect(await examineStore(at)).toMatchObject({ kind: 'broken', failure: { code: 'store-unreachable' } });
});
