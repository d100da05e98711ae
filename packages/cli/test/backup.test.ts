import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

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
const scratch = mkdtempSync(join(tmpdir(), 'silhouette-cli-backup-'));
const running = new Set<ChildProcess>();
const backUp = (name: string, ...more: string[]) =>
  runHere(['backup', join(scratch, name), '--workspace', dir, '--json', ...more]);
const count = async (workspace: string) =>
  JSON.parse((await runHere(['explore', '{"attribute":"age","gte":30}', '--json', '--workspace', workspace])).stdout).count;

beforeAll(async () => {
  expect((await runHere(['load', '--workspace', dir])).code).toBe(0);
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

test('a workspace without a database, and one with: kept, restored, the same answers and a log that verifies', async () => {
  expect(JSON.parse((await backUp('bare')).stdout)).toMatchObject({ rows: null, hasSecret: false });
  expect((await runHere(['restore', join(scratch, 'bare'), join(scratch, 'bare-again')])).code).toBe(0);
  expect(await count(join(scratch, 'bare-again'))).toBe(1);

  writeFileSync(join(dir, 'old.yaml'), 'attribute: age\ngte: 30\n');
  await runHere(['audiences', 'save', join(dir, 'old.yaml'), '--name', 'Old', '--workspace', dir]);
  expect(JSON.parse((await backUp('whole', '--with-secret')).stdout)).toMatchObject({ hasSecret: true });
  const again = join(scratch, 'whole-again');
  const restored = await runHere(['restore', join(scratch, 'whole'), again]);
  expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('as they were written')]);
  expect((await runHere(['explore', 'old', '--json', '--workspace', again])).stdout).toContain('"count":1');
  expect((await runHere(['audit', 'verify', '--workspace', again])).code).toBe(0);
  expect((await runHere(['audit', 'list', '--action', 'backed-up', '--workspace', again])).stdout).toContain('backed-up');
});

test('killed at any moment it leaves nothing that can be restored, or all of it', async () => {
  const start = (name: string) => {
    const child = spawn(process.execPath, [COMMAND, 'backup', join(scratch, name), '--workspace', dir], { stdio: 'ignore' });
    running.add(child);
    const ended = once(child, 'exit').then(([code]) => {
      running.delete(child);
      return code;
    });
    return { child, ended };
  };
  const startedAtMs = performance.now();
  expect(await start('not-killed').ended).toBe(0);
  const wholeMs = performance.now() - startedAtMs;
  let broken = 0;
  for (const place of [0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
    const { child, ended } = start(`killed-${place}`);
    await Promise.race([sleep(place * wholeMs), ended]);
    child.kill('SIGKILL');
    await ended;
    if (!existsSync(join(scratch, `killed-${place}`))) broken += 1;
    for (const name of readdirSync(scratch).filter((one) => one.startsWith(`killed-${place}`))) {
      const result = await runHere([
        'restore',
        join(scratch, name),
        join(scratch, `of-${name}`),
        '--secret-file',
        join(dir, 'state', 'secret'),
      ]);
      const isWhole = existsSync(join(scratch, name, 'backup.json'));
      expect([name, result.code]).toEqual([name, isWhole ? 0 : 1]);
      expect(existsSync(join(scratch, `of-${name}`))).toBe(isWhole);
    }
  }
  expect(broken).toBeGreaterThan(0);
  expect(JSON.parse(readFileSync(join(dir, 'lake', 'manifest.json'), 'utf8')).kept).toHaveLength(1);
});
