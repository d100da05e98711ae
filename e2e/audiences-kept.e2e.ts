import { readFileSync } from 'node:fs';
import type { ExportList, SavedAudience } from '@silhouette/model';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import {
  addCondition,
  askExplore,
  askServer,
  findCard,
  findViolations,
  openExplore,
  readCount,
  readNumber,
  TEXTS,
} from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    save: '저장…',
    name: '이름',
    tags: '태그',
    note: '바꾼 내용 (선택)',
    submit: '저장',
    edit: '이름, 설명, 태그 수정',
    asNew: '다른 고객군으로 저장',
    stay: '계속 쓰기',
    leave: '버리고 닫기',
    cancel: '취소',
    remove: '삭제…',
    confirm: '삭제',
    duplicate: '복제',
    showDeleted: '삭제한 고객군',
    restore: '되살리기',
    export: '내보내기…',
    start: '내보내기',
    done: '준비됨',
    open: '탐색에서 열기',
    unchanged: '바뀐 것이 없어',
    isSaved: '이미 저장되어 있습니다',
    goOn: '버전 2로 계속하기',
    add: '고객군 추가',
  },
  en: {
    save: 'Save…',
    name: 'Name',
    tags: 'Tags',
    note: 'What changed (optional)',
    submit: 'Save',
    edit: 'Edit name, description, tags',
    asNew: 'Save mine as another audience',
    stay: 'Go on writing',
    leave: 'Drop it and close',
    cancel: 'Cancel',
    remove: 'Delete…',
    confirm: 'Delete',
    duplicate: 'Duplicate',
    showDeleted: 'Deleted audiences',
    restore: 'Restore',
    export: 'Export…',
    start: 'Export',
    done: 'Ready',
    open: 'Open in Explore',
    unchanged: 'Nothing was changed',
    isSaved: 'is saved already',
    goOn: 'Go on with version 2',
    add: 'Add an audience',
  },
} as const;

const WOMEN = { attribute: 'gender', in: ['F'] };

describe('saved audiences are kept', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
    await ask('GET', '/api/audiences');
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  afterEach(async () => {
    for (const { id } of (await ask<ExportList>('GET', '/api/exports')).exports) await ask('DELETE', `/api/exports/${id}`);
  });

  const ask = <T>(method: string, path: string, body?: unknown, version?: number) =>
    askServer<T>(demo.url, method, path, body, version);
  const create = (name: string, definition: unknown = WOMEN) =>
    ask<SavedAudience>('POST', '/api/audiences', { name, definition });
  const get = (id: string) => ask<SavedAudience>('GET', `/api/audiences/${encodeURIComponent(id)}`);
  const find = async (search: string) =>
    (await ask<{ audiences: SavedAudience[] }>('GET', `/api/audiences?${new URLSearchParams({ search })}`)).audiences;
  const pageOf = ({ id }: Pick<SavedAudience, 'id'>) => `${demo.url}/audiences/${encodeURIComponent(id)}`;
  const dialog = (page: Page) => page.getByRole('dialog');
  const rowOf = (page: Page, id: string) => page.locator(`[data-audience="${id}"]`);
  const isFocused = (place: Locator) => place.evaluate((element) => element.matches(':focus'));

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const w = WORDS[lang];

    it('what is written is not dropped by Escape, Cancel or a click beside, unless one says so', async () => {
      const saved = await create(`Typed ${lang}`);
      const { page, context, complaints } = await openExplore(browser, pageOf(saved), lang);
      const name = page.getByLabel(w.name, { exact: true });
      const edit = page.getByRole('button', { name: w.edit });
      await edit.press('Enter');
      // Nothing is written yet: it closes at once.
      await name.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      await edit.press('Enter');
      const cancel = page.getByRole('button', { name: w.cancel, exact: true });
      await cancel.click();
      await dialog(page).waitFor({ state: 'detached' });
      await edit.press('Enter');
      await name.fill('written');
      await cancel.click();
      await page.getByRole('alertdialog').waitFor();
      await page.getByRole('button', { name: w.stay }).click();
      expect(await name.inputValue()).toBe('written');
      await name.press('Escape');
      const question = page.getByRole('alertdialog');
      await question.waitFor();
      expect(await isFocused(page.getByRole('button', { name: w.stay }))).toBe(true);
      expect(await findViolations(page)).toEqual([]);
      // Escape again takes the question back, and the focus is where it was.
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(name)).toBe(true);
      await page.mouse.click(4, 4);
      await question.waitFor();
      await page.mouse.click(4, 4);
      await expect.poll(() => isFocused(page.getByRole('button', { name: w.stay }))).toBe(true);
      await page.keyboard.press('Enter');
      await question.waitFor({ state: 'detached' });
      expect(await name.inputValue()).toBe('written');
      // A tag that is half typed counts, too.
      await name.fill(saved.name);
      await page.getByLabel(w.tags, { exact: true }).fill('half');
      await page.keyboard.press('Escape');
      await question.waitFor();
      await page.getByRole('button', { name: w.leave }).press('Enter');
      await dialog(page).waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(edit)).toBe(true);
      expect((await get(saved.id)).version).toBe(1);
      // The words of the catalog, in a drawer.
      await page.goto(`${demo.url}/catalog?attribute=age`);
      const words = page.locator('.words-form .input').first();
      await words.fill('Years');
      await words.press('Escape');
      await question.waitFor();
      await page.getByRole('button', { name: w.stay }).click();
      expect(await words.inputValue()).toBe('Years');
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('what is saved is what was on the page: keys undo nothing below a dialog', async () => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await addCondition(page, lang, TEXTS[lang].gender);
      await findCard(page, TEXTS[lang].gender).getByLabel(TEXTS[lang].female).check();
      const count = await readCount(page);
      await page.getByRole('button', { name: w.save, exact: true }).click();
      await page.getByLabel(w.name, { exact: true }).fill(`Undone ${lang}`);
      await page.getByRole('button', { name: w.cancel, exact: true }).focus();
      await page.keyboard.press('Control+z');
      await page.waitForTimeout(300);
      await page.getByRole('button', { name: w.submit, exact: true }).click();
      await page.locator('.audience-bar-name').getByText(`Undone ${lang}`).waitFor();
      expect(await readCount(page)).toBe(count);
      expect(await page.locator('.badge-changed').count()).toBe(0);
      await page.keyboard.press('Control+z');
      await page.locator('.badge-changed').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('a note alone makes a version; nothing at all makes none, and says so', async () => {
      const saved = await create(`Noted ${lang}`);
      const { page, context, complaints } = await openExplore(browser, pageOf(saved), lang);
      await page.getByRole('button', { name: w.edit }).click();
      await page.getByLabel(w.note).fill('because');
      await page.getByLabel(w.note).press('Enter');
      await dialog(page).waitFor({ state: 'detached' });
      expect(await get(saved.id)).toMatchObject({ version: 2, note: 'because' });
      await page.locator('.version-note', { hasText: 'because' }).waitFor();
      await page.getByRole('button', { name: w.edit }).click();
      await page.getByLabel(w.name, { exact: true }).press('Enter');
      await page.locator('.toast', { hasText: w.unchanged }).waitFor();
      expect((await get(saved.id)).version).toBe(2);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('deleted ones are found, read and restored', async () => {
      const saved = await create(`Lost ${lang}`);
      const { page, context, complaints } = await openExplore(browser, pageOf(saved), lang);
      await page.locator('.audience-head-tools .icon-button').click();
      await page.getByRole('menuitem', { name: w.remove }).click();
      await dialog(page).getByText(w.showDeleted).waitFor();
      await dialog(page).getByRole('button', { name: w.confirm, exact: true }).click();
      await page.getByRole('button', { name: w.showDeleted }).click();
      await rowOf(page, saved.id).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await rowOf(page, saved.id).getByRole('link').click();
      await page.locator('.version-table tbody tr').waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: w.restore }).click();
      await page.getByTestId('size-now').waitFor();
      expect(await get(saved.id)).toMatchObject({ version: 2, definition: WOMEN });
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('are exported under their name, from their page and from Explore', async () => {
      const saved = await create(`Exported ${lang}`);
      const { page, context, complaints } = await openExplore(browser, pageOf(saved), lang);
      const count = await readNumber(page.locator('.audience-size-number'));
      await page.getByRole('button', { name: w.export }).click();
      await dialog(page).getByText(saved.name).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await dialog(page).getByRole('button', { name: w.start, exact: true }).click();
      await page.locator('.export', { hasText: w.done }).waitFor();
      const downloading = page.waitForEvent('download');
      await page.locator('.export a').first().click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${saved.id}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
      const rows =
        readFileSync(await download.path(), 'utf8')
          .trimEnd()
          .split('\r\n').length - 1;
      expect(rows).toBe(count);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: w.open, exact: true }).click();
      await readCount(page);
      const exportFromExplore = async () => {
        await page.locator('.count-tools').getByRole('button', { name: w.start, exact: true }).click();
        await dialog(page).getByRole('button', { name: w.start, exact: true }).click();
        await page.locator('.export-list, .exports-list').waitFor();
        const { exports } = await ask<ExportList>('GET', '/api/exports');
        await page.keyboard.press('Escape');
        return exports[0]?.audience;
      };
      expect(await exportFromExplore()).toEqual({ id: saved.id, version: 1, name: saved.name });
      // What was changed since is no longer the saved audience.
      await addCondition(page, lang, TEXTS[lang].age);
      await findCard(page, TEXTS[lang].age).getByLabel(TEXTS[lang].from, { exact: true }).fill('30');
      await readCount(page);
      expect(await exportFromExplore()).toBeNull();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('of one name are told apart, and five are compared', async () => {
      // Of this try alone: one that failed has left the same.
      const same = `Same ${lang} ${Date.now()}`;
      const names = [same, same, ...['Third', 'Fourth', 'Fifth'].map((name) => `${name} of ${same}`)];
      const saved: SavedAudience[] = [];
      for (const [place, name] of names.entries()) saved.push(await create(name, { attribute: 'age', gte: 20 + 8 * place }));
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, lang);
      await rowOf(page, saved[1]?.id ?? '')
        .locator('.library-id')
        .waitFor();
      expect(
        await rowOf(page, saved[2]?.id ?? '')
          .locator('.library-id')
          .count(),
      ).toBe(0);
      // Who made each, beside who saved it last.
      expect(
        await rowOf(page, saved[0]?.id ?? '')
          .locator('.library-owner')
          .innerText(),
      ).toContain(saved[0]?.createdBy);
      for (const of of [3, 5]) {
        const ids = saved.slice(0, of).map(({ id }) => id);
        await page.goto(`${demo.url}/audiences/overlap?ids=${ids.join(',')}`);
        await page.locator(`[data-part="${ids.map((_, place) => place).join('+')}"]`).waitFor();
        // Each is within the one before: who is in the first only, in the first two only, and so on.
        for (let inside = 1; inside <= of; inside += 1) {
          const part = Array.from({ length: inside }, (_, place) => place).join('+');
          const upper = inside === of ? {} : { lt: 20 + 8 * inside };
          const { count } = await askExplore(demo.url, { attribute: 'age', gte: 20 + 8 * (inside - 1), ...upper });
          const row = page.locator(`[data-part="${part}"] .part-count`);
          expect(count === 0 ? (await row.count()) * 0 : await readNumber(row), part).toBe(count);
        }
        await page.locator('[data-part="0"] .part-name', { hasText: `${same} (1)` }).waitFor();
        expect(await page.locator('.overlap-list').innerText()).toContain(`${same} (2)`);
        const known = new Set(await page.locator('.part-name').allInnerTexts());
        expect(known.size).toBe(await page.locator('.part-name').count());
        expect(await findViolations(page)).toEqual([]);
        expect(await page.getByRole('button', { name: w.add }).count()).toBe(of === 5 ? 0 : 1);
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  it('a save whose answer was lost with the server is sent again, and is one save', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    onTestFailed(() => demo.resume());
    // Of this try alone: one that failed may have saved the same.
    const id = `killed-${Date.now()}`;
    await addCondition(page, 'en', TEXTS.en.gender);
    await findCard(page, TEXTS.en.gender).getByLabel(TEXTS.en.female).check();
    await readCount(page);
    /** The server saves, is killed, and its answer never comes. */
    const lose = async (route: Route) => {
      if (!['POST', 'PUT'].includes(route.request().method())) return route.fallback();
      await route.fetch();
      await demo.halt('SIGKILL');
      await route.abort();
    };
    const loseOne = () => page.route(/\/api\/audiences(\/[^/]*)?$/, lose, { times: 1 });
    await loseOne();
    await page.getByRole('button', { name: 'Save…' }).click();
    const name = page.getByLabel('Name', { exact: true });
    await name.fill(id);
    await name.press('Enter');
    await dialog(page).getByRole('alert').waitFor();
    await demo.resume();
    // Written anew meanwhile: what was saved is changed, and there is no second one.
    await name.fill(`${id} and back`);
    await name.press('Enter');
    await page.locator('.audience-bar-name', { hasText: `${id} and back` }).waitFor();
    expect(await find(id)).toMatchObject([{ id, version: 2, name: `${id} and back` }]);
    await addCondition(page, 'en', TEXTS.en.age);
    await findCard(page, TEXTS.en.age).getByLabel(TEXTS.en.from, { exact: true }).fill('30');
    await readCount(page);
    await loseOne();
    await page.getByRole('button', { name: 'Save changes…' }).click();
    await page.getByLabel('What changed (optional)').press('Enter');
    await dialog(page).getByRole('alert').waitFor();
    await demo.resume();
    await page.getByLabel('What changed (optional)').press('Enter');
    await page.getByText('Changed, not saved').waitFor({ state: 'detached' });
    expect(await find(id)).toMatchObject([{ id, version: 3 }]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('what stands already is no conflict with oneself', async () => {
    const saved = await create('Twice', { all: [WOMEN] });
    const { page, context, complaints } = await openExplore(browser, pageOf(saved), 'en');
    await page.getByRole('button', { name: WORDS.en.edit }).click();
    await page.getByLabel('Name', { exact: true }).fill('Twice, again');
    await ask('PUT', `/api/audiences/${saved.id}`, { name: 'Twice, again' }, 1);
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByText(WORDS.en.isSaved).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: WORDS.en.goOn }).click();
    await page.getByRole('heading', { level: 1, name: 'Twice, again' }).waitFor();
    expect((await get(saved.id)).version).toBe(2);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a number of another time is told to be one before it is saved', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', TEXTS.en.purchase);
    const now = await readCount(page);
    await page.locator('.token.moment').click();
    await page.locator('.popover input[type=date]').fill('2025-06-30');
    await page.locator('.popover .button-primary').click();
    await page.keyboard.press('Escape');
    expect(await readCount(page)).not.toBe(now);
    await page.getByRole('button', { name: 'Save…' }).click();
    const note = page.getByTestId('as-of-note');
    await expect.poll(async () => (await note.innerText()).replaceAll(',', '')).toContain(` ${now} `);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('histories are drawn as they are counted, and a failed one is marked', async () => {
    const saved = await create('Streamed');
    const { page, context } = await openExplore(browser, demo.url, 'en');
    const whole = await ask<{ points: { count: number }[] }>('POST', '/api/history', {
      audience: { audience: saved.id },
      months: 24,
    });
    const told = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    // An answer that ends in the middle, as when the server goes.
    await page.route('**/api/history', (route) =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: whole.points
          .slice(0, 5)
          .map((point) => told('point', point))
          .join(''),
      }),
    );
    await page.goto(pageOf(saved));
    await page.locator('.history-failed').waitFor();
    expect((await page.locator('.history-path').getAttribute('points'))?.split(' ').length).toBe(5);
    await page.goto(`${demo.url}/audiences`);
    await rowOf(page, saved.id).locator('.trend-failed').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.unroute('**/api/history');
    await page.goto(pageOf(saved));
    await expect.poll(async () => (await page.locator('.history-path').getAttribute('points'))?.split(' ').length).toBe(25);
    await page.getByText('points counted').waitFor({ state: 'detached' });
    await context.close();
  });

  it('offer only what one may do, and tell a failure as one', async () => {
    const saved = await create('Looked at');
    const { page, context } = await openExplore(browser, `${demo.url}/audiences`, 'en');
    await page.route('**/api/audiences', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 503, json: { detail: 'no' } }) : route.fallback(),
    );
    await rowOf(page, saved.id).locator('.library-tools .icon-button').click();
    await page.getByRole('menuitem', { name: WORDS.en.duplicate }).click();
    await page.locator('.toast-problem').waitFor();
    const me = await ask<{ permissions: string[] }>('GET', '/api/me');
    const permissions = me.permissions.filter((one) => one !== 'audience.save');
    await page.route('**/api/me', (route) => route.fulfill({ json: { ...me, permissions } }));
    await page.reload();
    await rowOf(page, saved.id).waitFor();
    await expect.poll(() => rowOf(page, saved.id).locator('.library-tools .icon-button').count()).toBe(0);
    await context.close();
  });
});
