import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResting } from './drag-onto.ts';
import {
  addCondition,
  askAverage,
  askExplore,
  findCard,
  findViolations,
  openExplore,
  readAddress,
  readCount,
  TEXTS,
} from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';
import { slowDown, typeAtOnce } from './type-keys.ts';

/** The issue's own question, as its steps build it. */
const QUESTION = {
  all: [
    { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: 100000 } },
    { event: 'purchase', within: { last: 3, unit: 'month' }, top: { field: 'channel', in: ['online'] } },
    { attribute: 'gender', eq: 'F' },
    { attribute: 'age', gte: 30, lt: 40 },
    { attribute: 'region', eq: 'seoul' },
    { not: { event: 'campaign', within: { last: 30, unit: 'day' } } },
  ],
};
const WORDS = {
  ko: {
    top: '가장 잦은 값',
    field: '항목',
    online: '온라인',
    seoul: '서울',
    campaign: '캠페인 수신',
    period: '기간',
    days30: '최근 30일',
    negate: '반대로(제외)',
  },
  en: {
    top: 'most frequent',
    field: 'Field measured',
    online: 'Online',
    seoul: 'Seoul',
    campaign: 'Campaign message',
    period: 'Period',
    days30: 'the last 30 days',
    negate: 'Negate (not)',
  },
} as const;

/** The limit of an upper handle, as screen readers hear it, and where the handle is. */
async function readHandle(page: Page) {
  const thumb = page.locator('.slider-thumb').last();
  const box = await thumb.boundingBox();
  if (box === null) throw new Error('There is no handle.');
  return { thumb, x: box.x + box.width / 2, y: box.y + box.height / 2, now: Number(await thumb.getAttribute('aria-valuenow')) };
}

describe('Explore, way by way', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(5000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it.each(['ko', 'en'] as const)('builds the question of a marketer by clicks, in %s', async (lang) => {
    const { page, context, complaints } = await openExplore(browser, demo.url, lang);
    const [t, w] = [TEXTS[lang], WORDS[lang]];
    const token = (name: string, card: number) =>
      page
        .locator('.definition .card')
        .nth(card)
        .getByRole('button', { name: `${name}:` });
    const beganAtMs = Date.now();
    await addCondition(page, lang, t.purchase);
    await askAverage(page.locator('.definition .card').first(), t, '100000');
    await addCondition(page, lang, t.purchase);
    await token(t.measure, 1).click();
    await page.locator('.popover .choice').getByText(w.top, { exact: true }).click();
    await page.locator('.popover').getByLabel(w.field).selectOption('channel');
    await page.keyboard.press('Escape');
    await token(t.comparison, 1).click();
    await page.locator('.popover .value-row').filter({ hasText: w.online }).first().getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await addCondition(page, lang, t.gender);
    await findCard(page, t.gender).getByLabel(t.female).check();
    await addCondition(page, lang, t.age);
    const age = findCard(page, t.age);
    await age.getByLabel(t.from, { exact: true }).fill('30');
    await age.getByLabel(t.kindOfUpper).selectOption('lt');
    await age.getByLabel(t.to, { exact: true }).fill('40');
    await page.getByRole('searchbox', { name: t.search }).first().fill(w.seoul);
    await page
      .locator('.catalog-row')
      .filter({ hasText: t.region })
      .filter({ hasText: w.seoul })
      .first()
      .getByRole('button')
      .click();
    await page.getByRole('searchbox', { name: t.search }).first().fill('');
    await addCondition(page, lang, w.campaign);
    await token(w.period, 5).click();
    await page.locator('.popover .chip').getByText(w.days30, { exact: true }).click();
    await page.keyboard.press('Escape');
    await page.locator('.definition .card').nth(5).locator('[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name: w.negate }).click();
    const shown = await readCount(page);
    expect(Date.now() - beganAtMs).toBeLessThan(60_000);
    const answer = await askExplore(demo.url, QUESTION);
    expect(await page.locator('.definition .sentence').innerText()).toBe(answer.sentence[lang]);
    expect(shown).toBe(answer.count);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows a dragged handle at once, follows with the number, and ends with the number of the place it was left at', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', TEXTS.en.age);
    const start = await readHandle(page);
    const track = await page.locator('.slider').boundingBox();
    if (track === null) throw new Error('There is no slider.');
    // As text: the tests' own types know no page.
    await page.evaluate(`{
      window.counts = new Set();
      const note = () => window.counts.add(document.querySelector('.count-figure').textContent);
      const figure = document.querySelector('.count-number');
      new MutationObserver(note).observe(figure, { subtree: true, characterData: true, childList: true });
    }`);
    const readSeen = (): Promise<string[]> => page.evaluate('[...window.counts]');
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    for (let step = 1; step <= 40; step += 1) {
      await page.mouse.move(start.x - (track.width * 0.6 * step) / 40, start.y);
      // A rest on the way longer than edits of one control may lie apart.
      await page.waitForTimeout(step === 20 ? 1700 : 20);
      // Five times the hand goes on only when it has seen another number, as late as a busy server gives it.
      if (step % 8 === 0) await expect.poll(async () => (await readSeen()).length).toBeGreaterThanOrEqual(step / 8);
    }
    const during = await readSeen();
    // The number never jumps back to an earlier question: it only falls while the limit does.
    const falling = during.map((text) => Number(text.replaceAll(/\D/g, '')));
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
    await page.mouse.up();
    const { all } = (await readAddress(page)).d;
    expect(Number(all[0]?.lt)).toBeGreaterThan(0);
    const answer = await askExplore(demo.url, { all });
    expect(await readCount(page)).toBe(answer.count);
    // One drag is one step to undo.
    await page.keyboard.press('Control+z');
    expect((await readAddress(page)).d.all[0]?.lt).toBeUndefined();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows a handle and every click without waiting for the network', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', TEXTS.en.age);
    await page.locator('.slider-thumb').last().waitFor();
    await readCount(page);
    await page.route('**/api/**', () => undefined);
    const before = await readHandle(page);
    await before.thumb.focus();
    for (const key of ['ArrowLeft', 'PageDown', 'ArrowLeft']) await page.keyboard.press(key);
    const after = await readHandle(page);
    expect(after.now).toBeLessThan(before.now - 2);
    expect(after.x).toBeLessThan(before.x);
    expect(await page.locator('.definition .line-value').innerText()).toContain('less than');
    expect(await page.locator('[data-testid=count]').getAttribute('data-stale')).toBe('true');
    await page.locator('.definition .switch').click();
    await page.locator('.card.is-off').waitFor();
    await context.close();
  });

  it('brushes a histogram by mouse and by keyboard', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    const bins = page.locator('[data-panel=age] .bin');
    const { panels } = await askExplore(demo.url, { all: [] });
    const age = panels.find((panel) => panel.attribute === 'age');
    const wanted = age?.type === 'number' ? age.histogram.slice(2, 5) : [];
    const sum = wanted.reduce((total, bin) => total + bin.count, 0);
    const [from, to] = [await bins.nth(2).boundingBox(), await bins.nth(4).boundingBox()];
    if (from === null || to === null) throw new Error('The histogram has no bars.');
    await page.mouse.move(from.x + 4, from.y + 30);
    await page.mouse.down();
    await page.mouse.move(to.x + 4, to.y + 30, { steps: 6 });
    await page.mouse.up();
    expect(await readCount(page)).toBe(sum);
    await page.getByRole('button', { name: 'Undo' }).click();
    await bins.first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter'])
      await page.keyboard.press(key);
    expect(await readCount(page)).toBe(sum);
    await context.close();
  });

  it('keeps what is switched off on the page and in the link, and out of the question', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    await page.locator('[data-panel=region] button.bar').first().click();
    await readCount(page);
    await page.getByRole('switch', { name: 'Count Region' }).click();
    const women = await askExplore(demo.url, { attribute: 'gender', eq: 'F' });
    expect(await readCount(page)).toBe(women.count);
    expect(await page.locator('.definition .sentence').innerText()).toBe(women.sentence.en);
    await readAddress(page);
    const other = await openExplore(browser, page.url(), 'en');
    expect(await readCount(other.page)).toBe(women.count);
    const region = other.page.getByRole('switch', { name: 'Count Region' });
    expect(await region.getAttribute('aria-checked')).toBe('false');
    await region.click();
    expect(await readCount(other.page)).toBeLessThan(women.count);
    await other.context.close();
    await context.close();
  });

  it('says beside every value what the group would be with it: what a click then gives', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    await addCondition(page, 'en', TEXTS.en.region);
    const row = findCard(page, TEXTS.en.region).locator('.value-row').nth(1);
    const ahead = row.locator('.ahead');
    await expect.poll(() => ahead.innerText(), { timeout: 10_000 }).toMatch(/\d/);
    const told = Number((await ahead.innerText()).replaceAll(/\D/g, ''));
    await row.getByRole('checkbox').check();
    expect(await readCount(page)).toBe(told);
    // Values of products are found in any of the catalog's lists, each with its own number.
    await page.getByRole('searchbox', { name: TEXTS.en.search }).first().fill('수분크림');
    const found = page.locator('.catalog-row', { hasText: '수분크림' }).first();
    await expect.poll(() => found.locator('.ahead').innerText(), { timeout: 10_000 }).toMatch(/\d/);
    const product = Number((await found.locator('.ahead').innerText()).replaceAll(/\D/g, ''));
    await found.getByRole('button').click();
    expect(await readCount(page)).toBe(product);
    await context.close();
  });

  it.each(['ko', 'en'] as const)(
    'compares with everyone else and with another group, in bars, portrait and link, in %s',
    async (lang) => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      const t = TEXTS[lang];
      await page.locator('[data-panel=gender] button.bar').first().click();
      await readCount(page);
      const versus = page.locator('.versus');
      await versus.getByRole('button', { name: t.rest }).click();
      const women = { attribute: 'gender', eq: 'F' };
      const { panels } = await askExplore(demo.url, women);
      const region = panels.find((panel) => panel.attribute === 'region');
      const first = region?.type === 'category' ? region.values[0] : undefined;
      if (first === undefined) throw new Error('No region.');
      const bar = page.locator('[data-panel=region] button.bar').first();
      const count = (n: number) => new Intl.NumberFormat(lang).format(n);
      await expect.poll(() => bar.getAttribute('title')).toContain(count(first.baseCount - first.count));
      // This group is kept; then the conditions change, and both are on the page.
      await versus.getByRole('button').last().click();
      expect(await findViolations(page)).toEqual([]);
      await page.locator('.versus-popover .button').first().click();
      await page.getByRole('switch').first().click();
      await page.locator('[data-panel=grade] button.bar').first().click();
      await page
        .locator('.versus-sentence')
        .getByText(count((await askExplore(demo.url, women)).count))
        .waitFor();
      await expect.poll(() => bar.getAttribute('title')).toContain(count(first.count));
      const shown = await readCount(page);
      await page.getByRole('button', { name: t.portrait }).click();
      await page.locator('.portrait[aria-busy=false] .trait-says').first().waitFor();
      const { d, v } = await readAddress(page);
      const audience = { all: d.all.filter((condition) => !('off' in condition)) };
      const response = await fetch(`${demo.url}/api/portrait`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ audience, versus: v }),
      });
      const portrait: { traits: { says: Record<string, string> }[] } = JSON.parse(await response.text());
      expect(await page.locator('.portrait > div > .traits > .trait > .trait-line > .trait-says').allInnerTexts()).toEqual(
        portrait.traits.map((trait) => trait.says[lang]),
      );
      expect(await findViolations(page)).toEqual([]);
      const other = await openExplore(browser, page.url(), lang);
      expect(await readCount(other.page)).toBe(shown);
      await other.page.locator('.versus-sentence').waitFor();
      // A pasted link names its group.
      await other.page.getByRole('button', { name: t.undo }).isDisabled();
      await other.page.locator('.versus').getByRole('button').last().click();
      await other.page.locator('.versus-popover textarea').fill('hello');
      await other.page.locator('.versus-popover .button-primary').click();
      await other.page.locator('.versus-popover .field-problem').waitFor();
      await other.page.locator('.versus-popover textarea').fill('{"attribute":"gender","eq":"M"}');
      await other.page.locator('.versus-popover .button-primary').click();
      const men = await askExplore(demo.url, { attribute: 'gender', eq: 'M' });
      await other.page.locator('.versus-sentence').getByText(men.sentence[lang]).waitFor();
      await other.context.close();
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it('orders panels by drag and by keyboard, undoes it, and keeps it for the next visit', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en', { width: 1280, height: 1400 });
    await readCount(page);
    const order = () => page.locator('[data-panel]').evaluateAll((panels) => panels.map((panel) => panel.dataset.panel ?? ''));
    const before = await order();
    const [a, b, c, ...rest] = before;
    const handle = page.locator(`[data-panel=${b}] .panel-handle`);
    await handle.press('ArrowUp');
    expect(await order()).toEqual([b, a, c, ...rest]);
    // The focus goes along: the next arrow moves the same panel.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await order()).toEqual([a, c, b, ...rest]);
    await page.keyboard.press('Control+z');
    expect(await order()).toEqual([a, b, c, ...rest]);
    await page.keyboard.press('Control+Shift+z');
    expect(await order()).toEqual([a, c, b, ...rest]);
    const from = await findResting(page, page.locator(`[data-panel=${b}] .panel-handle`));
    const to = await findResting(page, page.locator(`[data-panel=${a}]`));
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, from.y - 10, { steps: 4 });
    await page.mouse.move(to.x + 12, to.y + 12, { steps: 20 });
    await page.locator(`[data-panel=${a}].is-place-before`).waitFor();
    await page.mouse.up();
    await expect.poll(order, { timeout: 10_000 }).toEqual([b, a, c, ...rest]);
    expect((await readAddress(page)).p).toEqual([b, a, c, ...rest]);
    const again = await context.newPage();
    await again.goto(demo.url);
    await readCount(again);
    await expect
      .poll(() => again.locator('[data-panel]').evaluateAll((panels) => panels.map((panel) => panel.dataset.panel ?? '')))
      .toEqual([b, a, c, ...rest]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(['ko', 'en'] as const)(
    'shows members with chosen columns, and why one is a member and another is not, in %s',
    async (lang) => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      const t = TEXTS[lang];
      await page.locator('[data-panel=gender] button.bar').first().click();
      await readCount(page);
      await page.getByRole('button', { name: t.members }).click();
      const heads = page.locator('.members thead th');
      await heads.first().waitFor();
      const columns = await heads.count();
      await page.locator('.members-head .button-quiet').click();
      await page.locator('.column-chooser .choice').first().click();
      expect(await findViolations(page)).toEqual([]);
      await expect.poll(() => heads.count()).toBe(columns + 1);
      await page.keyboard.press('Escape');
      const key = await page.locator('.members tbody th').first().innerText();
      await page.locator('.members tbody .link-button').first().click();
      await page.locator('.why-verdict.is-member').waitFor();
      expect(await page.locator('.why-says').innerText()).toContain(key);
      expect(await findViolations(page)).toEqual([]);
      const response = await fetch(`${demo.url}/api/members`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ audience: { attribute: 'gender', eq: 'M' }, limit: 1 }),
      });
      const outside: string = JSON.parse(await response.text()).members[0].key;
      await page.locator('.why-form input').fill(outside);
      await page.keyboard.press('Enter');
      await page.locator('.why-verdict:not(.is-member)').getByText(outside).waitFor();
      expect(await page.locator('.why-changes li').count()).toBe(1);
      await page.locator('.why-form input').fill('<img src=x onerror=alert(1)>');
      await page.keyboard.press('Enter');
      await page.locator('.why-says').getByText('<img src=x onerror=alert(1)>').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  // A busy browser hands over the next key before what a key began a moment later is done.
  it.each([1, 4])('is worked by keyboard alone, and never loses its place, on a machine %i times as slow', async (slowness) => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    await slowDown(page, slowness);
    const focused = (): Promise<string> =>
      page.evaluate("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''");
    const tabTo = async (wanted: RegExp) => {
      for (let press = 0; press < 120; press += 1) {
        if (wanted.test(await focused())) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never comes to ${wanted}; it is at ${await focused()}.`);
    };
    for (const name of ['Gender', 'App installed']) {
      await page.locator('body').press('/');
      await page.keyboard.press('Control+a');
      await page.keyboard.type(name);
      await page.locator('.catalog-row-label').getByText(name, { exact: true }).first().waitFor();
      await tabTo(new RegExp(`^${name}`));
      await page.keyboard.press('Enter');
    }
    const names = () => page.locator('.definition .line-name').allInnerTexts();
    await expect.poll(names).toEqual(['Gender', 'App installed']);
    await page.locator('body').press('/');
    await tabTo(/^Options for Gender/);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Negate (not)');
    for (let press = 0; press < 12 && !/Put into a new group/.test(await focused()); press += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const grouped = () => page.locator('.group-card .line-name').allInnerTexts();
    await expect.poll(grouped).toEqual(['Gender']);
    // Out of the group and into it again; the card is drawn anew in its new place, and the focus is there with it.
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(grouped).toEqual([]);
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(grouped).toEqual(['Gender']);
    await expect.poll(focused).toBe('Options for Gender');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Remove');
    await page.keyboard.press('Enter');
    await expect.poll(grouped).toEqual([]);
    await expect.poll(focused).toMatch(/^Options for /);
    await page.keyboard.press('Control+z');
    await expect.poll(grouped).toEqual(['Gender']);
    await expect.poll(focused).toMatch(/^Options for /);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([1, 4])('loses no key of many typed at once, on a machine %i times as slow', async (slowness) => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    for (const panel of ['gender', 'region']) await page.locator(`[data-panel=${panel}] button.bar`).first().click();
    await readCount(page);
    await slowDown(page, slowness);
    const definition = () =>
      page
        .locator('.definition .card')
        .evaluateAll((cards) =>
          cards.map((card) => (card.matches('.group-card') ? 'group' : (card.querySelector('.line-name')?.textContent ?? ''))),
        );
    const isKept = (): Promise<boolean> => page.evaluate("document.activeElement?.closest('.definition .card') != null");
    await page.locator('.definition [aria-haspopup=menu]').first().focus();
    const ways = [
      { keys: ['Alt+ArrowDown', 'Alt+ArrowUp', 'Alt+ArrowDown'], leaves: ['Region', 'Gender'] },
      { keys: ['Control+z', 'Control+z', 'Control+Shift+z', 'Control+z'], leaves: ['Region', 'Gender'] },
      { keys: ['Enter', 'End', 'Enter', 'Control+z'], leaves: ['Region', 'Gender'] },
      { keys: ['Enter', 'Escape', 'Alt+ArrowDown'], leaves: ['Gender', 'Region'] },
      { keys: ['Enter', 'ArrowDown', 'ArrowDown', 'Enter', 'Alt+ArrowUp'], leaves: ['Region', 'Gender', 'Region'] },
      { keys: ['Enter', 'End', 'ArrowUp', 'Enter', 'Alt+ArrowLeft'], leaves: ['group', 'Region', 'Gender', 'Region'] },
    ];
    for (const { keys, leaves } of ways) {
      await typeAtOnce(page, keys);
      await expect.poll(definition, { timeout: 10_000 }).toEqual(leaves);
      await expect.poll(isKept).toBe(true);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('loses nothing of a question that changes in the moment another page is asked for', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').nth(1).waitFor();
    // In the page itself, faster than any hand. The address has just been written: it follows the next change a moment later.
    await page.evaluate(`(async () => {
      const click = (selector) => document.querySelector(selector).click();
      click('[data-panel=gender] button.bar');
      await new Promise((done) => setTimeout(done, 60));
      click('[data-panel=age] button.bin');
      click('nav a[href^="/audiences"]');
    })()`);
    await page.locator('h1').getByText('Audiences').waitFor();
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await findCard(page, 'Age').waitFor();
    const { all } = (await readAddress(page)).d;
    expect(all.map(({ attribute }) => attribute)).toEqual(['gender', 'age']);
    expect(await readCount(page)).toBe((await askExplore(demo.url, { all })).count);
    await context.close();
  });

  it('duplicates, and undoes everything back to the beginning', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    const everyone = await readCount(page);
    await page.locator('[data-panel=gender] button.bar').first().click();
    await findCard(page, 'Gender').locator('[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    expect(await page.locator('.definition .line-name').allInnerTexts()).toEqual(['Gender', 'Gender']);
    await page.locator('.versus').getByRole('button', { name: TEXTS.en.rest }).click();
    await page.locator('.panel-handle').first().press('ArrowDown');
    await page.getByRole('switch').first().click();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Control+z');
    expect(await readCount(page)).toBe(everyone);
    expect(await page.getByRole('button', { name: TEXTS.en.undo, exact: true }).isDisabled()).toBe(true);
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Control+Shift+z');
    expect(await page.getByRole('switch').first().getAttribute('aria-checked')).toBe('false');
    expect(await page.locator('.versus button[aria-pressed=true]').innerText()).toBe(TEXTS.en.rest);
    await context.close();
  });
});
