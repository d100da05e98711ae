import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExportApproval } from '../../src/exports/read-export-approval.ts';
import type { ExportRequest } from '../../src/store/export-store.ts';
import { StoreHolder } from '../../src/store/store-holder.ts';
import { servePersonShop, waitUntilOver } from './person-shop.ts';

const FOLDER = 'f'.repeat(22);
const VERDICT = { by: 'o', byId: 'o', note: null, issues: [] } as const;

describe('what nobody decided about in time', () => {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-approval-times-'));
  const store = new StoreHolder({ stateDir: dir, env: {} });
  beforeAll(() => store.open());
  afterAll(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function add(id: string, approvalUntilMs: number | null): Promise<void> {
    const request: ExportRequest = {
      ...{ id, folder: FOLDER, audience: null, hash: 'h', sentence: { ko: '', en: '' }, notes: [], snapshot: 's', asOfMs: 0 },
      ...{ keyName: 'id', attributes: ['phone'], format: 'csv', isSpreadsheetSafe: false, fileName: 'f.csv' },
      ...{ requestedBy: 'p', requestedById: 'p', requestedByPerson: 'p', access: '', requestedAtMs: 0, purpose: 'calls' },
      ...{ isPersonal: true, isMasked: false, approvalUntilMs },
    };
    return store.useExports((exports) => exports.add({ ...request, definition: '{}', canonical: '{}' }, 3));
  }

  test('cannot be decided about at its last moment, counts as expired, and is never run', async () => {
    await add('late', 1000);
    await add('early', 1000);
    await store.useExports(async (exports) => {
      const late = { ...VERDICT, decision: 'approved', atMs: 1000 } as const;
      expect(await exports.decide(FOLDER, 'late', late)).toBeNull();
      expect(await exports.decide(FOLDER, 'early', { ...late, atMs: 999 })).toMatchObject({ state: 'queued', rows: 3 });
      expect(await exports.decide(FOLDER, 'early', { ...late, decision: 'refused', atMs: 999 })).toBeNull();
      expect((await exports.listWaiting(FOLDER, 999)).map(({ id }) => id)).toEqual(['late']);
      expect(await exports.listWaiting(FOLDER, 1000)).toEqual([]);
      await exports.expire(FOLDER, 1000);
      expect((await exports.find(FOLDER, 'late'))?.state).toBe('expired');
      expect((await exports.take(FOLDER, 2000))?.id).toBe('early');
      expect(await exports.take(FOLDER, 2000)).toBeNull();
      expect(await exports.decide('another folder', 'late', { ...late, atMs: 1 })).toBeNull();
    });
  });
});

describe('which exports wait', () => {
  test('is one of three words', () => {
    const read = (text: string) => readExportApproval({ SILHOUETTE_EXPORT_APPROVAL: text });
    expect([readExportApproval({}), read(''), read('all'), read('never')]).toEqual(['personal', 'personal', 'all', 'never']);
    for (const text of ['no', 'NEVER', 'never ', '0']) expect(() => read(text)).toThrow('SILHOUETTE_EXPORT_APPROVAL');
  });

  test('none with "never", whose rows name their export all the same', async () => {
    const shop = await servePersonShop({ SILHOUETTE_EXPORT_APPROVAL: 'never' });
    try {
      const form = { audience: { all: [] }, attributes: ['phone'], purpose: 'calls about renewals' };
      const { body } = await shop.steward.ask('POST', '/api/exports', form);
      expect(body).toMatchObject({ state: 'queued', personal: true, approval: null });
      expect((await waitUntilOver(shop.steward, body.id)).state).toBe('done');
      expect((await shop.steward.ask('GET', `/api/exports/${body.id}/file`)).body).toContain('_row');
    } finally {
      await shop.close();
    }
  });

  test('every one with "all", which then needs a purpose', async () => {
    const shop = await servePersonShop({ SILHOUETTE_EXPORT_APPROVAL: 'all' });
    try {
      const form = { audience: { all: [] }, attributes: ['city'] };
      const silent = await shop.marketer.ask('POST', '/api/exports', form);
      expect([silent.status, silent.body.code]).toEqual([400, 'purpose-missing']);
      const told = await shop.marketer.ask('POST', '/api/exports', { ...form, purpose: 'calls about renewals' });
      expect(told.body).toMatchObject({ state: 'awaiting-approval', personal: false });
      expect((await shop.steward.ask('POST', `/api/exports/${told.body.id}/approve`, {})).status).toBe(200);
      await waitUntilOver(shop.marketer, told.body.id);
      expect((await shop.marketer.ask('GET', `/api/exports/${told.body.id}/file`)).body).not.toContain('_row');
    } finally {
      await shop.close();
    }
  });
});
