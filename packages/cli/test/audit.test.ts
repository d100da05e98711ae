import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditHeadSchema, auditListSchema, auditVerifySchema } from '@silhouette/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { killServers, serveCli } from './serve-cli.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

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

beforeAll(async () => {
  expect((await runHere(['load', '--workspace', dir])).code).toBe(0);
});
afterAll(() => {
  killServers();
  rmSync(dir, { recursive: true, force: true });
});

const audit = (...args: string[]) => runHere(['audit', ...args, '--workspace', dir]);
async function list(...args: string[]) {
  const { code, stdout } = await audit('list', '--json', ...args);
  expect(code).toBe(0);
  return auditListSchema.parse(JSON.parse(stdout)).entries;
}

test('where nothing was recorded that is said', async () => {
  const { code, stderr } = await audit('list');
  expect(code).toBe(1);
  expect(stderr).toContain('Nothing is recorded yet');
});

test('a server that is killed in the moment that it has acknowledged: the entry is there, and the chain is whole', async () => {
  for (const place of [1, 2]) {
    const { url, end } = await serveCli(dir);
    const response = await fetch(`${url}/api/exports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ audience: { attribute: 'age', gte: place } }),
    });
    expect(response.status).toBe(202);
    await end('SIGKILL');
    // With the first bytes: the rest of the answer may not have come.
    const id = response.headers.get('location')?.split('/').at(-1) ?? '';
    expect((await list('--subject', id)).map(({ action }) => action)).toEqual(['export-requested']);
    const { code, stdout } = await audit('verify', '--json');
    expect([code, auditVerifySchema.parse(JSON.parse(stdout)).ok]).toEqual([0, true]);
  }
});

test('commands that change something without a server are recorded, and so is reading', async () => {
  writeFileSync(join(dir, 'old.yaml'), 'attribute: age\ngte: 30\n');
  await runHere(['audiences', 'save', join(dir, 'old.yaml'), '--name', 'Old', '--workspace', dir]);
  await runHere(['audiences', 'delete', 'old', '--workspace', dir]);
  const entries = await list('--action', 'audience-saved,audience-deleted');
  expect(entries.map(({ action, subject, request }) => [action, subject, request])).toEqual([
    ['audience-deleted', ['old'], null],
    ['audience-saved', ['old'], null],
  ]);
  expect((await list('--action', 'audit-read')).length).toBeGreaterThan(1);
  expect((await audit('list')).stdout).toContain('audience-saved');
});

test('a head that was kept is held against the log, by a command and through a running server', async () => {
  const head = auditHeadSchema.parse(JSON.parse((await audit('head', '--json')).stdout));
  const [kept, other, none] = [join(dir, 'head.json'), join(dir, 'other.json'), join(dir, 'none.json')];
  writeFileSync(kept, JSON.stringify(head));
  writeFileSync(other, JSON.stringify({ ...head, hash: '0'.repeat(64) }));
  writeFileSync(none, '{"sequence": 1}');
  expect((await audit('verify', '--head', kept)).stdout).toContain('are as they were written');
  const wrong = await audit('verify', '--head', other);
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('anchor-differs')]);
  expect((await audit('verify', '--head', none)).code).toBe(2);
  const { end } = await serveCli(dir);
  expect((await audit('verify', '--head', kept)).code).toBe(0);
  expect((await audit('verify', '--head', other)).code).toBe(1);
  const lines = (await audit('export', '--action', 'export-requested')).stdout.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).action)).toEqual(['export-requested', 'export-requested']);
  expect((await audit('export', '--format', 'csv')).stdout).toContain('sequence,at,actor_kind');
  expect((await audit('list', '--text', 'export-requested')).stdout).toContain('export-requested');
  await end('SIGKILL');
});
