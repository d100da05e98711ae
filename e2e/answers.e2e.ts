import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dragOnto, findResting } from './drag-onto.ts';
import {
  addCondition,
  askExplore,
  askPortrait,
  findCard,
  findViolations,
  openExplore,
  readCount,
  TEXTS,
  writeFragment,
} from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

const WOMEN = { attribute: 'gender', in: ['F'] };

const format = (n: number) => new Intl.NumberFormat('en').format(n);

/** Answers every question of a kind with a problem. */
async function refuse(page: Page, kind: string, status: number, code: string, headers: Record<string, string> = {}) {
  await page.route(`**/api/${kind}`, (route) =>
    route.fulfill({
      status,
      headers,
      contentType: 'application/problem+json',
      body: JSON.stringify({ detail: `Said of ${code}.`, issues: [{ path: '', code, message: `Said of ${code}.` }] }),
    }),
  );
}

describe('Explore, answer by answer', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(5000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const names = (page: Page) => page.locator('.definition .line-name').allInnerTexts();

  it('takes a row of the catalog where it is dropped', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    const row = (name: string) => page.locator('.column-catalog .catalog-row button', { hasText: name }).first();
    await dragOnto(page, row('Region'), page.locator('.slot').first());
    await expect.poll(() => names(page)).toEqual(['Region']);
    await dragOnto(page, row('Gender'), page.locator('.slot').first());
    await expect.poll(() => names(page)).toEqual(['Gender', 'Region']);
    // One step each, and the list is whole again.
    await page.getByRole('button', { name: TEXTS.en.undo }).click();
    await expect.poll(() => names(page)).toEqual(['Region']);
    expect(await page.locator('.column-catalog .catalog-row button', { hasText: 'Gender' }).first().isVisible()).toBe(true);
    // A press that goes nowhere is a click.
    await row('Gender').click();
    await expect.poll(() => names(page)).toEqual(['Region', 'Gender']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('takes a bar of a panel where it is dropped, also into a group', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar', { hasText: 'Female' }).click();
    const women = await readCount(page);
    await page.getByRole('button', { name: TEXTS.en.addGroup }).first().click();
    await dragOnto(page, page.locator('[data-panel=region] button.bar').first(), page.locator('.group-card .slot').first());
    await expect.poll(() => page.locator('.group-card .line-name').allInnerTexts()).toEqual(['Region']);
    const both = await readCount(page);
    expect(both).toBeLessThan(women);
    await dragOnto(page, page.locator('[data-panel=region] button.bar').nth(1), page.locator('.group-card .slot').last());
    await expect.poll(() => page.locator('.group-card .line-name').allInnerTexts()).toEqual(['Region', 'Region']);
    // One or the other: the group is of any.
    expect(await readCount(page)).toBeGreaterThanOrEqual(both);
    // Panels still go among panels only.
    const panels = () => page.locator('[data-panel]').evaluateAll((all) => all.map((one) => one.getAttribute('data-panel')));
    const [first, second] = await panels();
    const handle = await findResting(page, page.locator('[data-panel] .panel-handle').first());
    const below = await findResting(page, page.locator('[data-panel]').nth(1));
    await page.mouse.move(handle.x + 8, handle.y + 8);
    await page.mouse.down();
    await page.mouse.move(handle.x + 10, handle.y + 30, { steps: 5 });
    expect(await page.locator('.slot.is-dragging').count()).toBe(0);
    await page.mouse.move(below.x + 80, below.y + below.height / 2, { steps: 12 });
    await page.mouse.up();
    await expect.poll(async () => (await panels()).slice(0, 2)).toEqual([second, first]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('leaves touch to scrolling', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', hasTouch: true });
    const page = await context.newPage();
    await page.goto(demo.url);
    await readCount(page);
    const row = page.locator('.column-catalog .catalog-row button', { hasText: 'Gender' }).first();
    const box = await row.boundingBox();
    if (box === null) throw new Error('There is no row.');
    const client = await context.newCDPSession(page);
    const at = { x: box.x + 40, y: box.y + 10 };
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await page.waitForTimeout(500);
    await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ ...at, x: at.x + 60, y: at.y + 20 }] });
    expect(await page.locator('.slot.is-dragging').count()).toBe(0);
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await names(page)).toEqual([]);
    await row.tap();
    await expect.poll(() => names(page)).toEqual(['Gender']);
    await context.close();
  });

  it('adds those without a value and those of other values, exactly', async () => {
    const id = 'last_purchase_product_all';
    const asked = (await askPanels([id])).panels[0];
    if (asked?.type !== 'category' || asked.missing === 0 || asked.other === 0) throw new Error('The demo has another panel.');
    const address = `${demo.url}/#${writeFragment({ d: { all: [] }, p: [id] })}`;
    const { context, page, complaints } = await openExplore(browser, address, 'en');
    const panel = page.locator(`[data-panel=${id}]`);
    const missing = panel.locator('.bars-missing button');
    expect(await missing.getAttribute('title')).toContain(`${format(asked.missing)} of everyone`);
    await missing.click();
    expect(await readCount(page)).toBe(asked.missing);
    await page.getByRole('button', { name: TEXTS.en.undo }).click();
    await panel.getByRole('button', { name: /more$/ }).click();
    const others = panel.locator('button.bar-other', { hasText: 'Other values' });
    expect(await others.locator('.bar-count').innerText()).toBe(format(asked.other));
    expect(await others.locator('.bar-ratio').innerText()).toBe('1.0×');
    await others.click();
    expect(await readCount(page)).toBe(asked.other);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('says what is to be known, and what is wrong, in Korean', async () => {
    const definition = { all: [WOMEN, { attribute: 'region', in: ['atlantis'] }] };
    const { page, context, complaints } = await openExplore(
      browser,
      `${demo.url}/#${writeFragment({ d: definition, a: '2026-06-30' })}`,
      'ko',
    );
    await readCount(page);
    await page.locator('.notes summary').first().click();
    const notes = page.locator('.note-list');
    await notes.getByText('지역 값 1개는 데이터에 없어 해당하는 고객이 없습니다: atlantis').waitFor();
    await notes.getByText(/^속성은 스냅숏 시점\(2026\. 11\. 1\./).waitFor();
    const original = notes.locator('.original-words').first();
    expect(await original.locator('[lang=en]').isVisible()).toBe(false);
    await original.locator('summary').click();
    expect(await original.innerText()).toContain('occurs nowhere in the snapshot');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('tells a missing permission, and too much at once, as what they are', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await readCount(page);
    await refuse(page, 'explore', 403, 'not-allowed');
    await addCondition(page, 'en', TEXTS.en.gender);
    await findCard(page, TEXTS.en.gender).getByLabel(TEXTS.en.female).check();
    const notice = page.locator('.group .notice-error');
    await notice.getByText('You may not do this.').waitFor();
    expect(await notice.innerText()).not.toContain('A condition cannot be answered');
    await page.unroute('**/api/explore');
    await notice.getByRole('button', { name: 'Try again' }).click();
    expect(await readCount(page)).toBe((await askExplore(demo.url, WOMEN)).count);
    await notice.waitFor({ state: 'detached' });
    // One question too many at a moment is asked again by the page itself.
    await refuse(page, 'explore', 429, 'too-many-questions', { 'retry-after': '1' });
    const asked = page.waitForResponse((response) => response.status() === 429);
    await findCard(page, TEXTS.en.gender).getByLabel(/^Male/).check();
    await asked;
    await page.unroute('**/api/explore');
    expect(await readCount(page)).toBe((await askExplore(demo.url, { attribute: 'gender', in: ['F', 'M'] })).count);
    expect(await notice.count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows the reader’s own panels where a link names none, and every attribute to choose from', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    const panels = () => page.locator('[data-panel]').evaluateAll((all) => all.map((one) => one.getAttribute('data-panel')));
    await readCount(page);
    await page.getByRole('button', { name: 'Choose panels' }).click();
    const choices = page.locator('.panel-others .choice');
    const { attributes } = (await (await fetch(`${demo.url}/api/catalog`)).json()) as {
      attributes: readonly { readonly id: string; readonly hidden: boolean }[];
    };
    const open = attributes.filter(({ hidden }) => !hidden).length;
    await expect.poll(async () => (await choices.count()) + (await panels()).length).toBe(open);
    await page.getByLabel('Search attributes').fill('zzzz');
    await page.getByText('Nothing is called “zzzz”.').waitFor();
    expect(await choices.count()).toBe(0);
    await page.getByLabel('Search attributes').fill('occupation');
    await choices.first().click();
    await page.keyboard.press('Escape');
    await page.locator('[data-panel=occupation]').waitFor();
    const chosen = await panels();
    expect(chosen.at(-1)).toBe('occupation');
    // As the library's own links do: a question without panels.
    await page.goto(`${demo.url}/#${writeFragment({ d: { all: [WOMEN] } })}`);
    expect(await readCount(page)).toBe((await askExplore(demo.url, WOMEN)).count);
    expect(await panels()).toEqual(chosen);
    await page.goto(`${demo.url}/#${writeFragment({ d: { all: [WOMEN] }, p: ['age'] })}`);
    await expect.poll(panels).toEqual(['age']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows numbers step by step inside of groups, on cards and in the explanation', async () => {
    const young = { attribute: 'age', lt: '30' };
    const seoul = { attribute: 'region', in: ['seoul'] };
    const definition = { all: [WOMEN, { any: [young, seoul] }] };
    const { page, context, complaints } = await openExplore(browser, `${demo.url}/#${writeFragment({ d: definition })}`, 'en');
    const count = await readCount(page);
    const first = (await askExplore(demo.url, { all: [WOMEN, young] })).count;
    const numbers = page.locator('.group-card .card:not(.group-card) .card-remaining');
    await expect.poll(() => numbers.allInnerTexts()).toEqual([`${format(first)} so far`, `${format(count)} so far`]);
    await page.getByRole('button', { name: TEXTS.en.explain }).click();
    await expect
      .poll(() => page.locator('.waterfall .waterfall-inner td:last-child').allInnerTexts())
      .toEqual([`${format(first)} so far`, `${format(count)} so far`]);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(['ko', 'en'] as const)('says in sight what sets a group apart, and that it is no chance, in %s', async (lang) => {
    const { page, context, complaints } = await openExplore(browser, `${demo.url}/#${writeFragment({ d: WOMEN })}`, lang);
    await readCount(page);
    await page.locator('.group-views').getByText(TEXTS[lang].portrait).click();
    const portrait = await askPortrait(demo.url, WOMEN, 'everyone');
    const first = page.locator('.portrait > div > .traits > .trait').first();
    await first
      .locator('.trait-sentence')
      .getByText(portrait.traits[0]?.sentence[lang] ?? '', { exact: true })
      .waitFor();
    expect(await first.locator('.trait-tag').first().innerText()).toContain(
      lang === 'ko' ? '우연으로 보기 어려움' : 'more than chance',
    );
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  async function askPanels(ids: readonly string[]) {
    const response = await fetch(`${demo.url}/api/explore`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ audience: { all: [] }, panels: ids }),
    });
    return (await response.json()) as Awaited<ReturnType<typeof askExplore>>;
  }
});
