import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { exportJobSchema, exportListSchema } from '@silhouette/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, openExplore, readCount } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    export: '내보내기',
    dialog: '이 고객군 내보내기',
    mine: '내보내기 목록',
    safe: '스프레드시트에 맞추기',
    search: '속성 검색',
    empty: '내보낸 것이 아직 없습니다',
    done: '준비됨',
    download: /내려받기$/,
    remove: /삭제$/,
    members: '고객 보기',
    failed: '실패',
    expired: '만료됨',
    noAnswer: '서버에서 답이 없습니다.',
  },
  en: {
    export: 'Export',
    dialog: 'Export this group',
    mine: 'My exports',
    safe: 'Made for spreadsheets',
    search: 'Search attributes',
    empty: 'No exports yet',
    done: 'Ready',
    download: /^Download /,
    remove: /^Remove /,
    members: 'See members',
    failed: 'Failed',
    expired: 'Expired',
    noAnswer: 'No answer from the server.',
  },
} as const;

/** Folder for pictures of what is tested, to be looked at; none are taken without it. */
const PICTURES = process.env.E2E_PICTURES ?? '';

async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === '') return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/** Has the page hear first that an export is under way, however soon it is done: only what was seen so is said to be ready. */
async function showRunningFirst(page: Page): Promise<void> {
  let isHeard = false;
  await page.route('**/api/exports', async (route) => {
    if (isHeard || route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    const { exports, total } = exportListSchema.parse(await response.json());
    isHeard = exports.length > 0;
    const running = exports.map((job) => ({ ...job, state: 'running', file: null, sha256: null, sizeBytes: null }));
    return route.fulfill({ response, json: { exports: running, total } });
  });
}

describe('exports', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
    // The store's first opening makes its database: it is not the first test's to wait for.
    await fetch(`${demo.url}/api/audiences`);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function listExports() {
    return exportListSchema.parse(await (await fetch(`${demo.url}/api/exports`)).json()).exports;
  }

  afterEach(async () => {
    // One that is still under way is cancelled first, and then removed.
    for (let left = await listExports(); left.length > 0; left = await listExports())
      for (const { id } of left) await fetch(`${demo.url}/api/exports/${id}`, { method: 'DELETE' });
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];
    const open = (page: Page) => page.locator('.count-tools').getByRole('button', { name: words.export, exact: true });

    it('exports the number on the screen, row for row, and still has it after a reload', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await readCount(page);
      await page.getByRole('button', { name: words.mine }).click();
      const drawer = page.getByRole('dialog', { name: words.mine });
      await drawer.getByText(words.empty).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('[data-panel=gender] button.bar').first().click();
      const count = await readCount(page);

      await open(page).click();
      const dialog = page.getByRole('dialog', { name: words.dialog });
      await dialog.getByLabel(words.safe).uncheck();
      await dialog.getByRole('searchbox', { name: words.search }).fill('grade');
      await dialog.locator('.export-column-list input:not(:checked)').first().check();
      await takePicture(page, `export-dialog-${lang}`);
      expect(await findViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: words.export, exact: true }).click();

      await drawer.getByText(words.done, { exact: true }).waitFor();
      await takePicture(page, `exports-drawer-${lang}`);
      expect(await findViolations(page)).toEqual([]);
      await page.reload();
      await readCount(page);
      await page.getByRole('button', { name: words.mine }).click();
      const downloading = page.waitForEvent('download');
      await drawer.getByRole('link', { name: words.download }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(/^members-\d{4}-\d\d-\d\d\.csv$/);
      const bytes = readFileSync(await download.path());
      const [job] = await listExports();
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(job?.sha256);
      expect(bytes.toString('utf8').trimEnd().split('\r\n').length - 1).toBe(count);
      expect(job).toMatchObject({ rows: count, spreadsheetSafe: false });

      await drawer.getByRole('button', { name: words.remove }).click();
      await drawer.getByText(words.empty).waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('is done with the keyboard alone, from the members too, as Parquet', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await readCount(page);
      await page.getByRole('button', { name: words.members }).press('Enter');
      await page.locator('.drawer .table').waitFor();
      await page.locator('.drawer').getByRole('button', { name: words.export, exact: true }).press('Enter');
      const dialog = page.getByRole('dialog', { name: words.dialog });
      await dialog.getByRole('button', { name: 'Parquet' }).press('Enter');
      expect(await dialog.getByLabel(words.safe).count()).toBe(0);
      await showRunningFirst(page);
      await dialog.getByRole('button', { name: words.export, exact: true }).press('Enter');
      const drawer = page.getByRole('dialog', { name: words.mine });
      await drawer.getByText(words.done, { exact: true }).waitFor();
      // What was exported is said in a toast over the drawer, which stays while the pointer is on it.
      await page.locator('.toast').hover();
      await drawer.getByRole('button', { name: words.remove }).press('Enter');
      await drawer.getByText(words.empty).waitFor();
      // Escape is the drawer's all the same.
      expect(await page.locator('.toast').count()).toBe(1);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      // What opened the windows one after the other is gone but for the first.
      const first = page.getByRole('button', { name: words.members });
      await expect.poll(() => first.evaluate((button) => button.matches(':focus'))).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('shows what waits, runs, failed, expired and was cancelled, and an error', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await readCount(page);
      const response = await fetch(`${demo.url}/api/exports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ audience: { attribute: 'gender', eq: 'F' } }),
      });
      const made = exportJobSchema.parse(await response.json());
      const base = { ...made, file: null, sha256: null, sizeBytes: null, expiresAt: null };
      const issues = [{ path: '', code: 'disk-full', message: 'The disk is full.' }];
      const exports = [
        { ...base, id: 'a', state: 'queued', rows: null },
        { ...base, id: 'b', state: 'running', rows: 12_000, rowsDone: 5_000 },
        { ...base, id: 'c', state: 'failed', rows: 12_000, issues },
        { ...base, id: 'd', state: 'expired', rows: 12_000, audience: { id: 'vip', version: 1, name: '<b>VIP</b>' } },
        { ...base, id: 'e', state: 'cancelled', rows: null },
      ];
      await page.route('**/api/exports', (route) => route.fulfill({ json: { exports, total: 7 } }));
      await page.getByRole('button', { name: words.mine }).click();
      const drawer = page.getByRole('dialog', { name: words.mine });
      await drawer.getByText(words.failed, { exact: true }).waitFor();
      await drawer.getByText(words.expired, { exact: true }).waitFor();
      await drawer.getByText('<b>VIP</b>').waitFor();
      expect(await drawer.getByRole('progressbar').count()).toBe(2);
      await takePicture(page, `exports-states-${lang}`);
      expect(await findViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 768, height: 900 });
      await takePicture(page, `exports-states-dark-${lang}`);
      // Colours change over a moment.
      await expect.poll(() => findViolations(page), { timeout: 10_000 }).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
});
