import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, readCount } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    members: '고객 보기',
    columns: '열 고르기',
    showPersonal: '개인정보 속성 보기',
    phone: '휴대전화',
    masked: '가림',
    purpose: '사용 목적',
    show: '값 보기',
    hide: '다시 가리기',
    export: '내보내기',
    dialog: '이 고객군 내보내기',
    search: '속성 검색',
    mine: '내보내기 목록',
    done: '준비됨',
    waiting: '승인 대기',
    refused: '반려됨',
    toDecide: '결정할 요청',
    approve: /요청 승인$/,
    refuse: /요청 반려$/,
    note: /남길 메모$/,
    noteNeeded: '반려하는 이유를 적어 주세요.',
    download: /내려받기$/,
    approvedBy: /other@example\.com 님이 승인/,
    exportMasked: '파일에는 개인정보가 가려져 들어갑니다.',
  },
  en: {
    members: 'See members',
    columns: 'Choose columns',
    showPersonal: 'Show private attributes',
    phone: 'Mobile phone',
    masked: 'masked',
    purpose: 'What for',
    show: 'Show values',
    hide: 'Mask again',
    export: 'Export',
    dialog: 'Export this group',
    search: 'Search attributes',
    mine: 'My exports',
    done: 'Ready',
    waiting: 'Awaiting approval',
    refused: 'Refused',
    toDecide: 'To decide',
    approve: /^Approve what /,
    refuse: /^Refuse what /,
    note: /^Note to /,
    noteNeeded: 'Write why you refuse.',
    download: /^Download /,
    approvedBy: /Approved by other@example\.com/,
    exportMasked: 'Personal values will be masked in the file.',
  },
} as const;

const PASSWORD = 'correct horse battery staple';
const PURPOSE = '재계약 안내 전화';
/** Folder for pictures of what is tested, to be looked at; none are taken without it. */
const PICTURES = process.env.E2E_PICTURES ?? '';

async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === '') return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

describe('personal values', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
    await fetch(`${demo.url}/api/audiences`);
    const owner = await browser.newContext();
    const first = { name: 'Owner', email: 'owner@example.com', password: PASSWORD };
    await post(owner, '/api/set-up', first);
    await signIn(owner, first.email);
    for (const [email, role] of [
      ['steward@example.com', 'steward'],
      ['other@example.com', 'steward'],
      ['marketer@example.com', 'marketer'],
    ]) {
      const { url } = await post(owner, '/api/invitations', { email, role });
      const guest = await browser.newContext();
      await post(guest, '/api/links/use', { token: new URL(url).hash.slice(1), name: email, password: PASSWORD });
      await guest.close();
    }
    await owner.close();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** The body of an answer is any JSON: the steps know what they ask. */
  async function post(context: BrowserContext, path: string, data: unknown) {
    const answer = await context.request.post(demo.url + path, { data, headers: { origin: demo.url } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? null : answer.json();
  }
  async function signIn(context: BrowserContext, email: string): Promise<void> {
    await post(context, '/api/session', { email, password: PASSWORD });
  }

  // What a try that failed has left waiting would be there for the next one to decide about.
  afterEach(async () => {
    const steward = await browser.newContext();
    await signIn(steward, 'steward@example.com');
    const { exports } = await (await steward.request.get(`${demo.url}/api/exports`)).json();
    for (const { id } of exports)
      await steward.request.delete(`${demo.url}/api/exports/${id}`, { headers: { origin: demo.url } });
    await steward.close();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];
    const complaints: string[] = [];

    async function openAs(email: string): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: lang === 'ko' ? 'ko-KR' : 'en-US',
      });
      await signIn(context, email);
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => complaints.push(String(error.stack)));
      await page.goto(demo.url);
      await readCount(page);
      return { page, context };
    }

    /** Asks for an export with phones from the page, by keyboard and mouse; gives the list of exports. */
    async function exportPhones(page: Page, purpose: string | null) {
      await page.locator('.count-tools').getByRole('button', { name: words.export, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: words.dialog });
      await dialog.locator('.export-columns').getByRole('checkbox', { name: words.showPersonal }).check();
      await dialog.getByRole('searchbox', { name: words.search }).fill(words.phone);
      await dialog.locator('.export-column-list').getByRole('checkbox', { name: words.phone }).check();
      if (purpose !== null) await dialog.getByLabel(words.purpose).fill(purpose);
      await takePicture(page, `approval-ask-${lang}`);
      await expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
      if (purpose === null) await dialog.getByText(words.exportMasked).waitFor();
      await dialog.getByRole('button', { name: words.export, exact: true }).press('Enter');
      const drawer = page.getByRole('dialog', { name: words.mine });
      await drawer.waitFor();
      return drawer;
    }

    async function readFile(page: Page): Promise<string> {
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: words.download }).first().click();
      const download = await downloading;
      return `${download.suggestedFilename()}\n${readFileSync(await download.path(), 'utf8')}`;
    }

    it('a marketer is given a masked file, which says so', async () => {
      const { page, context } = await openAs('marketer@example.com');
      const drawer = await exportPhones(page, null);
      await drawer.getByText(words.done, { exact: true }).first().waitFor();
      const file = await readFile(page);
      expect(file).toContain('-masked.csv');
      expect(file).toMatch(/010-\*\*\*\*-\d{4}/);
      expect(file).not.toMatch(/010-\d{4}-\d{4}/);
      await context.close();
    });

    it('a steward’s waits until another says yes, by keyboard; nobody is asked about their own', async () => {
      const { page, context } = await openAs('steward@example.com');
      const drawer = await exportPhones(page, PURPOSE);
      await drawer.getByText(words.waiting, { exact: true }).first().waitFor();
      expect(await drawer.getByText(words.toDecide).count()).toBe(0);
      await takePicture(page, `approval-waiting-${lang}`);
      await expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
      const list = await (await context.request.get(`${demo.url}/api/exports`)).json();
      const own = await context.request.post(`${demo.url}/api/exports/${list.exports[0].id}/approve`, {
        data: {},
        headers: { origin: demo.url },
      });
      expect([own.status(), (await own.json()).code]).toEqual([403, 'own-approval']);

      const other = await openAs('other@example.com');
      await other.page.getByRole('button', { name: words.mine }).press('Enter');
      const waiting = other.page.getByRole('dialog', { name: words.mine });
      await waiting.getByText(new RegExp(PURPOSE)).first().waitFor();
      await takePicture(other.page, `approval-decide-${lang}`);
      await expect.poll(() => findViolations(other.page), { timeout: 20_000 }).toEqual([]);
      await waiting.getByRole('button', { name: words.approve }).press('Enter');
      await waiting.getByText(words.toDecide).waitFor({ state: 'detached' });
      await other.context.close();

      await drawer.getByText(words.done, { exact: true }).first().waitFor();
      await drawer.getByText(words.approvedBy).first().waitFor();
      const file = await readFile(page);
      expect(file).toMatch(/010-\d{4}-\d{4}/);
      expect(file).toMatch(/,_row\r?\n/);
      await context.close();
    });

    it('a no needs a word, which whoever asked is told', async () => {
      const { page, context } = await openAs('steward@example.com');
      const drawer = await exportPhones(page, PURPOSE);
      const other = await openAs('other@example.com');
      await other.page.getByRole('button', { name: words.mine }).press('Enter');
      const waiting = other.page.getByRole('dialog', { name: words.mine });
      await waiting.getByRole('button', { name: words.refuse }).press('Enter');
      await waiting.getByText(words.noteNeeded).waitFor();
      await expect.poll(() => findViolations(other.page), { timeout: 20_000 }).toEqual([]);
      await waiting.getByLabel(words.note).fill('Masked ones will do.');
      await waiting.getByRole('button', { name: words.refuse }).press('Enter');
      await waiting.getByText(words.toDecide).waitFor({ state: 'detached' });
      await other.context.close();
      await drawer.getByText(words.refused, { exact: true }).first().waitFor();
      await drawer.getByText('Masked ones will do.').first().waitFor();
      await context.close();
    });

    it('members are masked, and shown for a purpose on this visit only', async () => {
      const { page, context } = await openAs('steward@example.com');
      await page.getByRole('button', { name: words.members }).press('Enter');
      const drawer = page.locator('.drawer');
      await drawer.locator('.table').waitFor();
      await drawer.getByRole('button', { name: words.columns, exact: true }).click();
      await page.locator('.popover').getByRole('checkbox', { name: words.showPersonal }).check();
      await page.locator('.popover .panel-others').getByRole('button', { name: words.phone }).click();
      await page.keyboard.press('Escape');
      await drawer.locator('.masked-mark').waitFor();
      await drawer
        .getByText(/010-\*\*\*\*-\d{4}/)
        .first()
        .waitFor();
      await takePicture(page, `members-masked-${lang}`);
      await expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
      await drawer.getByLabel(words.purpose).fill(PURPOSE);
      await page.keyboard.press('Enter');
      await drawer
        .getByText(/010-\d{4}-\d{4}/)
        .first()
        .waitFor();
      expect(await drawer.locator('.masked-mark').count()).toBe(0);
      await takePicture(page, `members-shown-${lang}`);
      await expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
      await drawer.getByRole('button', { name: words.hide }).press('Enter');
      await drawer
        .getByText(/010-\*\*\*\*-\d{4}/)
        .first()
        .waitFor();
      await context.close();
      expect(complaints).toEqual([]);
    });
  });
});
