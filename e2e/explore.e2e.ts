import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dragOnto } from './drag-onto.ts';
import {
  addCondition,
  askExplain,
  askExplore,
  askPortrait,
  buildByClicks,
  findCard,
  findViolations,
  openExplore,
  readCount,
  TEXTS,
} from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

const EVENT = { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: 100000 } };
const WOMEN_IN_THEIR_THIRTIES = {
  all: [EVENT, { attribute: 'gender', eq: 'F' }, { attribute: 'age', gte: 30, lt: 40 }],
};
const formatCount = (count: number) => new Intl.NumberFormat('en').format(count);

describe('Explore', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(5000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const t = TEXTS[lang];

    it('shows what sets them apart only when asked to, as the API has it, and a click adds a trait', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      const asked: string[] = [];
      page.on('request', (request) => request.url().endsWith('/api/portrait') && asked.push(request.url()));
      await addCondition(page, lang, t.gender);
      await findCard(page, t.gender).getByLabel(t.female).check();
      await readCount(page);
      expect(asked).toEqual([]);
      const women = { attribute: 'gender', eq: 'F' };
      const everyone = await askPortrait(demo.url, women, 'everyone');
      expect(everyone.traits.length).toBeGreaterThan(0);
      await page.getByRole('button', { name: t.portrait }).click();
      const says = page.locator('.portrait > div > .traits > .trait > .trait-line > .trait-says');
      await says.first().waitFor();
      expect(await says.allInnerTexts()).toEqual(everyone.traits.map((trait) => trait.says[lang]));
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: t.rest }).click();
      const rest = await askPortrait(demo.url, women, 'rest');
      const [first] = rest.traits;
      if (first === undefined) throw new Error('Nothing sets women apart from the rest.');
      await page.locator('.portrait[aria-busy=false]').waitFor();
      await page.getByRole('button', { name: first.sentence[lang] }).click();
      const both = await askExplore(demo.url, { all: [women, first.condition] });
      expect(await readCount(page)).toBe(both.count);
      expect(both.count).toBe(first.count);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('builds a question by clicks; number, sentence and waterfall are those of the API, and the link is the question', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await buildByClicks(page, lang);
      const shown = await readCount(page);
      const answer = await askExplore(demo.url, WOMEN_IN_THEIR_THIRTIES);
      expect(shown).toBe(answer.count);
      // A number that no wrong question would give: some, and fewer than with any condition left out.
      expect(answer.count).toBeGreaterThan(0);
      for (const left of WOMEN_IN_THEIR_THIRTIES.all) {
        const rest = { all: WOMEN_IN_THEIR_THIRTIES.all.filter((condition) => condition !== left) };
        expect((await askExplore(demo.url, rest)).count).toBeGreaterThan(answer.count);
      }
      expect(await page.locator('.definition .sentence').innerText()).toBe(answer.sentence[lang]);
      const { waterfall } = await askExplain(demo.url, WOMEN_IN_THEIR_THIRTIES);
      const cards = page.locator('.definition .card');
      for (const [index, step] of waterfall.entries()) {
        const card = cards.nth(index);
        await card.locator('.card-remaining').getByText(formatCount(step.remaining)).waitFor();
        expect(await card.locator('.card-alone').innerText()).toContain(formatCount(step.alone));
      }
      expect(await findViolations(page)).toEqual([]);

      const link = page.url();
      await page.reload();
      expect(await readCount(page)).toBe(answer.count);
      expect(page.url()).toBe(link);
      const other = await openExplore(browser, link, lang === 'ko' ? 'en' : 'ko');
      expect(await readCount(other.page)).toBe(answer.count);
      expect(await other.page.locator('.definition .sentence').innerText()).toBe(answer.sentence[lang === 'ko' ? 'en' : 'ko']);
      await other.context.close();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('adds what is clicked on the panels, undoes and redoes', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      const everyone = await readCount(page);
      await page.locator('[data-panel=gender] button.bar').first().click();
      const women = await readCount(page);
      expect(women).toBe((await askExplore(demo.url, { attribute: 'gender', eq: 'F' })).count);
      const bin = page.locator('[data-panel=age] .bin').nth(3);
      await bin.click();
      const { panels } = await askExplore(demo.url, { attribute: 'gender', eq: 'F' });
      const age = panels.find((panel) => panel.attribute === 'age');
      const wanted = age?.type === 'number' ? age.histogram[3]?.count : undefined;
      expect(await readCount(page)).toBe(wanted);
      await page.getByRole('button', { name: t.undo }).click();
      expect(await readCount(page)).toBe(women);
      await page.getByRole('button', { name: t.undo }).click();
      expect(await readCount(page)).toBe(everyone);
      await page.keyboard.press('Control+Shift+Z');
      expect(await readCount(page)).toBe(women);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('shows what is still to be chosen, and asks nothing else meanwhile', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      const everyone = await readCount(page);
      await addCondition(page, lang, t.region);
      await page.getByText(t.unfinished).waitFor();
      expect(await readCount(page)).toBe(everyone);
      await context.close();
    });

    it('is readable by everyone in every state', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await addCondition(page, lang, t.purchase);
      await addCondition(page, lang, t.joined);
      await page.getByRole('button', { name: t.addGroup }).first().click();
      await readCount(page);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: `${t.measure}:` }).click();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t.explain }).click();
      await page.locator('.waterfall').waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: t.close }).click();
      await page.getByRole('button', { name: t.members }).click();
      await page.locator('.members tbody tr').first().waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: t.close }).click();
      await page.setViewportSize({ width: 768, height: 1024 });
      expect(await findViolations(page)).toEqual([]);
      const widest = await page.locator('.page').evaluate((element) => element.scrollWidth);
      expect(widest).toBeLessThanOrEqual(768);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('says so when a link is broken, and asks nothing in its place', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      await page.locator('[data-panel=gender] button.bar').first().click();
      await readCount(page);
      const damaged = page.url().slice(0, -4);
      const asked: string[] = [];
      const other = await context.newPage();
      other.on('request', (request) => asked.push(request.url()));
      await other.goto(damaged);
      await other.getByText(t.linkBroken).waitFor();
      expect(asked.filter((address) => address.includes('/api/explore'))).toEqual([]);
      expect(await findViolations(other)).toEqual([]);
      await other.getByRole('button', { name: t.startEmpty }).click();
      expect(await readCount(other)).toBe((await askExplore(demo.url, { all: [] })).count);
      await context.close();
    });

    it('keeps question and number when the server is silent, and goes on when it is back', async () => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      const everyone = await readCount(page);
      // The bar on top asks again by itself (frame.e2e.ts); here the server's health is out of reach, too.
      await page.route(/\/(?:api\/|healthz)/, (route) => route.abort());
      await page.locator('[data-panel=gender] button.bar').first().click();
      await page.getByText(t.noAnswer).waitFor();
      expect(await page.locator('.count-figure').innerText()).toBe(formatCount(everyone));
      expect(await page.locator('[data-testid=count]').getAttribute('data-stale')).toBe('true');
      expect(await findViolations(page)).toEqual([]);
      await page.unroute(/\/(?:api\/|healthz)/);
      await page.getByText(t.noAnswer).waitFor({ state: 'detached' });
      expect(await readCount(page)).toBe((await askExplore(demo.url, { attribute: 'gender', eq: 'F' })).count);
      await context.close();
    });
  });

  it('never lets a late answer stand for a newer question', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    let held = 0;
    await page.route('**/api/explore', async (route) => {
      // The first question after this is answered long after the second.
      held += 1;
      if (held === 1) await new Promise((done) => setTimeout(done, 2500));
      await route.continue().catch(() => {});
    });
    await page.locator('[data-panel=gender] button.bar').first().click();
    await page.waitForTimeout(300);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-panel=region] button.bar').first().click();
    const { panels } = await askExplore(demo.url, { all: [] });
    const region = panels.find((panel) => panel.attribute === 'region');
    const wanted = region?.type === 'category' ? region.values[0]?.count : undefined;
    expect(await readCount(page)).toBe(wanted);
    await page.waitForTimeout(3000);
    expect(await readCount(page)).toBe(wanted);
    await context.close();
  });

  it('marks the card whose condition cannot be answered', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', TEXTS.en.joined);
    await page.locator('.card-editor .segmented').getByText('Dates', { exact: true }).click();
    await page.getByLabel('First day').fill('2026-05-01');
    await page.getByLabel('Last day').fill('2026-04-01');
    const problem = findCard(page, TEXTS.en.joined).locator('.card-problem');
    await problem.waitFor();
    expect(await problem.innerText()).not.toBe('');
    await page.getByText('A condition cannot be answered as it stands.').waitFor();
    await page.getByLabel('Last day').fill('2026-06-01');
    await problem.waitFor({ state: 'detached' });
    const within = { from: '2026-05-01', to: '2026-06-01' };
    expect(await readCount(page)).toBe((await askExplore(demo.url, { attribute: 'joined_on', within })).count);
    await context.close();
  });

  it('moves a card into a group by drag', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    await page.locator('[data-panel=region] button.bar').first().click();
    const both = await readCount(page);
    await page.getByRole('button', { name: 'Add group' }).first().click();
    await dragOnto(page, findCard(page, 'Gender').locator('.card-handle'), page.locator('.group-card .slot').first());
    // The card is still on its way for a moment: what counts is where everything comes to rest.
    const names = () => page.locator('.definition .line-name').allInnerTexts();
    await expect.poll(names, { timeout: 10_000 }).toEqual(['Region', 'Gender']);
    expect(await page.locator('.group-card .line-name').allInnerTexts()).toEqual(['Gender']);
    // One condition alone in a group of any is itself.
    expect(await readCount(page)).toBe(both);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('moves, negates and switches off by keyboard', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    await page.locator('[data-panel=region] button.bar').first().click();
    const both = await readCount(page);
    const names = () => page.locator('.definition .line-name').allInnerTexts();
    expect(await names()).toEqual(['Gender', 'Region']);
    await findCard(page, 'Region').getByRole('button', { name: 'Options for' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    expect(await names()).toEqual(['Region', 'Gender']);
    expect(await readCount(page)).toBe(both);
    await findCard(page, 'Gender').getByRole('button', { name: 'Options for' }).press('Enter');
    await page.keyboard.press('Enter');
    const { panels } = await askExplore(demo.url, { all: [] });
    const region = panels.find((panel) => panel.attribute === 'region');
    const first = region?.type === 'category' ? region.values[0] : undefined;
    expect(await readCount(page)).toBe((first?.count ?? 0) - both);
    await findCard(page, 'Gender').getByRole('button', { name: 'Options for' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Switch off for now' }).press('Enter');
    expect(await readCount(page)).toBe(first?.count);
    await context.close();
  });

  it('asks on while answers are on their way, and never shows an older number after a newer one', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', TEXTS.en.age);
    const before = await readCount(page);
    const held: Route[] = [];
    await page.route('**/api/explore', (route) => {
      const isCount = /"panels":\[\]/.test(route.request().postData() ?? '');
      if (isCount) held.push(route);
      return isCount ? undefined : route.continue();
    });
    const release = async (at: number): Promise<number> => {
      const route = held[at];
      if (route === undefined) throw new Error(`There is no question ${at}.`);
      const response = await route.fetch();
      await route.fulfill({ response });
      return Number(JSON.parse(await response.text()).count);
    };
    const shown = async () => Number((await page.locator('.count-figure').innerText()).replaceAll(/\D/g, ''));
    await page.locator('.slider-thumb').last().focus();
    for (const sent of [1, 2, 3]) {
      await page.keyboard.press('PageDown');
      await expect.poll(() => held.length).toBe(sent);
    }
    const first = await release(0);
    await expect.poll(shown).toBe(first);
    expect(first).toBeLessThan(before);
    expect(await page.locator('[data-testid=count]').getAttribute('data-stale')).toBe('true');
    const third = await release(2);
    await expect.poll(shown).toBe(third);
    expect(await release(1)).not.toBe(third);
    await page.waitForTimeout(300);
    expect(await shown()).toBe(third);
    expect(await page.locator('[data-testid=count]').getAttribute('data-stale')).toBe('false');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
