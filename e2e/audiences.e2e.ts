import type { SavedAudience } from '@silhouette/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCondition,
  askExplore,
  askServer,
  findCard,
  findViolations,
  letAddressFollow,
  openExplore,
  readAddress,
  readCount,
  readNumber,
  TEXTS,
} from './explore-driver.ts';
import type { Language } from './open-page.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    save: '저장…',
    saveChanges: '변경 저장…',
    name: '이름',
    tags: '태그',
    note: '바꾼 내용 (선택)',
    submit: '저장',
    needsName: '이름을 적어 주세요.',
    changed: '바뀜, 저장 전',
    search: '이름, 문장, 태그, 아이디로 검색',
    duplicate: '복제',
    remove: '삭제…',
    confirm: '삭제',
    inUse: '쓰는 곳이 있어 삭제할 수 없습니다.',
    compare: '선택한 2개 비교',
    table: '표로 보기',
    edit: '이름, 설명, 태그 수정',
    yaml: 'YAML로 보기',
    add: '저장한 고객군',
    missing: '이 고객군을 찾을 수 없습니다',
    openTheirs: '저장된 것 열기',
    asNew: '다른 고객군으로 저장',
    back: '내 변경으로 돌아가기',
    versus: '다른 고객군…',
  },
  en: {
    save: 'Save…',
    saveChanges: 'Save changes…',
    name: 'Name',
    tags: 'Tags',
    note: 'What changed (optional)',
    submit: 'Save',
    needsName: 'Give it a name.',
    changed: 'Changed, not saved',
    search: 'Search by name, sentence, tag or id',
    duplicate: 'Duplicate',
    remove: 'Delete…',
    confirm: 'Delete',
    inUse: 'It is used, so it cannot be deleted.',
    compare: 'Compare 2 selected',
    table: 'As a table',
    edit: 'Edit name, description, tags',
    yaml: 'As YAML',
    add: 'Saved audience',
    missing: 'This audience is not here',
    openTheirs: 'Open theirs',
    asNew: 'Save mine as another audience',
    back: 'Back to my changes',
    versus: 'another group…',
  },
} as const;

const WOMEN = { attribute: 'gender', in: ['F'] };
const OVER_30 = { attribute: 'age', gte: '30' };

describe('saved audiences', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
    // The store makes its database in the background, which takes long on a busy machine.
    await ask('GET', '/api/audiences');
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const ask = <T>(method: string, path: string, body?: unknown, version?: number) =>
    askServer<T>(demo.url, method, path, body, version);
  const create = (name: string, definition: unknown, tags: readonly string[] = []) =>
    ask<SavedAudience>('POST', '/api/audiences', { name, definition, tags });
  const get = (id: string) => ask<SavedAudience>('GET', `/api/audiences/${encodeURIComponent(id)}`);
  const change = (saved: SavedAudience, body: unknown) =>
    ask<SavedAudience>('PUT', `/api/audiences/${encodeURIComponent(saved.id)}`, body, saved.version);
  const pageOf = ({ id }: Pick<SavedAudience, 'id'>) => `${demo.url}/audiences/${encodeURIComponent(id)}`;
  const dialog = (page: Page) => page.getByRole('dialog');

  /** The library's row of an audience. */
  const rowOf = (page: Page, id: string) => page.locator(`[data-audience="${id}"]`);

  /** Opens an audience of the library in Explore. */
  async function openSaved(lang: Language, saved: SavedAudience) {
    const opened = await openExplore(browser, pageOf(saved), lang);
    await opened.page.locator('.audience-head-tools a.button-primary').click();
    await readCount(opened.page);
    return opened;
  }

  it.each(['ko', 'en'] as const)('are saved from Explore, reopened by link, changed and saved again, in %s', async (lang) => {
    const w = WORDS[lang];
    const name = `Women, ${lang} 여성`;
    const { page, context, complaints } = await openExplore(browser, demo.url, lang);
    await addCondition(page, lang, TEXTS[lang].gender);
    await findCard(page, TEXTS[lang].gender).getByLabel(TEXTS[lang].female).check();
    // One that is not finished takes no part, which the dialog says.
    await addCondition(page, lang, TEXTS[lang].region);
    const women = await readCount(page);
    await page.getByRole('button', { name: w.save }).click();
    expect(
      await page.getByLabel(w.name, { exact: true }).evaluate((field) => field === field.ownerDocument.activeElement),
    ).toBe(true);
    await dialog(page).getByRole('button', { name: w.submit, exact: true }).click();
    await page.getByText(w.needsName).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByLabel(w.name, { exact: true }).fill('x'.repeat(201));
    await page.locator('.field-problem', { hasText: '200' }).waitFor();
    await page.getByLabel(w.name, { exact: true }).fill(name);
    await page.getByLabel(w.tags, { exact: true }).fill('봄,');
    await page.getByLabel(w.tags, { exact: true }).fill('e2e');
    await page.keyboard.press('Enter');
    expect(await dialog(page).locator('.tag').allInnerTexts()).toEqual(['봄', 'e2e']);
    expect(await dialog(page).locator('.hint', { hasText: '1' }).count()).toBe(1);
    await page.keyboard.press('Control+s');
    await page.getByLabel(w.name, { exact: true }).press('Enter');
    await page.locator('.audience-bar-name', { hasText: name }).waitFor();
    const saved = (await ask<{ audiences: SavedAudience[] }>('GET', '/api/audiences')).audiences.find(
      (one) => one.name === name,
    );
    expect(saved).toMatchObject({ version: 1, tags: ['봄', 'e2e'], definition: { all: [WOMEN] }, size: { count: women } });
    if (saved === undefined) throw new Error('It was not saved.');

    await letAddressFollow(page);
    const other = await context.newPage();
    await other.goto(page.url());
    expect(await readCount(other)).toBe(women);
    await other.locator('.audience-bar-name', { hasText: name }).waitFor();
    expect(await other.locator('.badge-changed').count()).toBe(0);
    await addCondition(other, lang, TEXTS[lang].age);
    await findCard(other, TEXTS[lang].age).getByLabel(TEXTS[lang].from, { exact: true }).fill('30');
    await other.getByText(w.changed).waitFor();
    const fewer = await readCount(other);
    expect(fewer).toBeLessThan(women);
    expect(await findViolations(other)).toEqual([]);
    await other.keyboard.press('Control+s');
    await other.getByLabel(w.note).fill('30+');
    await other.getByLabel(w.note).press('Enter');
    await other.getByText(w.changed).waitFor({ state: 'detached' });
    expect(await get(saved.id)).toMatchObject({ version: 2, note: '30+', size: { count: fewer }, tags: ['봄', 'e2e'] });
    // What undo leads back to is a change of the version just saved: saving it meets nobody's.
    await other.getByRole('button', { name: TEXTS[lang].undo }).click();
    await other.getByText(w.changed).waitFor();
    await other.getByRole('button', { name: w.saveChanges }).click();
    await dialog(other).getByRole('button', { name: w.submit }).click();
    await other.getByText(w.changed).waitFor({ state: 'detached' });
    expect((await get(saved.id)).version).toBe(3);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('open links made before audiences were saved, and links of audiences that are gone', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    const content = Buffer.from(JSON.stringify({ d: { all: [WOMEN] } })).toString('base64url');
    let hash = 0x811c9dc5;
    for (const char of content) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    await page.goto(`${demo.url}/#1.${(hash >>> 0).toString(16).padStart(8, '0')}.${content}`);
    expect(await readCount(page)).toBe((await askExplore(demo.url, WOMEN)).count);
    await page.getByText('Not saved').waitFor();
    const gone = await create('Gone soon', WOMEN);
    const opened = await openSaved('en', gone);
    await letAddressFollow(opened.page);
    const link = opened.page.url();
    await opened.context.close();
    await ask('DELETE', `/api/audiences/${gone.id}`, undefined, 1);
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('has been deleted').waitFor();
    expect(await readCount(page)).toBe((await askExplore(demo.url, WOMEN)).count);
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save as new…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Gone and back');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.locator('.audience-bar-name', { hasText: 'Gone and back' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  describe.each(['ko', 'en'] as const)('edited by two, in %s', (lang) => {
    const w = WORDS[lang];

    /** Two editors of one audience: the first saves over 30, the second has women over 50 and a new name and meets it. */
    async function meet() {
      const saved = await create(`Conflict ${lang} ${Math.random().toString(36).slice(2)}`, { all: [WOMEN] }, ['first']);
      const first = await openSaved(lang, saved);
      const second = await openSaved(lang, saved);
      for (const [{ page }, age] of [
        [first, '30'],
        [second, '50'],
      ] as const) {
        await addCondition(page, lang, TEXTS[lang].age);
        await findCard(page, TEXTS[lang].age).getByLabel(TEXTS[lang].from, { exact: true }).fill(age);
        await page.getByText(w.changed).waitFor();
        await page.getByRole('button', { name: w.saveChanges }).click();
      }
      await first.page.getByLabel(w.tags, { exact: true }).fill('theirs,');
      await dialog(first.page).getByRole('button', { name: w.submit }).click();
      await first.page.getByText(w.changed).waitFor({ state: 'detached' });
      await second.page.getByLabel(w.name, { exact: true }).fill(`${saved.name} mine`);
      await second.page.getByLabel(w.note).fill('my note');
      await dialog(second.page).getByRole('button', { name: w.submit }).click();
      await second.page.locator('.conflict .people').waitFor();
      return { saved, first, second };
    }
    const close = async ({ first, second }: Awaited<ReturnType<typeof meet>>) => {
      expect([...first.complaints, ...second.complaints]).toEqual([]);
      await first.context.close();
      await second.context.close();
    };

    it('tell the second who, when and what differs, and save on top when asked, with nothing of either lost', async () => {
      const met = await meet();
      const { page } = met.second;
      const [theirs, mine] = [{ all: [WOMEN, OVER_30] }, { all: [WOMEN, { attribute: 'age', gte: '50' }] }];
      const lost = await askExplore(demo.url, { all: [theirs, { not: mine }] });
      expect(await readNumber(page.locator('.conflict .people-lost .people-count'))).toBe(lost.count);
      expect(await page.locator('.conflict').innerText()).toContain('50');
      expect(await page.locator('.conflict').innerText()).toContain('theirs');
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: w.back }).click();
      expect(await page.getByLabel(w.note).inputValue()).toBe('my note');
      await dialog(page).getByRole('button', { name: w.submit }).click();
      await page.locator('.conflict-ways .button-primary').click();
      await page.getByText(w.changed).waitFor({ state: 'detached' });
      // The name and conditions are the second's, the tags still the first's.
      expect(await get(met.saved.id)).toMatchObject({
        version: 3,
        name: `${met.saved.name} mine`,
        tags: ['first', 'theirs'],
        note: 'my note',
        definition: mine,
      });
      await close(met);
    });

    it('save as another, or open theirs and come back by undoing', async () => {
      const met = await meet();
      const { page } = met.second;
      const before = await readCount(page);
      await page.getByRole('button', { name: w.openTheirs }).click();
      await page.getByText(w.changed).waitFor({ state: 'detached' });
      expect(await readCount(page)).toBe((await askExplore(demo.url, { all: [WOMEN, OVER_30] })).count);
      await page.getByRole('button', { name: TEXTS[lang].undo }).click();
      await page.getByText(w.changed).waitFor();
      expect(await readCount(page)).toBe(before);
      await page.getByRole('button', { name: w.saveChanges }).click();
      await dialog(page).getByRole('button', { name: w.submit }).click();
      await page.getByRole('button', { name: w.asNew }).click();
      await page.getByLabel(w.name, { exact: true }).fill(`Another ${met.saved.id}`);
      await dialog(page).getByRole('button', { name: w.submit, exact: true }).click();
      await page.locator('.audience-bar-name', { hasText: `Another ${met.saved.id}` }).waitFor();
      expect((await get(met.saved.id)).version).toBe(2);
      await close(met);
    });
  });

  describe.each(['ko', 'en'] as const)('in the library, in %s', (lang) => {
    const w = WORDS[lang];

    it('are found, counted, duplicated, and not deleted while used', async () => {
      // Of this try alone: what one that failed has left is not counted.
      const tag = `tag-${lang}-${Date.now()}`;
      const base = await create(`Base ${lang}`, WOMEN, [tag]);
      const user = await create(`User ${lang}`, { all: [{ audience: base.id }, OVER_30] });
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, lang);
      await page.getByRole('searchbox', { name: w.search }).fill(tag);
      await expect.poll(() => page.locator('.library-row').count()).toBe(1);
      const size = rowOf(page, base.id).getByTestId('size-now').locator('.library-count');
      expect(await readNumber(size)).toBe((await askExplore(demo.url, WOMEN)).count);
      await rowOf(page, base.id).locator('.sparkline').waitFor();
      await rowOf(page, base.id).locator('.library-tools .icon-button').click();
      await page.getByRole('menuitem', { name: w.duplicate }).click();
      await expect.poll(() => page.locator('.library-row').count()).toBe(2);
      await rowOf(page, base.id).locator('.library-tools .icon-button').click();
      await page.getByRole('menuitem', { name: w.remove }).click();
      await page.getByText(w.inUse).waitFor();
      await dialog(page).getByText(user.name).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      const copy = page.locator('.library-row').filter({ hasNot: page.locator(`a[href$="/audiences/${base.id}"]`) });
      await copy.locator('.library-tools .icon-button').click();
      await page.getByRole('menuitem', { name: w.remove }).click();
      await dialog(page).getByRole('button', { name: w.confirm, exact: true }).click();
      await expect.poll(() => page.locator('.library-row').count()).toBe(1);
      expect((await get(base.id)).version).toBe(1);
      await page.getByRole('searchbox', { name: w.search }).fill('zzzz');
      await page.locator('.empty-state button').click();
      await page.locator('.library-filter .chip', { hasText: tag }).click();
      await expect.poll(() => page.locator('.library-row').count()).toBe(1);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('are compared: every part with its number, explored, and what sets it apart', async () => {
      const women = await create(`Overlap women ${lang}`, WOMEN);
      const older = await create(`Overlap older ${lang}`, OVER_30);
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, lang);
      for (const { id } of [women, older]) await rowOf(page, id).getByRole('checkbox').check();
      await page.getByRole('link', { name: w.compare }).click();
      await page.locator('[data-part="0+1"]').waitFor();
      const parts = {
        '0': { all: [WOMEN, { not: OVER_30 }] },
        '1': { all: [OVER_30, { not: WOMEN }] },
        '0+1': { all: [WOMEN, OVER_30] },
      };
      for (const [part, definition] of Object.entries(parts)) {
        const { count } = await askExplore(demo.url, definition);
        expect(await readNumber(page.locator(`[data-part="${part}"] .part-count`)), part).toBe(count);
      }
      await page.locator('[data-part="0+1"]').getByRole('button').click();
      await page.getByTestId('part-traits').locator('li').first().waitFor();
      expect(await findViolations(page)).toEqual([]);
      const both = await readNumber(page.locator('[data-part="0+1"] .part-count'));
      await page.locator('[data-part="0+1"]').getByRole('link').click();
      expect(await readCount(page)).toBe(both);
      expect(await findCard(page, women.name).count()).toBe(1);
      await page.goto(`${demo.url}/audiences/overlap?ids=${women.id},nobody-here`);
      await page.getByText('nobody-here').last().waitFor();
      await page.goto(`${demo.url}/audiences/overlap?ids=${women.id}`);
      await page.locator('.empty-state').waitFor();
      expect(await findViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('tell their history, and the people gained and lost between versions', async () => {
      const first = await create(`Versions ${lang}`, { all: [WOMEN] });
      const second = await change(first, { definition: { all: [WOMEN, OVER_30] }, note: 'only over 30' });
      const third = await change(second, { definition: { all: [OVER_30] } });
      const { page, context, complaints } = await openExplore(browser, pageOf(third), lang);
      const told = page.getByTestId('history-told');
      await told.waitFor();
      const last = await told.innerText();
      await page.locator('.history-chart').press('ArrowLeft');
      expect(await told.innerText()).not.toBe(last);
      await page.locator('.history-chart').press('Home');
      const oldest = await told.innerText();
      await page.getByText(w.table).click();
      await expect.poll(() => page.locator('.history-table tbody tr').count()).toBe(25);
      const row = await page.locator('.history-table tbody tr').last().locator('th').innerText();
      expect(oldest.startsWith(row)).toBe(true);
      const pair = page.getByTestId('version-pair');
      const gained = await askExplore(demo.url, { all: [OVER_30, { not: { all: [WOMEN, OVER_30] } }] });
      expect(await readNumber(pair.locator('.people-gained .people-count'))).toBe(gained.count);
      // From the first to the newest: women under 30 are lost.
      await page.locator('.version-table tbody tr').last().getByRole('radio').first().check();
      const lost = await askExplore(demo.url, { all: [WOMEN, { not: OVER_30 }] });
      await expect.poll(() => readNumber(pair.locator('.people-lost .people-count'))).toBe(lost.count);
      expect(await page.locator('.version-note').allInnerTexts()).toContain('only over 30');
      await page.getByText(w.yaml).click();
      expect(await page.getByTestId('yaml').innerText()).toContain(`id: ${third.id}`);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: w.edit }).click();
      await page.getByLabel(w.name, { exact: true }).fill(`Renamed ${lang}`);
      await page.getByLabel(w.name, { exact: true }).press('Enter');
      await page.getByRole('heading', { level: 1, name: `Renamed ${lang}` }).waitFor();
      expect(await get(third.id)).toMatchObject({ version: 4, definition: { all: [OVER_30] } });
      await pair.locator('.people-lost').getByRole('link').click();
      expect(await readCount(page)).toBe(lost.count);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('are conditions of others and compared with, chosen by their names', async () => {
      const women = await create(`Chosen ${lang}`, WOMEN);
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      await page.locator('.catalog-row-label').getByText(w.add, { exact: true }).click();
      await page.locator('.card').getByRole('button', { name: women.name }).click();
      const count = await readCount(page);
      expect(count).toBe((await askExplore(demo.url, WOMEN)).count);
      await page.locator('.card select').selectOption('1');
      expect(await readCount(page)).toBe(count);
      // Its controls say which audience they are about, by its name as the line does.
      const named = { ko: `고객군 ${women.name} (버전 1) 메뉴`, en: `Options for Audience ${women.name} (version 1)` }[lang];
      await page.locator('.card').getByRole('button', { name: named, exact: true }).waitFor();
      expect((await readAddress(page)).d).toEqual({ all: [{ audience: women.id, version: 1 }] });
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: w.versus }).click();
      await page.locator('.versus-popover').getByRole('button', { name: women.name }).click();
      await page.locator('.versus-sentence').waitFor();
      expect(await readNumber(page.locator('.versus-sentence .quiet'))).toBe(count);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it.each(['light', 'dark'] as const)(
      'are readable by everyone when %s',
      async (theme) => {
        const saved = await create(`Readable ${lang} ${theme}`, { all: [WOMEN] }, ['x']);
        const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, lang);
        await page.emulateMedia({ colorScheme: theme });
        await page.locator('.sparkline').first().waitFor();
        expect(await findViolations(page), 'library').toEqual([]);
        await page.goto(pageOf(saved));
        await page.getByTestId('history-told').waitFor();
        expect(await findViolations(page), 'page').toEqual([]);
        await page.goto(`${demo.url}/audiences/nobody-at-all`);
        await page.getByText(w.missing).first().waitFor({ state: 'attached' });
        expect(await findViolations(page), 'missing').toEqual([]);
        expect(complaints).toEqual([]);
        await context.close();
      },
      300_000,
    );
  });

  it('show texts of people as they are written, whatever they hold', async () => {
    const name = '<img src=x onerror="document.title=1"> & "quotes"';
    const saved = await create('Hostile', { all: [WOMEN] }, ['<b>tag</b>']);
    const named = await change(saved, { name, description: '<script>document.title=1</script>', note: '</script><b>' });
    const { page, context, complaints } = await openExplore(browser, `${demo.url}/audiences`, 'en');
    await rowOf(page, named.id).getByText(name).waitFor();
    await page.goto(pageOf(named));
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.locator('.audience-description', { hasText: '<script>' }).waitFor();
    await page.getByText('As YAML').click();
    expect(await page.getByTestId('yaml').innerText()).toContain('<script>');
    expect(await page.title()).not.toBe('1');
    await page.goto(`${demo.url}/audiences/${encodeURIComponent('../../etc/passwd')}`);
    await page.getByText('This audience is not here').first().waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
