import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChdbSession } from '@silhouette/lake';
import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { EMPTY_DATABASE } from '../../src/store/empty-database.ts';
import { listMigrations, migrateStore } from '../../src/store/migrations.ts';
import { connectStore, openStore } from '../../src/store/open-store.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'silhouette-store-test-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

const options = { stateDir, env: {}, signal: new AbortController().signal, onLock: () => {} };

test('the embedded database flushes what it commits, gives one transaction at a time, and keeps it', async () => {
  const { db, close } = await openStore(options);
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method') order by name
  `.execute(db);
  expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    'fsync=on',
    'full_page_writes=on',
    'synchronous_commit=on',
    'wal_sync_method=fsync',
  ]);
  await sql`create table counter (n integer not null)`.execute(db);
  await sql`insert into counter values (0)`.execute(db);
  const add = () =>
    db.transaction().execute(async (transaction) => {
      const before = (await sql<{ n: number }>`select n from counter`.execute(transaction)).rows[0]?.n ?? -1;
      await sql`update counter set n = ${before + 1}`.execute(transaction);
    });
  await Promise.all(Array.from({ length: 20 }, add));
  const failing = db.transaction().execute(async (transaction) => {
    await sql`update counter set n = -1`.execute(transaction);
    await sql`select nothing from nowhere`.execute(transaction);
  });
  await expect(failing).rejects.toMatchObject({ code: '42P01' });
  await close();
  const again = await openStore(options);
  expect((await sql`select n from counter`.execute(again.db)).rows).toEqual([{ n: 20 }]);
  await again.close();
});

test('the tables that the build packed are those that the changes make, one by one', async () => {
  expect(existsSync(EMPTY_DATABASE)).toBe(true);
  const [packed, made] = await Promise.all(
    [false, true].map(async (withoutTables) => {
      const own = join(stateDir, `tables-${withoutTables}`);
      const before = await connectStore({ ...options, stateDir: own, withoutTables });
      const changes = await listMigrations(before.db);
      await migrateStore(before.db);
      const tables = [];
      for (const part of [
        sql`select table_name, column_name, data_type, is_nullable, column_default, is_identity from information_schema.columns
          where table_schema = 'public' order by table_name, ordinal_position`,
        sql`select tablename, indexdef from pg_indexes where schemaname = 'public' order by indexdef`,
        sql`select conrelid::regclass::text as table_name, conname, pg_get_constraintdef(oid) as text from pg_constraint
          where connamespace = 'public'::regnamespace order by 1, 2`,
        sql`select tgname, pg_get_triggerdef(oid) as text from pg_trigger where not tgisinternal order by 1, 2`,
        sql`select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
      ])
        tables.push((await part.execute(before.db)).rows);
      await before.close();
      return { changes, tables };
    }),
  );
  expect([packed?.changes.length, made?.changes.length]).toEqual([9, 0]);
  expect(packed?.tables.every((rows) => rows.length > 0)).toBe(true);
  expect(packed?.tables).toEqual(made?.tables);
});

test('it is open once: the second is told by which process, and the lock ends with the first', async () => {
  const notes: { tell(note: string): void }[] = [];
  const first = await openStore({ ...options, onLock: (lock) => notes.push(lock) });
  notes[0]?.tell('http://127.0.0.1:4000');
  await expect(openStore(options)).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringMatching(new RegExp(`^Process ${process.pid} on .*http://127\\.0\\.0\\.1:4000`)),
  });
  await first.close();
  await (await openStore(options)).close();
});

test('tables of a newer version are refused, and stay', async () => {
  const { db, close } = await openStore(options);
  await sql`insert into silhouette_migrations (name, timestamp) values ('9999-later', '2999-01-01')`.execute(db);
  await close();
  await expect(openStore(options)).rejects.toMatchObject({ code: 'store-newer', status: 409 });
  await expect(openStore(options)).rejects.toMatchObject({ code: 'store-newer' });
});

test('an opening that nobody waits for any more ends, and leaves nothing half-made', async () => {
  const dir = join(stateDir, 'other');
  const stop = new AbortController();
  // Without the tables that the build packed it takes seconds: nobody comes too late.
  const opening = openStore({ ...options, stateDir: dir, signal: stop.signal, withoutTables: true });
  // While it is made aside.
  await vi.waitUntil(() => existsSync(join(dir, 'db.new')), { interval: 1, timeout: 30_000 });
  stop.abort();
  await expect(opening).rejects.toThrow();
  expect(existsSync(join(dir, 'db'))).toBe(false);
});

test.each(['mysql://x', 'postgres', '//x'])('DATABASE_URL=%s is refused without showing it', async (url) => {
  await expect(openStore({ ...options, env: { DATABASE_URL: `${url}?secret` } })).rejects.toMatchObject({
    code: 'invalid-option',
    message: expect.not.stringContaining('secret'),
  });
});

test('ClickHouse in the same process goes on answering when a database was made, and when it is closed', async () => {
  const session = await ChdbSession.open();
  const ask = () => session.query('SELECT {word:String} AS word', { word: 'still here' });
  expect(await ask()).toEqual([{ word: 'still here' }]);
  const folder = mkdtempSync(join(tmpdir(), 'silhouette-store-test-'));
  try {
    // A thread that makes the folder ends before the one that keeps it begins.
    const { close } = await openStore({ ...options, stateDir: folder });
    expect(await Promise.all([ask(), ask(), ask()])).toHaveLength(3);
    await close();
    expect(await Promise.all([ask(), ask(), ask()])).toHaveLength(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await session.close();
  }
});
