import { auditListSchema } from '@silhouette/model';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, openExplore } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    page: '접속기록',
    search: '기록에서 검색',
    action: '행위',
    subject: '대상',
    clear: '필터 초기화',
    nothing: '맞는 기록이 없습니다',
    saw: '고객 목록 조회',
    seen: '조회한 고객',
    definition: '정의',
    verify: '기록 검증',
    whole: '모두 처음 쓰인 그대로입니다',
    review: '월간 점검',
    month: '월',
    first: '첫 내보내기',
    notOver: '아직 끝나지 않은 달입니다',
    note: '무엇을 살펴보았고, 어떻게 조치하는지',
    signOff: '점검 완료',
    signed: '점검을 마쳤습니다',
    nobody: '이 달에는 기록이 없습니다.',
    close: '닫기',
  },
  en: {
    page: 'Audit',
    search: 'Search in entries',
    action: 'Action',
    subject: 'About',
    clear: 'Clear filters',
    nothing: 'No entry fits',
    saw: 'Saw customers',
    seen: 'Customers seen',
    definition: 'Definition',
    verify: 'Check the log',
    whole: 'entries are as they were written',
    review: 'Monthly review',
    month: 'Month',
    first: 'First export',
    notOver: 'This month goes on',
    note: 'What was looked at, and what follows',
    signOff: 'Sign off',
    signed: 'Signed off by',
    nobody: 'Nothing was recorded in this month.',
    close: 'Close',
  },
} as const;

/** It would do something if it became markup. */
const HOSTILE = '<img src=x onerror="window.hacked=1">';

async function post(url: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'user-agent': HOSTILE };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

describe('the audit page', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let month = '';

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
    await post(demo.url, '/api/members', { audience: { attribute: 'gender', in: ['F'] }, limit: 3 });
    await post(demo.url, '/api/exports', { audience: { attribute: 'gender', in: ['F'] } });
    const listed = auditListSchema.parse(await (await fetch(`${demo.url}/api/audit?action=export-requested`)).json());
    // The demo's zone is Seoul's.
    month = new Date(Date.parse(listed.entries[0]?.at ?? '') + 9 * 3_600_000).toISOString().slice(0, 7);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];

    it('finds who saw whom, and shows the entry whole', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await page.getByRole('link', { name: words.page, exact: true }).click();
      await page.getByRole('heading', { name: words.page, level: 1 }).waitFor();
      await page.locator('.audit-table tbody tr').first().waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('combobox', { name: words.action, exact: true }).selectOption('saw-members');
      await expect.poll(() => page.locator('.audit-table tbody tr').count()).toBe(1);
      await page.locator('.audit-table .entry-open').click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('region', { name: words.seen }).waitFor();
      expect(await drawer.locator('.audit-keys li').count()).toBe(3);
      expect(await drawer.getByRole('region', { name: words.definition }).innerText()).toContain('"attribute":"gender"');
      expect(await drawer.innerText()).toContain(HOSTILE);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await findViolations(page)).toEqual([]);
      const key = await drawer.locator('.audit-keys li').first().innerText();
      expect(page.url()).toMatch(/\?entry=\d+$/);
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: words.action, exact: true }).selectOption('');
      await page.getByLabel(words.subject, { exact: true }).fill(key);
      // Whoever looked for the customer here is found, too, but nothing else.
      await expect.poll(() => page.locator('.audit-table tbody').innerText()).toContain(words.saw);
      await expect.poll(() => page.locator('.audit-table tbody tr').count()).toBeLessThan(9);
      await page.getByRole('searchbox', { name: words.search }).fill(`no such text, in ${lang}`);
      await page.getByText(words.nothing, { exact: true }).waitFor();
      await page.getByRole('main').getByRole('button', { name: words.clear }).first().click();
      await expect.poll(() => page.locator('.audit-table tbody tr').count()).toBeGreaterThan(1);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('checks the log, and signs a month off', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/audit?month=${month}`, lang);
      await page.getByRole('button', { name: words.verify }).click();
      await page.getByText(words.whole).waitFor();
      await page.locator('[data-rule=first-export]').getByText(words.first).waitFor();
      await page.getByText(words.notOver).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.locator('[data-rule=first-export] .link-button').click();
      await page.getByRole('dialog').waitFor();
      await page.getByRole('button', { name: words.close }).click();
      const before = lang === 'ko' ? '2026-01' : '2026-02';
      await page.goto(`${demo.url}/audit?month=${before}`);
      await page.getByText(words.nobody).waitFor();
      expect(await page.getByRole('button', { name: words.signOff, exact: true }).isDisabled()).toBe(true);
      await page.getByLabel(words.note).fill(`Looked at ${HOSTILE}`);
      await page.getByRole('button', { name: words.signOff, exact: true }).click();
      await page.locator('.audit-signed').getByText(words.signed).waitFor();
      expect(await page.locator('.audit-signed').innerText()).toContain(HOSTILE);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('with the keyboard alone', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/audit`, lang);
      await page.locator('.audit-table tbody tr').first().waitFor();
      // Tab by tab to the first entry, Enter opens it, Escape gives the focus back.
      for (let steps = 0; steps < 40; steps += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate("document.activeElement.classList.contains('entry-open')")) break;
      }
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => page.evaluate("document.activeElement.classList.contains('entry-open')")).toBe(true);
      // The tabs go by arrows.
      await page.getByRole('tab').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('combobox', { name: words.month, exact: true }).waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
});
