import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askExplore, openExplore, readCount, TEXTS } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

const WOMEN = { attribute: 'gender', eq: 'F' };
const RENEWED = 'Newer data has been loaded: everything on the page is of it now.';
/** What the page asks about a group. */
const QUESTIONS = /\/api\/(explore|explain|portrait|members|why|look-ahead)$/;

/** A question as the page sent it. */
interface Sent {
  readonly kind: string;
  readonly snapshot: string | null;
  readonly isCount: boolean;
}

function collectQuestions(page: Page): Sent[] {
  const sent: Sent[] = [];
  page.on('request', (request) => {
    const kind = QUESTIONS.exec(request.url())?.[1];
    if (kind === undefined) return;
    const body = JSON.parse(request.postData() ?? '{}');
    const isCount = kind === 'explore' && body.panels?.length === 0;
    sent.push({ kind, snapshot: body.snapshot ?? null, isCount });
  });
  return sent;
}

/** Each loads the data anew. */
const TIMEOUT_MS = 300_000;

describe('Explore, while newer data are loaded', { timeout: TIMEOUT_MS }, () => {
  let demo: RunningDemo;
  let browser: Browser;
  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  let age = 60;
  /** Loads a new snapshot that has lost its members above an age: a lower one each time, so that a second try has newer data, too. */
  const loseMembers = async () => {
    age -= 10;
    const file = join(demo.workspace, 'silhouette.yaml');
    const text = readFileSync(file, 'utf8').replace(/^views:\n.*\n/m, '');
    const view = `views:\n  young: "SELECT * FROM members WHERE age < ${age}"\n`;
    writeFileSync(file, `${text.replace(/from: (members|young)$/m, 'from: young')}${view}`);
    await demo.load();
  };

  it('shows numbers, panels, members and explanations of one snapshot, and renews them all at once', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    const sent = collectQuestions(page);
    await page.locator('[data-panel=gender] button.bar').first().click();
    const before = await readCount(page);
    expect(before).toBe((await askExplore(demo.url, WOMEN)).count);
    const old = (await askExplore(demo.url, WOMEN)).snapshot;
    await loseMembers();
    const now = await askExplore(demo.url, WOMEN);
    expect(now.count).toBeLessThan(before);
    expect(now.snapshot).not.toBe(old);

    // What is asked beside the number shown is of the number's data, however new others are.
    sent.length = 0;
    await page.getByRole('button', { name: TEXTS.en.members }).click();
    await page.getByText(`50 of ${new Intl.NumberFormat('en').format(before)} shown`).waitFor();
    await page.getByRole('button', { name: TEXTS.en.close }).last().click();
    await page.locator('.group-views').getByText(TEXTS.en.portrait).click();
    await page.locator('.trait').first().waitFor();
    await page.locator('.group-views').getByText('Who they are').click();
    expect(sent.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['members', 'portrait']));
    expect(sent.filter(({ snapshot }) => snapshot !== old)).toEqual([]);

    // The next number is of the newer data: so is everything from there on, and the page says so.
    sent.length = 0;
    await page.locator('[data-panel=region] button.bar').first().click();
    await page.getByText(RENEWED).first().waitFor();
    const both = await readCount(page);
    expect(both).toBe((await askExplore(demo.url, { all: [WOMEN, { attribute: 'region', in: ['gyeonggi'] }] })).count);
    await page.locator('.panels:not(.is-stale)').waitFor();
    const listKinds = () => [
      ...new Set(sent.filter(({ isCount, snapshot }) => !isCount && snapshot === now.snapshot).map(({ kind }) => kind)),
    ];
    await expect.poll(() => listKinds().sort()).toEqual(['explain', 'explore']);
    await page.waitForTimeout(500);
    expect(listKinds().sort()).toEqual(['explain', 'explore']);
    expect(sent.filter(({ isCount, snapshot }) => !isCount && snapshot === null)).toEqual([]);

    // One step back: never the number of the older data.
    await page.getByRole('button', { name: TEXTS.en.undo }).click();
    expect(await readCount(page)).toBe(now.count);
    await page.locator('.panels:not(.is-stale)').waitFor();
    const bar = page.locator('[data-panel=gender] button.bar', { hasText: TEXTS.en.female }).locator('.bar-count');
    expect(Number((await bar.innerText()).replaceAll(/\D/g, ''))).toBe(now.count);
    await page.getByRole('button', { name: TEXTS.en.members }).click();
    await page.getByText(`50 of ${new Intl.NumberFormat('en').format(now.count)} shown`).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('takes the newest data where those of the number are kept no longer', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    const before = await readCount(page);
    const old = (await askExplore(demo.url, WOMEN)).snapshot;
    await loseMembers();
    const now = await askExplore(demo.url, WOMEN);
    expect(now.count).toBeLessThan(before);
    await page.route('**/api/members', async (route) => {
      if (JSON.parse(route.request().postData() ?? '{}').snapshot !== old) return route.continue();
      const issue = { path: 'snapshot', code: 'snapshot-gone', message: 'Gone.' };
      await route.fulfill({ status: 410, contentType: 'application/problem+json', body: JSON.stringify({ issues: [issue] }) });
    });
    await page.getByRole('button', { name: TEXTS.en.members }).click();
    await page.getByText(RENEWED).first().waitFor();
    await page.getByText(`50 of ${new Intl.NumberFormat('en').format(now.count)} shown`).waitFor();
    expect(await readCount(page)).toBe(now.count);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
