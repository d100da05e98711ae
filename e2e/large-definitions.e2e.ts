import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCondition, askExplore, findCard, findViolations, openExplore, readCount, TEXTS } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** Processor time of the page's main thread that a key may cost, all that follows from it included: this, or so many times the yardstick. */
const MOST_KEY_MS = 1000;
const MOST_KEY_YARDSTICKS = 25;
/** Work on as many keys as the largest definition here has: some 40 ms of a machine that has nothing else to do. */
const YARDSTICK =
  "JSON.parse(JSON.stringify(Array.from({ length: 100_000 }, (_, n) => String(n).padStart(8, '0') + '-aaaa-bbbb-cccc-ddddeeeeffff'))).length";

/**
 * Types letters one by one, and expects none of them to cost too much processor time of the main thread: a busy machine lengthens that, too,
 * if less than it does waiting, and a slow one anyway, as both do the yardstick.
 */
async function expectSwiftKeys(page: Page, letters: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const readMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const measure = async (work: () => Promise<unknown>) => {
    const before = await readMs();
    await work();
    return (await readMs()) - before;
  };
  for (const letter of letters) {
    const costMs = await measure(async () => {
      await page.keyboard.press(letter);
      await readCount(page);
    });
    const yardstickMs = await measure(() => page.evaluate(YARDSTICK));
    expect(costMs).toBeLessThan(Math.max(MOST_KEY_MS, MOST_KEY_YARDSTICKS * yardstickMs));
  }
  await session.detach();
}

/** The server takes a second for a question of 100,000 keys, and a busy machine a multiple of it. */
const PATIENCE_MS = 90_000;

describe('A definition far larger than most', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('of 100,000 pasted keys is asked, edited, undone and reloaded, and says that it fits no link', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    page.setDefaultTimeout(PATIENCE_MS);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await readCount(page);
    const response = await fetch(`${demo.url}/api/members`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ audience: { all: [] }, limit: 3 }),
    });
    const { members } = (await response.json()) as { members: { key: string }[] };
    const unknown = Array.from(
      { length: 99_997 },
      (_, index) => `${String(index).padStart(8, '0')}-aaaa-bbbb-cccc-ddddeeeeffff`,
    );
    const keys = [...members.map(({ key }) => key), ...unknown];
    await page.locator('.catalog-row-label').getByText('List of customers', { exact: true }).first().click();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(keys.join('\n'))})`);
    await page.locator('.card textarea').focus();
    await page.keyboard.press('Control+v');
    await findCard(page, '100,000').waitFor();
    expect(await readCount(page)).toBe(3);
    await page.getByText('This question is too large for a link.').waitFor();
    expect(page.url().length).toBeLessThan(200);
    await addCondition(page, 'en', 'Age');
    const age = findCard(page, 'Age');
    await age.getByLabel('From', { exact: true }).focus();
    await expectSwiftKeys(page, '12');
    await age.getByLabel('From', { exact: true }).fill('19');
    await age.getByRole('switch').click();
    expect(await readCount(page)).toBe(3);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Too large for a link: save it as an audience first').waitFor();
    await page.waitForTimeout(1500);
    await page.reload();
    await findCard(page, '100,000').waitFor();
    expect([await readCount(page), await findCard(page, 'Age').count()]).toEqual([3, 1]);
    expect(await findViolations(page)).toEqual([]);
    const other = await openExplore(browser, page.url(), 'en');
    await other.page.getByText('stayed in the tab it was made in').waitFor();
    expect([...complaints, ...other.complaints]).toEqual([]);
    await Promise.all([context.close(), other.context.close()]);
  }, 240_000);

  it('of 1,000 conditions opens from the library, follows every key, and has a short link as it was saved', async () => {
    const conditions = Array.from({ length: 1000 }, (_, index) => ({
      not: { attribute: 'region', in: [`nowhere-${index}`, `a-region-that-nobody-of-the-demo-lives-in-${index}`] },
    }));
    const definition = { all: [{ attribute: 'age', gte: 30 }, ...conditions] };
    const saved = await fetch(`${demo.url}/api/audiences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'A thousand', definition }),
    });
    expect(saved.status).toBe(201);
    const { count } = await askExplore(demo.url, definition);
    const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, 'en');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('a[href*="#"]').first().click();
    expect(await readCount(page)).toBe(count);
    expect(page.url().length).toBeLessThan(300);
    expect(await page.locator('.card').count()).toBe(1001);
    // Only what is near the part in sight is drawn whole; the rest has a name to come to by keyboard.
    expect(await page.locator('.card:not(.card-lazy)').count()).toBeLessThan(60);
    const first = page.locator('.card').first();
    await first.locator('.line-button').click();
    const from = first.getByLabel('From', { exact: true });
    await from.fill('');
    await expectSwiftKeys(page, '45');
    await from.fill('45');
    const older = await askExplore(demo.url, { all: [{ attribute: 'age', gte: 45 }] });
    expect(await readCount(page)).toBe(older.count);
    await first.getByRole('switch').click();
    // Letters that follow one another soon are one step: on a busy machine they are several.
    const undo = page.getByRole('button', { name: TEXTS.en.undo });
    while (await undo.isEnabled()) await undo.click();
    expect(await readCount(page)).toBe(count);
    await page.locator('.card-lazy button').last().focus();
    await page.locator('.card:not(.card-lazy) :focus').waitFor();
    expect(await page.locator('.card-lazy').count()).toBeGreaterThan(900);
    await context.close();
    expect(complaints).toEqual([]);
  });
});
