import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { auditListSchema, auditVerifySchema, erasureListSchema, exportJobSchema } from '@silhouette/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { searchBytes } from '../../lake/test/erasure/search-bytes.ts';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { killServers, serveCli } from './serve-cli.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const COMMAND = resolve(import.meta.dirname, '../bin/silhouette.js');
const KEY = 'Zoé "7" Q-99187';
const QUOTED = KEY.replaceAll('"', '""');
const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [data/people.csv], encoding: cp949 }
  orders: { files: [data/orders.csv.gz] }
views:
  bought: SELECT o.owner AS who, o.at AS at, p.city AS city FROM orders AS o LEFT JOIN people AS p ON p.id = o.owner
customers: { from: people, key: id, columns: all }
events: { purchase: { from: bought, customer: who, time: at } }
computed: { standard: true }
`;
/** Two cities in cp949. */
const people = Buffer.concat([
  Buffer.from('id,city\na,'),
  Buffer.from('bcadbfef', 'hex'),
  Buffer.from('\nb,'),
  Buffer.from('bacebbea', 'hex'),
  Buffer.from('\n'),
]);
const orders = `owner,at\na,2025-01-01\n"${QUOTED}",2025-01-02\n"${QUOTED}",2025-02-02\nb,2025-01-03\n`;
const dir = makeFolder({
  'silhouette.yaml': CATALOG,
  'data/people.csv': people,
  'data/orders.csv.gz': gzipSync(orders),
});
const running = new Set<ChildProcess>();
const cli = (...args: string[]) => runHere([...args, '--workspace', dir]);
const search = () => searchBytes(dir, KEY, (path) => path.startsWith('data/'));

beforeAll(async () => {
  expect((await cli('load')).code).toBe(0);
});
afterAll(() => {
  killServers();
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

async function serve<T>(step: (ask: (path: string, body?: object) => Promise<unknown>) => Promise<T>): Promise<T> {
  const { url, end } = await serveCli(dir);
  try {
    return await step(async (path, body) => {
      const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${url}/api/${path}`, body === undefined ? {} : post);
      expect(response.ok, `${path}: ${response.status}`).toBe(true);
      return response.json();
    });
  } finally {
    await end('SIGTERM');
  }
}

/** Everything that a person may do which leaves a key behind. */
async function leaveTraces(): Promise<void> {
  await serve(async (ask) => {
    const named = { customers: ['a', KEY] };
    await ask('audiences', { id: 'both', name: 'Both', definition: { any: [named, { customers: [KEY] }] } });
    await ask('explore', { audience: named, panels: [] });
    await ask('members', { audience: { all: [] } });
    await ask('why', { audience: named, customer: KEY });
    await ask(`audit?subject=${encodeURIComponent(KEY)}`);
    for (const [audience, format] of [
      [{ all: [] }, 'csv'],
      [{ all: [] }, 'parquet'],
      [{ customers: ['b'] }, 'csv'],
      [{ customers: ['b', KEY] }, 'parquet'],
    ]) {
      const { id } = exportJobSchema.parse(await ask('exports', { audience, format }));
      for (;;) {
        const { state } = exportJobSchema.parse(await ask(`exports/${id}`).then((job) => ({ ...(job as object) })));
        if (state === 'done') break;
        expect(state).toMatch(/queued|running/);
        await sleep(50);
      }
    }
  });
}

test('what is held of a customer is given out as one file, and that is recorded', async () => {
  await leaveTraces();
  const out = join(dir, '..', `held-${process.pid}.json`);
  expect((await cli('privacy', 'access', KEY, '--out', out)).stderr).toContain('Everything');
  const held = JSON.parse(readFileSync(out, 'utf8'));
  rmSync(out);
  const ownRows = [{ owner: KEY }, { owner: KEY }];
  expect(held).toMatchObject({
    key: KEY,
    snapshots: [
      {
        customer: [{ _key: KEY }],
        events: { purchase: [{ _customer: KEY }, { _customer: KEY }] },
        sources: [
          { source: 'people', rows: [] },
          { source: 'orders', rows: ownRows },
        ],
      },
    ],
    audiences: [{ id: 'both', version: 1 }],
    exports: [{ state: 'done' }],
  });
  const actions = held.audit.map(({ action }: { readonly action: string }) => action);
  expect(actions).toEqual(expect.arrayContaining(['saw-members', 'saw-why', 'privacy-access']));
});

test('without --yes nothing is changed', async () => {
  const before = await search();
  const { code, stderr } = await cli('privacy', 'erase', KEY);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')]);
  expect((await cli('privacy', 'erase', KEY, '--yes', '--reason', `because ${KEY} asked`)).stderr).toContain('must not name');
  expect(await search()).toEqual(before);
});

test('an erased customer is in no byte of the workspace but the owner’s files, and the log says so without whom', async () => {
  const before = (await search()).map((line) => line.split('/')[0]);
  expect([...new Set(before)].sort()).toEqual(['index', 'lake', 'state']);
  const { code, stdout, stderr } = await cli('privacy', 'erase', KEY, '--yes', '--reason', 'asked by letter', '--json');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  const [erasure] = erasureListSchema.parse(JSON.parse(stdout)).erasures;
  expect(erasure).toMatchObject({
    state: 'done',
    customers: 1,
    result: { rowsErased: 2, exportsRemoved: 3, audienceVersionsChanged: 1, ownFiles: ['data/orders.csv.gz'], remaining: [] },
  });
  expect(await search()).toEqual([]);
  const [entry] = auditListSchema.parse(
    JSON.parse((await cli('audit', 'list', '--action', 'privacy-erasure', '--json')).stdout),
  ).entries;
  expect(entry).toMatchObject({
    subject: [erasure?.id],
    details: { step: 'done', customers: 1, reason: 'asked by letter' },
    texts: [],
  });
  expect(auditVerifySchema.parse(JSON.parse((await cli('audit', 'verify', '--json')).stdout))).toMatchObject({ ok: true });
  expect(readdirSync(join(dir, 'state/exports')).filter((name) => name.endsWith('.csv')).length).toBe(1);
  const shown = JSON.parse((await cli('audiences', 'show', 'both', '--json')).stdout);
  expect(JSON.stringify(shown)).toContain('{"any":[{"customers":["a"]},{"any":[]}]}');
  expect(JSON.stringify(shown)).toContain('Customers were erased from this version.');
  // The owner's file comes again with more rows: nobody comes back, and nothing is written that holds them.
  writeFileSync(join(dir, 'data/orders.csv.gz'), gzipSync(`${orders}"${QUOTED}",2025-03-03\nc,2025-03-03\n`));
  expect((await cli('load')).stdout).toContain('3 left out: their customers were erased');
  expect(await search()).toEqual([]);
  expect((await cli('doctor')).stdout).toContain('1 erased customer is kept out of loads');
});

const records = (): { readonly state: string }[] =>
  existsSync(join(dir, 'state/erasures'))
    ? readdirSync(join(dir, 'state/erasures'))
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(dir, 'state/erasures', name), 'utf8')))
    : [];
const open = () => records().filter(({ state }) => state !== 'done');

test('an erasure that is killed anywhere is gone on with, and never said to be done before it is', async () => {
  let killed = 0;
  for (const waitMs of [0, 200, 700, 2000]) {
    const key = `Killed-55501-${waitMs}`;
    writeFileSync(join(dir, 'data/orders.csv.gz'), gzipSync(`owner,at\na,2025-01-01\n${key},2025-03-03\n`));
    expect((await cli('load')).code).toBe(0);
    const child = spawn(process.execPath, [COMMAND, 'privacy', 'erase', key, '--yes', '--workspace', dir], { stdio: 'ignore' });
    running.add(child);
    const ended = once(child, 'exit');
    while (open().length === 0 && child.exitCode === null) await sleep(10);
    await Promise.race([ended, sleep(waitMs)]);
    child.kill('SIGKILL');
    await ended;
    running.delete(child);
    killed += open().length;
    expect((await cli('privacy', 'erase')).code).toBe(0);
    expect(open()).toEqual([]);
    expect(await searchBytes(dir, key, (path) => path.startsWith('data/')), `${waitMs} ms`).toEqual([]);
  }
  expect(killed).toBeGreaterThanOrEqual(2);
});
