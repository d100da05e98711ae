import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ExportList } from '@silhouette/model';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addCondition, askAverage, askExplain, askPortrait, askServer, openExplore, readCount } from '../e2e/explore-driver.ts';
import { findChromium, launchChromium } from '../e2e/find-chromium.ts';
import { type RunningServer, startServer } from '../e2e/start-server.ts';
import { runJson, selectRows } from './run-silhouette.ts';

const data = process.env.SILHOUETTE_REAL_DATA ?? '../shared/data';
const file = resolve(data, 'online-retail', 'online_retail.csv.gz');

const CATALOG = `
silhouette: 1
name: Online Retail
timeZone: Europe/London
currency: GBP
now: latest
sources:
  invoices: { files: ["${file}"], encoding: utf-8, missing: ["NA"] }
events:
  purchase:
    from: invoices
    customer: CustomerID
    time: InvoiceDate
    occasion: InvoiceNo
    where: Quantity > 0 AND UnitPrice > 0
    label: { ko: 구매, en: Purchase }
    fields:
      amount: { type: number, decimals: 3, sql: Quantity * UnitPrice, unit: GBP, label: { ko: 금액, en: Amount } }
      product: { type: category, column: StockCode, labelColumn: Description, label: { ko: 상품, en: Product } }
      country: { type: category, column: Country, label: { ko: 국가, en: Country } }
computed:
  standard: true
`;

/** What the clicks ask, as the language writes it. */
const QUESTION = {
  all: [
    { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: 100 } },
    { event: 'purchase', where: [{ field: 'country', eq: 'United Kingdom' }] },
    { not: { event: 'purchase', within: { last: 30, unit: 'day' } } },
  ],
};

/** The same, from the lines themselves: the as-of is the day after the last line, in London's winter time. */
const SQL = `
  SELECT toString(count()) FROM (
    SELECT _customer,
      sumIf(amount, _time >= toDateTime64('2011-09-10 00:00:00', 3, 'Europe/London')) AS spent,
      uniqExactIf(_occasion, _time >= toDateTime64('2011-09-10 00:00:00', 3, 'Europe/London')) AS orders,
      countIf(country = 'United Kingdom') AS british,
      countIf(_time >= toDateTime64('2011-11-10 00:00:00', 3, 'Europe/London')) AS recent
    FROM lake.purchase GROUP BY 1
  ) WHERE orders > 0 AND spent >= 100 * orders AND british > 0 AND recent = 0`;

/** What the clicks find, in both languages. */
const WORDS = {
  en: {
    purchase: 'Purchase',
    country: 'Country',
    measure: 'Measure',
    average: 'average',
    comparison: 'Comparison',
    from: 'From',
    search: 'Search conditions and values',
    period: 'Period',
    allTime: 'All time',
    lastDays: 'the last 30 days',
    negate: 'Negate (not)',
    saveAs: 'Save…',
    name: 'Name',
    audience: 'Good British customers who stay away',
    save: 'Save',
    portrait: 'What sets them apart',
    explain: 'Explain',
    export: 'Export',
    ready: 'Ready',
    download: /^Download /,
  },
  ko: {
    purchase: '구매',
    country: '국가',
    measure: '측정값',
    average: '평균',
    comparison: '비교',
    from: '하한',
    search: '조건과 값 검색',
    period: '기간',
    allTime: '전체',
    lastDays: '최근 30일',
    negate: '반대로(제외)',
    saveAs: '저장…',
    name: '이름',
    audience: '떠나 있는 영국의 우수 고객',
    save: '저장',
    portrait: '이 고객군을 가르는 특징',
    explain: '이 수의 근거',
    export: '내보내기',
    ready: '준비됨',
    download: /내려받기$/,
  },
} as const;

describe.runIf(existsSync(file))('Online Retail in the page', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'silhouette-online-retail-page-'));
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    const chromium = findChromium();
    if (chromium === null) throw new Error('No Chromium found: install one, or name it with CHROMIUM_PATH.');
    writeFileSync(join(workspace, 'silhouette.yaml'), CATALOG);
    await runJson(['load', '--workspace', workspace]);
    [server, browser] = await Promise.all([
      startServer(['serve', '--port', '0', '--workspace', workspace]),
      launchChromium(chromium),
    ]);
    // The store's first opening makes its database: no click waits for it.
    await fetch(`${server.url}/api/audiences`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGINT');
    rmSync(workspace, { recursive: true, force: true });
  });

  afterEach(async () => {
    const { exports } = await askServer<ExportList>(server.url, 'GET', '/api/exports');
    for (const { id } of exports) await askServer(server.url, 'DELETE', `/api/exports/${id}`);
  });

  test.each(['en', 'ko'] as const)(
    'a question is built by clicks, saved, compared, explained and exported, in under a minute: %s',
    async (lang) => {
      const words = WORDS[lang];
      const { page, context, complaints } = await openExplore(browser, server.url, lang);
      const everyone = await readCount(page);
      const token = (name: string, card: number) =>
        page
          .locator('.definition .card')
          .nth(card)
          .getByRole('button', { name: `${name}:` });
      const beganAtMs = Date.now();

      await addCondition(page, lang, words.purchase);
      await askAverage(page.locator('.definition .card').first(), words, '100');

      const search = page.getByRole('searchbox', { name: words.search }).first();
      await search.fill('United Kingdom');
      await page
        .locator('.catalog-row')
        .filter({ hasText: words.purchase })
        .filter({ hasText: words.country })
        .filter({ hasText: 'United Kingdom' })
        .first()
        .getByRole('button')
        .click();
      await search.fill('');
      await token(words.period, 1).click();
      await page.locator('.popover').getByRole('button', { name: words.allTime, exact: true }).click();
      await page.keyboard.press('Escape');

      await addCondition(page, lang, words.purchase);
      await token(words.period, 2).click();
      await page.locator('.popover .chip').getByText(words.lastDays, { exact: true }).click();
      await page.keyboard.press('Escape');
      await page.locator('.definition .card').nth(2).locator('[aria-haspopup=menu]').click();
      await page.getByRole('menuitem', { name: words.negate }).click();
      const shown = await readCount(page);
      const explained = await askExplain(server.url, QUESTION);
      expect(await page.locator('.definition .sentence').innerText()).toBe(explained.sentence[lang]);

      await page.getByRole('button', { name: words.saveAs }).click();
      const saving = page.getByRole('dialog');
      await saving.getByLabel(words.name, { exact: true }).fill(words.audience);
      await saving.getByRole('button', { name: words.save, exact: true }).click();
      await saving.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: words.portrait }).click();
      await page.locator('.portrait[aria-busy=false] .trait-says').first().waitFor();
      const traits = await page.locator('.portrait > div > .traits > .trait > .trait-line > .trait-says').allInnerTexts();

      await page.getByRole('button', { name: words.explain }).click();
      const drawer = page.locator('.drawer');
      await drawer.getByText(explained.snapshot).first().waitFor();
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });

      await page.locator('.count-tools').getByRole('button', { name: words.export, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: words.export, exact: true }).click();
      await drawer.getByText(words.ready, { exact: true }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        drawer.getByRole('link', { name: words.download }).click(),
      ]);
      const lines = readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\r\n');
      const tookMs = Date.now() - beganAtMs;

      const [[counted] = []] = await selectRows(workspace, SQL);
      expect(shown).toBe(Number(counted));
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThan(everyone);
      expect(lines.length - 1).toBe(shown);
      const portrait = await askPortrait(server.url, QUESTION, 'everyone');
      expect(traits).toEqual(portrait.traits.map(({ says }) => says[lang]));
      const listed: unknown = await (await fetch(`${server.url}/api/audiences`)).json();
      expect(listed).toMatchObject({
        audiences: expect.arrayContaining([
          expect.objectContaining({
            name: words.audience,
            sentence: explained.sentence,
            size: expect.objectContaining({ count: shown }),
          }),
        ]),
      });
      expect(tookMs).toBeLessThan(60_000);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
