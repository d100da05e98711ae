import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLoadLock } from '../../src/load/load-lock.ts';

let lake = '';
beforeEach(() => {
  lake = mkdtempSync(join(tmpdir(), 'silhouette-lock-'));
});
afterEach(() => rmSync(lake, { recursive: true, force: true }));

test('one at a time: the second waits with a message, then refuses', async () => {
  const lock = await acquireLoadLock(lake, { waitMs: 0 });
  const messages: string[] = [];
  const refused = acquireLoadLock(lake, { waitMs: 150, onWait: (message) => messages.push(message) });
  await expect(refused).rejects.toMatchObject({ code: 'load-running', message: expect.stringContaining(String(process.pid)) });
  expect(messages).toHaveLength(1);
  const waiting = acquireLoadLock(lake, { waitMs: 5000 });
  setTimeout(() => lock.release(), 50);
  (await waiting).release();
  expect(readdirSync(join(lake, 'locks'))).toEqual([]);
});

test('a killed holder blocks nobody, not even for a moment', async () => {
  const child = spawn('sleep', ['60']);
  const { pid } = child;
  if (pid === undefined) throw new Error('no child');
  (await acquireLoadLock(lake, { waitMs: 0 })).release();
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
  writeFileSync(join(lake, 'locks', `${host}~${pid}~0~aaaaaaaa.lock`), '');
  await expect(acquireLoadLock(lake, { waitMs: 0 })).rejects.toMatchObject({ code: 'load-running' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  (await acquireLoadLock(lake, { waitMs: 0 })).release();
});

test('a process id that was given to another process does not count', async () => {
  (await acquireLoadLock(lake, { waitMs: 0 })).release();
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
  // This very process, started at another time than the holder.
  writeFileSync(join(lake, 'locks', `${host}~${process.pid}~1~aaaaaaaa.lock`), '');
  const attempt = acquireLoadLock(lake, { waitMs: 0 });
  if (process.platform === 'linux') (await attempt).release();
  else await expect(attempt).rejects.toMatchObject({ code: 'load-running' });
});

test('a holder on another machine is believed, and the message says what to remove', async () => {
  (await acquireLoadLock(lake, { waitMs: 0 })).release();
  writeFileSync(join(lake, 'locks', 'elsewhere~1~5~aaaaaaaa.lock'), '');
  await expect(acquireLoadLock(lake, { waitMs: 0 })).rejects.toMatchObject({
    message: expect.stringContaining('elsewhere~1~5~aaaaaaaa.lock'),
  });
});

test('of many at once exactly one holds it', async () => {
  let holding = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    const lock = await acquireLoadLock(lake, { waitMs: 20_000 });
    holding += 1;
    most = Math.max(most, holding);
    await new Promise((resolve) => setTimeout(resolve, 2));
    holding -= 1;
    lock.release();
  };
  await Promise.all(Array.from({ length: 8 }, work));
  expect(most).toBe(1);
});
