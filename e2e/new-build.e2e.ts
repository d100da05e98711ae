import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, openExplore, readCount } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

const WORDS = {
  ko: {
    catalog: '카탈로그',
    newer: '이 페이지의 새 버전이 있습니다.',
    lost: '이 페이지를 불러오지 못했습니다.',
    reload: '새로 고침',
    retry: '다시 시도',
    data: '데이터 정보',
    copy: '스냅숏 아이디 복사',
    other: 'English',
    otherCode: /\/assets\/en-[^/]*\.js$/,
    otherCatalog: 'Catalog',
    languageLost: '다른 언어를 불러오지 못했습니다.',
    unloaded: '화면을 불러오지 못했습니다.',
  },
  en: {
    catalog: 'Catalog',
    newer: 'There is a newer version of this page.',
    lost: 'This page could not be loaded.',
    reload: 'Reload',
    retry: 'Try again',
    data: 'About the data',
    copy: 'Copy the snapshot’s id',
    other: '한국어',
    otherCode: /\/assets\/ko-[^/]*\.js$/,
    otherCatalog: '카탈로그',
    languageLost: 'The other language could not be loaded.',
    unloaded: 'The page could not be loaded.',
  },
} as const;
const LANGUAGES = /\/assets\/(?:ko|en)-[^/]*\.js$/;
const CATALOG_CODE = /\/assets\/catalog-page-.*\.js$/;

const gone = (route: Route) => route.fulfill({ status: 404, body: 'gone' });

/** The document as a newer build's server would give it; documents that are loaded stay this build's. */
async function serveNewerBuild(page: Page): Promise<void> {
  await page.route(/\/$/, async (route) => {
    if (route.request().resourceType() === 'document') return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/\/assets\/index-[^"]*\.js/, '/assets/index-newer.js');
    return route.fulfill({ response: answer, body });
  });
}

/** Counts the documents that a page loads from now on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('request', (request) => {
    if (request.resourceType() === 'document') loads += 1;
  });
  return () => loads;
}

describe('code that does not arrive', () => {
  let demo: RunningDemo;
  let browser: Browser;
  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];

    it('of a build that is gone: the document is loaded anew, and the page that was asked for is there', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      await page.route(CATALOG_CODE, gone);
      await serveNewerBuild(page);
      await readCount(page);
      const loads = countLoads(page);
      page.on('request', (request) => {
        if (request.resourceType() === 'document') void page.unroute(CATALOG_CODE, gone);
      });
      await page.getByRole('navigation').getByRole('link', { name: words.catalog }).click();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      expect([loads(), new URL(page.url()).pathname]).toEqual([1, '/catalog']);
      await context.close();
    });

    it('of a build that stays away: says so after one reload, and no more', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      await page.route(CATALOG_CODE, gone);
      await serveNewerBuild(page);
      await readCount(page);
      const loads = countLoads(page);
      await page.getByRole('navigation').getByRole('link', { name: words.catalog }).click();
      await page.getByText(words.newer).waitFor();
      await page.waitForTimeout(500);
      expect(loads()).toBe(1);
      expect(await findViolations(page)).toEqual([]);
      await page.unroute(CATALOG_CODE, gone);
      await page.getByRole('button', { name: words.reload }).click();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      expect(loads()).toBe(2);
      await context.close();
    });

    it('of a server that is away: says so, and asks again when told to', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      const away = (route: Route) => route.abort();
      await page.route(CATALOG_CODE, away);
      await page.route(/\/$/, (route) => (route.request().resourceType() === 'fetch' ? route.abort() : route.fallback()));
      await readCount(page);
      const loads = countLoads(page);
      await page.getByRole('navigation').getByRole('link', { name: words.catalog }).click();
      await page.getByText(words.lost).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.unroute(CATALOG_CODE, away);
      await page.getByRole('button', { name: words.retry }).click();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      expect(loads()).toBe(0);
      await context.close();
    });

    it('of the other language: says so, stays as it was, and changes when it is there', async () => {
      const context = await browser.newContext({ locale: lang === 'ko' ? 'ko-KR' : 'en-US' });
      const page = await context.newPage();
      const away = (route: Route) => route.abort();
      // Before the page loads what it may need later.
      await page.route(words.otherCode, away);
      await page.goto(demo.url);
      await page.route(/\/$/, (route) => (route.request().resourceType() === 'fetch' ? route.abort() : route.fallback()));
      const choice = page.getByRole('button', { name: words.other, exact: true });
      await choice.click();
      await page.getByText(words.languageLost).first().waitFor();
      await page.getByRole('navigation').getByRole('link', { name: words.catalog }).waitFor();
      await page.unroute(words.otherCode, away);
      await choice.click();
      await page.getByRole('navigation').getByRole('link', { name: words.otherCatalog }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(lang === 'ko' ? 'en' : 'ko');
      await context.close();
    });

    it('of its own language: says so in every language, and comes when asked again', async () => {
      const context = await browser.newContext({ locale: lang === 'ko' ? 'ko-KR' : 'en-US' });
      const page = await context.newPage();
      await page.route(LANGUAGES, (route) => route.abort());
      await page.goto(demo.url);
      for (const every of Object.values(WORDS)) await page.getByText(every.unloaded).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.unrouteAll();
      await page.getByRole('button', { name: words.reload }).click();
      await page.getByRole('navigation').getByRole('link', { name: words.catalog }).waitFor();
      await context.close();
    });

    it('what the data is opens from the header by keyboard', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await readCount(page);
      await page.locator('.header-fresh').focus();
      await page.keyboard.press('Enter');
      const facts = page.getByRole('dialog', { name: words.data });
      await facts.waitFor();
      const { snapshot } = (await (await fetch(`${demo.url}/api/catalog`)).json()) as { readonly snapshot: string };
      expect(await facts.innerText()).toContain(snapshot);
      await facts.getByRole('button', { name: words.copy }).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await facts.waitFor({ state: 'detached' });
      expect(await page.locator('.header-fresh').evaluate((button) => button === button.ownerDocument.activeElement)).toBe(
        true,
      );
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
});
