import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, serveShop } from '../audiences/shop.ts';
import { download, makeExportShop, waitForExport } from './export-shop.ts';

let dir = '';
let remove: () => void = () => {};
beforeAll(async () => {
  ({ dir, remove } = await makeExportShop());
});
afterAll(() => remove());

async function exportAll(url: string) {
  const { body } = await ask(url, 'POST', '/api/exports', { audience: { all: [] } });
  return waitForExport(url, body.id);
}

test('files outlive the server; at the next start those whose time is over are swept, with all that is nobody’s', async () => {
  const folder = join(dir, 'state', 'exports');
  // A fifth of a second.
  const first = await serveShop(dir, { SILHOUETTE_EXPORT_DAYS: '0.0000023' });
  const old = await exportAll(first.url);
  await first.server.close();
  const second = await serveShop(dir);
  const kept = await exportAll(second.url);
  await second.server.close();
  const strange = ['x'.repeat(22), kept.id].flatMap((id) => [`${id}.csv.partial`, `${id}.parquet.partial.rows`]);
  for (const name of [...strange, `${'y'.repeat(22)}.csv`, 'notes.txt']) writeFileSync(join(folder, name), 'left');
  await sleep(200);
  const third = await serveShop(dir);
  expect(await waitForExport(third.url, old.id)).toMatchObject({ state: 'expired', file: null, expiresAt: null });
  const gone = await ask(third.url, 'GET', `/api/exports/${old.id}/file`);
  expect([gone.status, gone.body.code]).toEqual([410, 'export-gone']);
  expect((await download(third.url, kept.file ?? '')).bytes.length).toBe(kept.sizeBytes);
  // Beside what is asked, once the server has the folder.
  const left = [`${kept.id}.csv`, 'folder-id', 'lock', 'notes.txt'].sort();
  await expect.poll(() => readdirSync(folder).sort()).toEqual(left);
  await third.server.close();
  expect(readdirSync(join(folder, 'lock'))).toEqual([]);
});

test('how long files stay must be a number of days', async () => {
  for (const days of ['0', '-1', 'soon', '5000']) {
    await expect(serveShop(dir, { SILHOUETTE_EXPORT_DAYS: days })).rejects.toMatchObject({ code: 'invalid-option' });
  }
});

test('jobs of another folder in the same database are nobody’s here', async () => {
  const { server, url } = await serveShop(dir);
  const job = await exportAll(url);
  const path = join(dir, 'state', 'exports', 'folder-id');
  const own = readFileSync(path, 'utf8');
  writeFileSync(path, 'z'.repeat(22));
  expect((await ask(url, 'GET', '/api/exports')).body).toEqual({ exports: [], total: 0 });
  expect((await ask(url, 'GET', `/api/exports/${job.id}`)).status).toBe(404);
  expect((await ask(url, 'DELETE', `/api/exports/${job.id}`)).status).toBe(404);
  writeFileSync(path, own);
  expect((await download(url, job.file ?? '')).status).toBe(200);
  await server.close();
});
