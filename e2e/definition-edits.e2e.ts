import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dragOnto } from './drag-onto.ts';
import { addCondition, findCard, findViolations, openExplore, readCount, TEXTS } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What a screen reader hears of each edit, and the menu items that make them. */
const SAID = {
  ko: {
    duplicate: ['복제', '성별을 복제했습니다'],
    negate: ['반대로(제외)', '성별을 제외 조건으로 바꿨습니다'],
    unnegate: ['제외 풀기', '성별의 제외를 풀었습니다'],
    off: ['잠시 끄기', '성별을 잠시 껐습니다'],
    on: ['다시 켜기', '성별을 다시 켰습니다'],
    wrap: ['새 그룹으로 묶기', '성별을 새 그룹으로 묶었습니다'],
    undo: '실행 취소: 성별을 새 그룹으로 묶었습니다',
    redo: '다시 실행: 성별을 새 그룹으로 묶었습니다',
    dragged: '나이를 옮겼습니다',
    switch: '성별 세기',
  },
  en: {
    duplicate: ['Duplicate', 'Gender duplicated'],
    negate: ['Negate (not)', 'Gender: everyone but these'],
    unnegate: ['Remove the “not”', 'Gender: no longer negated'],
    off: ['Switch off for now', 'Gender switched off'],
    on: ['Switch on', 'Gender switched on'],
    wrap: ['Put into a new group', 'Gender put into a new group'],
    undo: 'Undone: Gender put into a new group',
    redo: 'Done again: Gender put into a new group',
    dragged: 'Age moved',
    switch: 'Count Gender',
  },
} as const;

/** Waits until the page's live region says a text, whole. */
async function hear(page: Page, text: string): Promise<void> {
  await page.locator('.workspace ~ [role=status]').getByText(text, { exact: true }).waitFor({ state: 'attached' });
}

describe('Edits of the definition', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it.each(['ko', 'en'] as const)('are said to screen readers, in %s', async (lang) => {
    const { page, context, complaints } = await openExplore(browser, demo.url, lang);
    const [t, said] = [TEXTS[lang], SAID[lang]];
    await addCondition(page, lang, t.gender);
    await findCard(page, t.gender).getByLabel(t.female).check();
    await addCondition(page, lang, t.age);
    const choose = async ([item, text]: readonly [string, string]) => {
      await findCard(page, t.gender).first().locator('[aria-haspopup=menu]').click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
      await hear(page, text);
    };
    await choose(said.duplicate);
    await choose(said.negate);
    await choose(said.unnegate);
    await choose(said.off);
    await choose(said.on);
    await findCard(page, t.gender).first().getByRole('switch').click();
    await hear(page, said.off[1]);
    await findCard(page, t.gender).first().getByRole('switch').click();
    await hear(page, said.on[1]);
    await choose(said.wrap);
    await page.keyboard.press('Control+z');
    await hear(page, said.undo);
    await page.getByRole('button', { name: t.redo }).click();
    await hear(page, said.redo);
    // By the pointer: the card of age to before all others.
    await dragOnto(page, findCard(page, t.age).locator('.card-handle'), page.locator('.slot').first());
    await hear(page, said.dragged);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('are a key away in narrow windows, too: / opens the catalog and searches it', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'ko', { width: 768, height: 900 });
    await readCount(page);
    await page.keyboard.press('/');
    const search = page.getByRole('dialog').getByRole('searchbox', { name: TEXTS.ko.search });
    await search.waitFor();
    await page.locator('[role=dialog] input[type=search]:focus').waitFor();
    await page.keyboard.type('성별');
    await page.getByRole('dialog').locator('.catalog-row-label').getByText('성별', { exact: true }).first().click();
    await findCard(page, '성별').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    // With the drawer of the explanation in front nothing opens behind it.
    await page.getByRole('button', { name: TEXTS.ko.explain }).first().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('/');
    await page.waitForTimeout(100);
    expect(await page.getByRole('dialog').getByRole('searchbox').count()).toBe(0);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
