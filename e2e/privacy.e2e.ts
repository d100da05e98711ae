import { readFileSync } from 'node:fs';
import { erasureListSchema, membersAnswerSchema } from '@silhouette/model';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findViolations, openExplore } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

// An erasure is a load: half a minute for the demo's 500 attributes.
vi.setConfig({ testTimeout: 300_000 });

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    page: '개인정보',
    key: '고객 키',
    purpose: '목적 (5~500자)',
    download: '내려받기',
    downloaded: '파일을 내려받았습니다.',
    keys: '고객 키 (한 줄에 하나)',
    reason: '사유 (기록에 남으므로 누구인지 적지 마세요)',
    erase: '삭제…',
    sure: '고객 1명을 영구히 삭제할까요?',
    confirm: '영구히 삭제',
    cancel: '취소',
    done: '완료',
  },
  en: {
    page: 'Privacy',
    key: 'Customer key',
    purpose: 'What for (5 to 500 characters)',
    download: 'Download',
    downloaded: 'The file was downloaded.',
    keys: 'Customer keys, one a line',
    reason: 'Reason (kept in the log: it must not name anybody)',
    erase: 'Erase…',
    sure: 'Erase 1 customer for good?',
    confirm: 'Erase for good',
    cancel: 'Cancel',
    done: 'Done',
  },
} as const;

describe('the privacy page', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function listKeys(): Promise<string[]> {
    const response = await fetch(`${demo.url}/api/members`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ audience: { all: [] }, limit: 1000 }),
    });
    return membersAnswerSchema.parse(await response.json()).members.map(({ key }) => key);
  }

  it.each(['ko', 'en'] as const)('in %s gives out what is held, and erases, with the keyboard alone', async (lang) => {
    const words = WORDS[lang];
    const [key = '', other = ''] = await listKeys();
    const before = erasureListSchema.parse(await (await fetch(`${demo.url}/api/privacy/erasures`)).json()).erasures.length;
    const { page, context, complaints } = await openExplore(browser, demo.url, lang);
    await page.getByRole('link', { name: words.page, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.page, level: 1 }).waitFor();
    expect(await findViolations(page)).toEqual([]);

    await page.getByLabel(words.key, { exact: true }).focus();
    await page.keyboard.type(key);
    await page.keyboard.press('Tab');
    await page.keyboard.type('a request of the customer');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const held = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect([held.key, held.snapshots[0].customer[0]._key]).toEqual([key, key]);
    await page.getByText(words.downloaded).waitFor();

    await page.getByLabel(words.keys, { exact: true }).focus();
    await page.keyboard.type(key);
    await page.keyboard.press('Tab');
    await page.keyboard.type('asked by letter');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: words.sure });
    await dialog.waitFor();
    expect(await findViolations(page)).toEqual([]);
    // Escape changes nothing; what is first there is not the end.
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await page.getByRole('button', { name: words.erase }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(words.cancel);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // The newest is the first; those before are done already.
    await expect.poll(() => page.locator('.privacy-table tbody tr').count()).toBe(before + 1);
    await page.locator('.privacy-table tbody tr').first().getByText(words.done, { exact: true }).waitFor({ timeout: 240_000 });
    expect(await page.locator('.privacy-table').innerText()).not.toContain(key);
    expect(await findViolations(page)).toEqual([]);
    const left = await listKeys();
    expect([left.includes(key), left.includes(other)]).toEqual([false, true]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
