import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { audienceListSchema, audienceVersionsSchema, savedAudienceSchema } from '@silhouette/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder, runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 600_000 });

const COMMAND = resolve(import.meta.dirname, '../bin/silhouette.js');
const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  attributes:
    age: { column: age, type: number }
`;
const dir = makeFolder({ 'silhouette.yaml': CATALOG, 'people.csv': 'id,age\na,31\nb,25\n' });
const running = new Set<ChildProcess>();

beforeAll(async () => {
  expect((await runCli(['load', '--workspace', dir])).code).toBe(0);
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--json', '--workspace', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  return child;
}
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The server has no output.');
  const [chunk] = await once(child.stdout, 'data');
  return `${JSON.parse(String(chunk)).url}/api/audiences`;
}
async function kill(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  running.delete(child);
}
async function put(url: string, age: number, version: number) {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ definition: { attribute: 'age', gte: age } }),
  });
  expect(response.status).toBe(200);
  return savedAudienceSchema.parse(await response.json());
}

test('a server killed while it makes its database makes it anew', async () => {
  const [made, making] = [join(dir, 'state', 'db'), join(dir, 'state', 'db.new', 'PG_VERSION')];
  for (;;) {
    const child = start();
    while (!existsSync(making) && !existsSync(made)) await sleep(1);
    await kill(child, 'SIGKILL');
    if (!existsSync(made)) break;
    // The machine was quicker than who looked: once more.
    rmSync(join(dir, 'state'), { recursive: true });
  }
  expect(existsSync(making)).toBe(true);
  const next = start();
  expect(await (await fetch(await addressOf(next))).json()).toEqual({
    audiences: [],
    total: 0,
    tags: [],
    owners: [],
    cursor: null,
  });
  await kill(next, 'SIGTERM');
  expect(readdirSync(join(dir, 'state')).sort()).toEqual(expect.arrayContaining(['db', 'db.lock', 'secret']));
  expect(existsSync(join(dir, 'state', 'db.new'))).toBe(false);
});

test('a server killed in the middle of saves has every version that it acknowledged', async () => {
  let child = start();
  let url = await addressOf(child);
  const made = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'kept', name: 'Kept', definition: { attribute: 'age', gte: 0 } }),
  });
  expect(made.status).toBe(201);
  /** What was acknowledged: the least age of each version, by its number less one. */
  const acknowledged = [0];
  let inFlight = 0;
  for (let round = 0; round < 5; round += 1) {
    const before = acknowledged.length;
    const saving = (async () => {
      for (;;) {
        inFlight += 1;
        const saved = await put(`${url}/kept`, inFlight, acknowledged.length);
        acknowledged.push(inFlight);
        expect(saved.version).toBe(acknowledged.length);
      }
    })().catch((error: unknown) => error);
    while (acknowledged.length < before + 3) await sleep(1);
    await sleep(Math.random() * 60);
    await kill(child, 'SIGKILL');
    // The save under way ends with the connection, and nothing else does.
    expect(await saving).toMatchObject({ name: 'TypeError' });
    child = start();
    url = await addressOf(child);
    const { versions } = audienceVersionsSchema.parse(await (await fetch(`${url}/kept/versions`)).json());
    const ages = versions.map(({ definition }) => Object(definition).gte).reverse();
    expect(ages.slice(0, acknowledged.length)).toEqual(acknowledged);
    // One more may have been saved whose answer never came.
    expect([[], [inFlight]]).toContainEqual(ages.slice(acknowledged.length));
    acknowledged.push(...ages.slice(acknowledged.length));
  }
  const other = await runCli(['audiences', 'list', '--json', '--workspace', dir]);
  expect(JSON.parse(other.stdout).audiences).toMatchObject([{ id: 'kept', version: acknowledged.length }]);
  await kill(child, 'SIGTERM');
});

test('a save whose answer was lost with the server is sent again, and saves nothing twice', async () => {
  const send = (url: string, method: string, body: object, key: string, ifMatch: string) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': `"${key}"`, 'if-match': ifMatch };
    return fetch(url, { method, headers, body: JSON.stringify(body) });
  };
  const women = { name: 'Women', definition: { attribute: 'age', lt: 30 } };
  const change = { name: 'Women, changed' };
  for (const [method, path, body, version] of [
    ['POST', '', women, 1],
    ['PUT', '/women', change, 2],
  ] as const) {
    let child = start();
    let url = await addressOf(child);
    const again = () => send(`${url}${path}`, method, body, `${method} once`, '"1"');
    // The answer stays with the connection that dies: whether it was saved cannot be known from it.
    const lost = new AbortController();
    const request = fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${method} once"`, 'if-match': '"1"' },
      body: JSON.stringify(body),
      signal: lost.signal,
    }).catch((error: unknown) => error);
    for (;;) {
      const { versions = [] } = Object(await (await fetch(`${url}/women/versions`)).json());
      if (versions.length === version) break;
      await sleep(2);
    }
    await kill(child, 'SIGKILL');
    lost.abort();
    await request;
    child = start();
    url = await addressOf(child);
    const answer = await again();
    expect([answer.status, answer.headers.get('etag')]).toEqual([method === 'POST' ? 201 : 200, `"${version}"`]);
    expect(savedAudienceSchema.parse(await answer.json())).toMatchObject({ id: 'women', version, name: body.name });
    expect((await again()).status).toBe(answer.status);
    const { audiences } = audienceListSchema.parse(await (await fetch(`${url}?search=women`)).json());
    expect(audiences.map((one) => [one.id, one.version])).toEqual([['women', version]]);
    await kill(child, 'SIGTERM');
  }
});

test('a second server is refused the database, and told by whom it is held; when that one ends, it takes over', async () => {
  const [first, second] = [start(), start()];
  const [one, two] = [await addressOf(first), await addressOf(second)];
  const answers = await Promise.all([fetch(one), fetch(two)]);
  const held = answers[0]?.ok === true ? 0 : 1;
  const [holder, refused] = held === 0 ? [first, two] : [second, one];
  const answer = await fetch(refused);
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({
    code: 'store-locked',
    detail: expect.stringContaining(`Process ${holder.pid} on `),
  });
  await kill(holder, 'SIGKILL');
  expect((await fetch(refused)).status).toBe(200);
  await kill(holder === first ? second : first, 'SIGTERM');
});
