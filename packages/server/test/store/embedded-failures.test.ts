import { spawnSync } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { ask, makeShop, serveShop } from '../audiences/shop.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Threads of databases in the order of their starts; the index has threads, too. Told of within the call that starts one. */
const threads: Worker[] = [];
const note = (message: unknown) => {
  if (/embedded-database/.test(new Error().stack ?? '')) threads.push(Object(message).worker);
};
subscribe('worker_threads', note);
afterAll(() => {
  unsubscribe('worker_threads', note);
});

test('a thread that dies takes its transaction with it, all of it; who asks next has a new one', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'silhouette-lost-test-'));
  const { db, close } = await openStore({ stateDir, env: {}, signal: new AbortController().signal, onLock: () => {} });
  const thread = threads.at(-1);
  const rows = async () => (await sql<{ n: number }>`select n from counter order by n`.execute(db)).rows.map(({ n }) => n);
  await sql`create table counter (n integer not null)`.execute(db);
  await sql`insert into counter values (1)`.execute(db);
  const cut = db.transaction().execute(async (transaction) => {
    await sql`insert into counter values (2)`.execute(transaction);
    await thread?.terminate();
    // In a new thread this would be kept without the one before it.
    await sql`insert into counter values (3)`.execute(transaction);
  });
  await expect(cut).rejects.toMatchObject({ name: 'EmbeddedLostError', wasOpen: true });
  expect(await rows()).toEqual([1]);
  const running = sql`select pg_sleep(120)`.execute(db);
  const queued = rows();
  await sleep(200);
  await threads.at(-1)?.terminate();
  await expect(running).rejects.toMatchObject({ name: 'EmbeddedLostError' });
  // Whoever waited for a turn knows nothing of it, nor does who comes when nobody was at it.
  expect(await queued).toEqual([1]);
  await threads.at(-1)?.terminate();
  expect(await rows()).toEqual([1]);
  await threads.at(-1)?.terminate();
  await close();
  rmSync(stateDir, { recursive: true, force: true });
});

const save = (url: string, id: string, description = '') =>
  ask(url, 'POST', '/api/audiences', { id, name: id, description, definition: { attribute: 'age', gte: 30 } });
const idsOf = async (url: string) => {
  const { status, body } = await ask(url, 'GET', '/api/audiences?limit=1000');
  expect([status, body.detail]).toEqual([200, undefined]);
  return body.audiences.map(({ id }: { id: string }) => id).sort();
};

test('a server whose database dies while it saves loses nothing that it acknowledged, and says what to do', async () => {
  const shop = await makeShop();
  const { server, url } = await serveShop(shop.dir);
  await idsOf(url);
  const kept: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const saving = save(url, `turn-${turn}`);
    await sleep(turn * 8);
    await threads.at(-1)?.terminate();
    const { status, body } = await saving;
    if (status === 201) kept.push(body.id);
    else if (body.code === 'audit-unwritable') {
      // It died between the save and its record: what was done is not acknowledged.
      expect([status, body.detail]).toEqual([503, expect.stringContaining('it may have been done')]);
    } else {
      expect([status, body.code]).toEqual([503, 'store-unreachable']);
      // It was at it, or still being opened again after the last time.
      expect(body.detail).toMatch(
        /it is opened again when it is asked next|cannot be opened \(its thread was ended\)\. Try again/,
      );
    }
  }
  const ids = await idsOf(url);
  expect(ids).toEqual(expect.arrayContaining(kept));
  expect((await save(url, 'after')).status).toBe(201);
  await server.close();
  shop.remove();
});

test('a damaged folder is named with what to do, and opened once it is whole again', async () => {
  const shop = await makeShop();
  const first = await serveShop(shop.dir);
  expect((await save(first.url, 'kept')).status).toBe(201);
  await first.server.close();
  const dir = join(shop.dir, 'state', 'db');
  const control = join(dir, 'global', 'pg_control');
  copyFileSync(control, `${control}.copy`);
  truncateSync(control, 100);
  const { server, url } = await serveShop(shop.dir);
  for (let tries = 0; tries < 2; tries += 1) {
    const { status, body } = await ask(url, 'GET', '/api/audiences');
    expect([status, body.code]).toEqual([503, 'store-unreachable']);
    expect(body.detail).toContain(`"${dir}" cannot be opened`);
    expect((await ask(url, 'POST', '/api/explore', { audience: { all: [] }, panels: [] })).body.count).toBe(25);
  }
  renameSync(`${control}.copy`, control);
  expect(await idsOf(url)).toEqual(['kept']);
  await server.close();
  shop.remove();
});

const mounted = mkdtempSync(join(tmpdir(), 'silhouette-small-disk-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', mounted]).status === 0;

// A disk that can be filled: on Linux as root.
test.skipIf(!canMount)('a full disk refuses what is new, keeps what was acknowledged, and needs no restart', async () => {
  const shop = await makeShop();
  mkdirSync(join(mounted, 'state'));
  symlinkSync(join(mounted, 'state'), join(shop.dir, 'state'));
  const { server, url } = await serveShop(shop.dir);
  expect((await save(url, 'first')).status).toBe(201);
  const { bavail, bsize } = statfsSync(mounted);
  const filler = join(mounted, 'filler');
  writeFileSync(filler, Buffer.alloc(bavail * bsize - 300_000));
  const kept = ['first'];
  let refused = 0;
  // Texts that do not compress: the database must ask the disk for room.
  const noise = () =>
    Array.from({ length: 900 }, () => String.fromCodePoint(0xac00 + Math.floor(Math.random() * 11_000))).join('');
  for (let turn = 0; turn < 400 && refused < 3; turn += 1) {
    const { status, body } = await save(url, `more-${turn}`, noise());
    if (status === 201) kept.push(body.id);
    else {
      refused += 1;
      // Or the audience was saved, and there was no room to record it: it is not acknowledged.
      expect([
        [507, 'disk-full'],
        [503, 'audit-unwritable'],
      ]).toContainEqual([status, body.code]);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    }
  }
  expect(refused).toBe(3);
  rmSync(filler);
  expect((await save(url, 'roomy')).status).toBe(201);
  expect(await idsOf(url)).toEqual(expect.arrayContaining([...kept, 'roomy']));
  await server.close();
  const again = await serveShop(shop.dir);
  expect(await idsOf(again.url)).toEqual(expect.arrayContaining([...kept, 'roomy']));
  await again.server.close();
  shop.remove();
});
afterAll(() => {
  if (canMount) spawnSync('umount', [mounted]);
  rmSync(mounted, { recursive: true, force: true });
});
