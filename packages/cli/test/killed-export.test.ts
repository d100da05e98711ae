import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExportJob, exploreAnswerSchema, exportJobSchema } from '@silhouette/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder, runCli } from './run-cli.ts';
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
    city: { column: city, type: category }
`;
const CUSTOMERS = 150_000;
const AUDIENCE = { attribute: 'age', gte: 20 };
const PEOPLE = Array.from({ length: CUSTOMERS }, (_, index) => `c${index},${index % 90},city ${index % 40}`).join('\n');
const dir = makeFolder({ 'silhouette.yaml': CATALOG, 'people.csv': `id,age,city\n${PEOPLE}\n` });
const folder = join(dir, 'state', 'exports');

beforeAll(async () => {
  expect((await runCli(['load', '--workspace', dir])).code).toBe(0);
});
afterAll(() => {
  killServers();
  rmSync(dir, { recursive: true, force: true });
});

async function post(url: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
  return response.json();
}
async function read(url: string, id: string): Promise<ExportJob> {
  return exportJobSchema.parse(await (await fetch(`${url}/api/exports/${id}`)).json());
}
/** Waits until the file that is written aside holds something, or has become the whole one. */
async function waitForRows(path: string, whole: string): Promise<void> {
  while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < 50_000 && !existsSync(whole)) await sleep(1);
}
async function waitForEnd(url: string, id: string): Promise<ExportJob> {
  for (;;) {
    const job = await read(url, id);
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await sleep(50);
  }
}

test.each([
  ['csv', 'SIGKILL', '.csv.partial'],
  ['parquet', 'SIGKILL', '.parquet.partial.rows'],
  ['csv', 'SIGTERM', '.csv.partial'],
] as const)(
  'a server that gets %s%s in the middle of an export finishes it when it is started again',
  async (format, signal, end_) => {
    const asked = { audience: AUDIENCE, attributes: ['city', 'age'], format };
    const cutOff = async () => {
      const first = await serveCli(dir);
      const explored = exploreAnswerSchema.parse(await post(first.url, '/api/explore', { audience: AUDIENCE, panels: [] }));
      const { id } = exportJobSchema.parse(await post(first.url, '/api/exports', asked));
      const behind = exportJobSchema.parse(await post(first.url, '/api/exports', asked));
      await waitForRows(join(folder, `${id}${end_}`), join(folder, `${id}.${format}`));
      await first.end(signal);
      return { explored, id, behind };
    };
    let cut = await cutOff();
    // The machine was quicker than who looked: once more.
    while (existsSync(join(folder, `${cut.id}.${format}`))) cut = await cutOff();
    const { explored, id, behind } = cut;
    // It was cut off in the middle: nothing stands under its name, and what a kill leaves lies aside.
    expect(existsSync(join(folder, `${id}${end_}`))).toBe(signal === 'SIGKILL');

    const second = await serveCli(dir);
    const [job, next] = [await waitForEnd(second.url, id), await waitForEnd(second.url, behind.id)];
    expect(job).toMatchObject({
      state: 'done',
      rows: explored.count,
      rowsDone: explored.count,
      snapshot: explored.snapshot,
      asOf: explored.asOf,
    });
    const bytes = Buffer.from(await (await fetch(second.url + job.file)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.sha256);
    if (format === 'csv') {
      const lines = bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
      expect(lines.length).toBe(explored.count);
      expect(new Set(lines).size).toBe(explored.count);
    }
    // The one behind it was never begun, and is the same file byte for byte.
    expect([next.state, next.sha256]).toEqual(['done', job.sha256]);
    expect((job.startedAt ?? '') < (next.startedAt ?? '')).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
    await second.end('SIGTERM');
  },
);

test('an export that runs can be cancelled: nothing of it is left', async () => {
  const { url, end } = await serveCli(dir);
  const asked = { audience: AUDIENCE, attributes: ['city', 'age'] };
  const cancel = async () => {
    const { id } = exportJobSchema.parse(await post(url, '/api/exports', asked));
    await waitForRows(join(folder, `${id}.csv.partial`), join(folder, `${id}.csv`));
    return { id, response: await fetch(`${url}/api/exports/${id}`, { method: 'DELETE' }) };
  };
  let cancelled = await cancel();
  // It was done already, and is removed: once more.
  while (cancelled.response.status === 204) cancelled = await cancel();
  const { id, response } = cancelled;
  expect(exportJobSchema.parse(await response.json())).toMatchObject({ state: 'cancelled', file: null });
  // Another runs after it: it has let go.
  const other = exportJobSchema.parse(await post(url, '/api/exports', asked));
  expect((await waitForEnd(url, other.id)).state).toBe('done');
  expect((await read(url, id)).state).toBe('cancelled');
  expect(readdirSync(folder).filter((name) => name.startsWith(id))).toEqual([]);
  await end('SIGTERM');
});
