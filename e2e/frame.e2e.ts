import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { addCondition, askExplore, findCard, findViolations, openExplore, readCount, TEXTS } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    explore: '탐색',
    audiences: '고객군',
    catalog: '카탈로그',
    noAudiences: '저장한 고객군이 아직 없습니다',
    notFound: '없는 페이지입니다',
    settings: '테마와 단축키',
    dark: '어둡게',
    shortcuts: '키보드 단축키',
    search: '이름, 비슷한 말, 아이디로 검색',
    nothing: '카탈로그에 맞는 것이 없습니다',
    events: '행동',
  },
  en: {
    explore: 'Explore',
    audiences: 'Audiences',
    catalog: 'Catalog',
    noAudiences: 'No audience has been saved yet',
    notFound: 'There is no such page',
    settings: 'Theme and shortcuts',
    dark: 'Dark',
    shortcuts: 'Keyboard shortcuts',
    search: 'Search by name, synonym or id',
    nothing: 'Nothing in the catalog matches',
    events: 'Events',
  },
} as const;
const SCREENS = ['/', '/audiences', '/audiences/nobody', '/catalog', '/nowhere'] as const;
const WOMEN = { attribute: 'gender', eq: 'F' };

const COUNT_CATALOG_SCRIPTS =
  "performance.getEntriesByType('resource').filter((entry) => /catalog-page.*js$/.test(entry.name)).length";

/** Marks the document, so that a full load is seen: it has no mark. */
const mark = (page: Page) => page.locator('body').evaluate((body) => body.setAttribute('data-mark', ''));
const isMarked = (page: Page) => page.locator('body').evaluate((body) => body.hasAttribute('data-mark'));
const readTheme = (page: Page) => page.locator('html').getAttribute('data-theme');
const readBackground = (page: Page) =>
  page.locator('html').evaluate((html) => html.ownerDocument.defaultView?.getComputedStyle(html).backgroundColor);

describe('the frame', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];

    it('goes from page to page without loading anew, and keeps the question and what can be undone', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await mark(page);
      const everyone = await readCount(page);
      await page.locator('[data-panel=gender] button.bar').first().click();
      const women = await readCount(page);
      const link = page.url();
      const pages = page.getByRole('navigation');
      await pages.getByRole('link', { name: words.catalog }).click();
      await page.getByRole('heading', { level: 1, name: words.catalog }).waitFor();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/catalog');
      await pages.getByRole('link', { name: words.audiences }).click();
      await page.getByText(words.noAudiences).waitFor();
      expect(await pages.getByRole('link', { name: words.audiences }).getAttribute('aria-current')).toBe('page');
      await pages.getByRole('link', { name: words.explore }).click();
      expect(await readCount(page)).toBe(women);
      expect(page.url()).toBe(link);
      await page.getByRole('button', { name: TEXTS[lang].undo }).click();
      expect(await readCount(page)).toBe(everyone);
      await page.getByRole('button', { name: TEXTS[lang].redo }).click();
      await page.goBack();
      await page.getByText(words.noAudiences).waitFor();
      await page.goBack();
      await page.locator('.catalog-table').waitFor();
      await page.goBack();
      expect(await readCount(page)).toBe(women);
      expect(page.url()).toBe(link);
      expect(await isMarked(page)).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('opens every address by itself, and says when one is none', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog`, lang);
      await page.locator('.catalog-table tbody tr').first().waitFor();
      await page.goto(`${demo.url}/audiences`);
      await page.getByText(words.noAudiences).waitFor();
      const answer = await page.goto(`${demo.url}/nowhere`);
      expect(answer?.status()).toBe(404);
      await page.getByRole('heading', { level: 1, name: words.notFound }).waitFor({ state: 'attached' });
      await page.goto(`${demo.url}/explore#`);
      expect(await readCount(page)).toBe(2000);
      expect(new URL(page.url()).pathname).toBe('/');
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('finds in the catalog, sorts it, and says when nothing is found', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog`, lang);
      const ids = () => page.locator('.catalog-table .entry-id').allInnerTexts();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      const first = await ids();
      await page.locator('.table-more').click();
      await expect.poll(async () => (await ids()).length).toBeGreaterThan(500);
      const all = await ids();
      expect(all.slice(0, first.length)).toEqual(first);
      await page.getByRole('searchbox', { name: words.search }).fill(TEXTS[lang].gender);
      await expect.poll(async () => (await ids()).length).toBeLessThan(50);
      expect(await ids()).toContain('gender');
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('searchbox', { name: words.search }).fill('zzzz');
      await page.getByText(words.nothing).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.locator('.empty-state button').click();
      await expect.poll(ids).toEqual(first);
      await page.locator('.sort-button').nth(2).click();
      const fills = await page
        .locator('.fill-bar > span')
        .evaluateAll((bars) => bars.map((bar) => Number.parseFloat(bar.style.width)));
      expect(fills).toEqual([...fills].sort((a, b) => a - b));
      expect(new Set(fills).size).toBeGreaterThan(5);
      await page.getByRole('tab', { name: words.events }).click();
      await expect.poll(ids).toContain('purchase');
      expect(complaints).toEqual([]);
      await context.close();
    });

    it.each(['light', 'dark'] as const)(
      'is readable by everyone on every screen when %s',
      async (theme) => {
        const { page, context, complaints } = await openExplore(browser, demo.url, lang);
        await page.emulateMedia({ colorScheme: theme });
        for (const path of SCREENS) {
          await page.goto(`${demo.url}${path}`);
          await page
            .locator(path === '/' ? '[data-panel] .bar' : 'h1')
            .first()
            .waitFor({ state: 'attached' });
          expect(await findViolations(page), path).toEqual([]);
        }
        await page.goto(demo.url);
        await addCondition(page, lang, TEXTS[lang].gender);
        await findCard(page, TEXTS[lang].gender).getByLabel(TEXTS[lang].female).check();
        await readCount(page);
        const search = page.getByRole('searchbox', { name: TEXTS[lang].search }).first();
        await search.fill(TEXTS[lang].female);
        await page.locator('.catalog-group-title').first().waitFor();
        expect(await findViolations(page), 'a search').toEqual([]);
        await search.fill('');
        await page.getByRole('button', { name: words.settings }).click();
        await page.getByRole('menu').waitFor();
        expect(await findViolations(page), 'the menu').toEqual([]);
        await page.getByRole('menuitem', { name: words.shortcuts }).click();
        await page.getByRole('dialog', { name: words.shortcuts }).waitFor();
        expect(await findViolations(page), 'the shortcuts').toEqual([]);
        expect(complaints).toEqual([]);
        await context.close();
      },
      300_000,
    );
  });

  it('keeps the theme that was chosen, and shows no other before it', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await page.emulateMedia({ colorScheme: 'light' });
    await readCount(page);
    const light = await readBackground(page);
    await page.getByRole('button', { name: WORDS.en.settings }).click();
    await page.getByRole('menuitemradio', { name: WORDS.en.dark }).click();
    expect(await readTheme(page)).toBe('dark');
    const dark = await readBackground(page);
    expect(dark).not.toBe(light);
    // Without the page's own code: what is painted first is dark already.
    const other = await context.newPage();
    await other.emulateMedia({ colorScheme: 'light' });
    await other.route(/\/assets\/index-.*\.js$/, (route) => route.abort());
    await other.goto(`${demo.url}/catalog`);
    expect(await other.locator('#root > *').count()).toBe(0);
    expect([await readTheme(other), await readBackground(other)]).toEqual(['dark', dark]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows the keys that work when asked with ?, but not while typing', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    await page.getByRole('searchbox', { name: TEXTS.en.search }).first().press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.locator('#definition').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: WORDS.en.shortcuts }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await context.close();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'loses nothing when the server goes by %s, and goes on by itself when it is back',
    async (signal) => {
      const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
      const everyone = await readCount(page);
      await addCondition(page, 'en', TEXTS.en.age);
      const age = findCard(page, TEXTS.en.age);
      // Once the page has its answers it loads the other pages, too.
      await expect.poll(() => page.evaluate(COUNT_CATALOG_SCRIPTS), { timeout: 30_000 }).toBe(1);
      await demo.halt(signal);
      onTestFailed(() => demo.resume());
      await age.getByLabel(TEXTS.en.from, { exact: true }).fill('30');
      await page.getByText(TEXTS.en.noAnswer).waitFor();
      expect(await findViolations(page)).toEqual([]);
      // The number before stays, marked as an earlier question's; typing goes on; other pages open.
      expect(Number((await page.locator('.count-figure').innerText()).replaceAll(/\D/g, ''))).toBe(everyone);
      expect(await page.locator('[data-testid=count]').getAttribute('data-stale')).toBe('true');
      await age.getByLabel(TEXTS.en.from, { exact: true }).fill('40');
      await page.getByRole('link', { name: WORDS.en.catalog }).click();
      await page.locator('.catalog-table tbody tr').first().waitFor();
      await page.getByText(TEXTS.en.noAnswer).waitFor();
      await page.getByRole('link', { name: WORDS.en.explore }).click();
      // The toast is there for some seconds only; the first answer of a cold server may take longer.
      await Promise.all([page.getByText('The server answers again.').first().waitFor({ timeout: 100_000 }), demo.resume()]);
      await page.getByText(TEXTS.en.noAnswer).waitFor({ state: 'detached' });
      expect(await readCount(page)).toBe((await askExplore(demo.url, { attribute: 'age', gte: 40 })).count);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it('says when newer data has been loaded, and shows it when asked to', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    await page.getByRole('link', { name: WORDS.en.catalog }).click();
    await page.locator('.catalog-table tbody tr').first().waitFor();
    const file = join(demo.workspace, 'silhouette.yaml');
    const name = `Renamed retailer ${Date.now()}`;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^name: .*$/m, `name: ${name}`));
    await demo.load();
    const bar = page.getByRole('button', { name: 'Ask again' });
    await bar.waitFor({ timeout: 90_000 });
    expect(await page.locator('.header-workspace').innerText()).not.toBe(name);
    expect(await findViolations(page)).toEqual([]);
    await bar.click();
    await expect.poll(() => page.locator('.header-workspace').innerText()).toBe(name);
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: WORDS.en.explore }).click();
    await page.locator('[data-panel=gender] button.bar').first().click();
    expect(await readCount(page)).toBe((await askExplore(demo.url, WOMEN)).count);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('asks little of a connection: under 300 kB of script for the first page, others by themselves', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR' });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    const responses = new Map<string, { readonly type: string; readonly path: string }>();
    const scripts = new Map<string, number>();
    let fontBytes = 0;
    client.on('Network.responseReceived', ({ requestId, type, response }) =>
      responses.set(requestId, { type, path: new URL(response.url).pathname }),
    );
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const response = responses.get(requestId);
      if (response?.type === 'Script') scripts.set(response.path, encodedDataLength);
      if (response?.type === 'Font') fontBytes += encodedDataLength;
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(demo.url);
    await readCount(page);
    const orderOf = (pattern: RegExp) => asked.findIndex((path) => pattern.test(path));
    await expect.poll(() => orderOf(/catalog-page.*\.js$/), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(orderOf(/explore-page.*\.js$/)).toBeLessThan(orderOf(/^\/api\/explore$/));
    expect(orderOf(/^\/api\/explore$/)).toBeLessThan(orderOf(/catalog-page.*\.js$/));
    // What is loaded for later, once there are answers, is none of the first page.
    const first = asked.slice(0, orderOf(/explore-drawers.*\.js$/));
    expect(first.length).toBeGreaterThan(5);
    const scriptBytes = [...new Set(first)].reduce((sum, path) => sum + (scripts.get(path) ?? 0), 0);
    expect(scriptBytes).toBeGreaterThan(50_000);
    expect(scriptBytes).toBeLessThan(300_000);
    // Korean comes in pieces: those with the letters of this page only.
    expect(fontBytes).toBeLessThan(600_000);
    console.log(`first load of /: ${Math.round(scriptBytes / 1000)} kB of script, ${Math.round(fontBytes / 1000)} kB of fonts`);
    await context.close();
  });
});
