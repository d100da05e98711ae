import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogAnswer, CatalogEditsAnswer, CatalogEntryAnswer } from '@silhouette/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addCondition, findViolations, openExplore, readCount, TEXTS } from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    name: '이름, 한국어',
    otherName: '이름, 영어',
    synonyms: '비슷한 말',
    female: 'F의 이름, 한국어',
    femaleOther: 'F의 이름, 영어',
    save: '저장',
    saveOver: '덮어써서 저장',
    saved: '저장했습니다.',
    conflict: '그사이',
    undo: '수정 취소: 이름',
    use: '탐색에서 쓰기',
    edits: /수정 내역/,
    preview: '바뀔 내용 보기',
    write: 'silhouette.yaml에 쓰기',
    written: 'silhouette.yaml에 썼습니다.',
    waiting: '적재 대기',
    search: '이름, 비슷한 말, 아이디로 검색',
    events: '행동',
    history: '수정 이력',
    onlyEdited: '수정한 것만',
    close: '닫기',
    empty: '비워 둘 수 없습니다.',
  },
  en: {
    name: 'Name, Korean',
    otherName: 'Name, English',
    synonyms: 'Synonyms',
    female: 'Name of F, Korean',
    femaleOther: 'Name of F, English',
    save: 'Save',
    saveOver: 'Save over it',
    saved: 'Saved.',
    conflict: 'meanwhile',
    undo: 'Undo the edit of: Name',
    use: 'Use in Explore',
    edits: /^Edits/,
    preview: 'Show what would change',
    write: 'Write into silhouette.yaml',
    written: 'Written into silhouette.yaml.',
    waiting: 'waits for a load',
    search: 'Search by name, synonym or id',
    events: 'Events',
    history: 'History',
    onlyEdited: 'Edited only',
    close: 'Close',
    empty: 'This must not be empty.',
  },
} as const;

/** Each would do something if it became markup, an attribute, a script or a template. */
const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  '"><svg onload=window.hacked=1>',
  "';window.hacked=1;//",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay a text.
  '{{hacked}}${window.hacked=1}',
] as const;

async function change(url: string, query: Record<string, string>, body: object): Promise<void> {
  const path = `${url}/api/catalog/entry?${new URLSearchParams(query)}`;
  const response = await fetch(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** An answer asked directly, in the shape that the server answers by. */
async function read<T>(address: string): Promise<T> {
  return (await (await fetch(address)).json()) as T;
}

const openEntry = (page: Page, id: string) =>
  page
    .locator('.catalog-table tr', { has: page.locator('.entry-id').getByText(id, { exact: true }) })
    .locator('.entry-name')
    .click();

describe('the catalog page', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(2000));
    // The first opening makes the database: it is not the first test's to wait for.
    await fetch(`${demo.url}/api/catalog/edits`);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  // What a try that failed has left edited would be no edit of the next one.
  afterEach(async () => {
    const { edits } = await read<CatalogEditsAnswer>(`${demo.url}/api/catalog/edits`);
    for (const { subject, property } of edits) {
      const { kind: _, ...query } = subject;
      await change(demo.url, query, { [property]: null });
    }
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];

    it('changes a name and shows it at once in Explore, in sentences and in panels; and takes it back', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog`, lang);
      await openEntry(page, 'gender');
      const drawer = page.getByRole('dialog');
      await drawer.getByLabel(words.name, { exact: true }).fill('성별 구분');
      await drawer.getByLabel(words.otherName, { exact: true }).fill('');
      await drawer.getByText(words.empty).waitFor();
      expect(await drawer.getByRole('button', { name: words.save, exact: true }).isDisabled()).toBe(true);
      await drawer.getByLabel(words.otherName, { exact: true }).fill('Sex or gender');
      await drawer.getByLabel(words.synonyms, { exact: true }).fill('남녀\nmw');
      await drawer.getByLabel(words.female, { exact: true }).fill('여자');
      await drawer.getByLabel(words.femaleOther, { exact: true }).fill('Women');
      await drawer.getByRole('button', { name: words.save, exact: true }).click();
      await page.getByText(words.saved).first().waitFor();
      await drawer.getByText(words.history).waitFor();
      expect(await findViolations(page)).toEqual([]);
      const name = lang === 'ko' ? '성별 구분' : 'Sex or gender';
      await drawer.getByRole('heading', { name }).waitFor();
      await drawer.getByRole('link', { name: words.use }).click();
      await page.locator('.card', { hasText: name }).first().waitFor();
      await page
        .locator('.card', { hasText: name })
        .getByLabel(lang === 'ko' ? '여자' : 'Women')
        .check();
      await readCount(page);
      await expect.poll(() => page.locator('.sentence').innerText()).toContain(lang === 'ko' ? '여자' : 'Women');
      await expect.poll(() => page.locator('[data-panel=gender]').innerText()).toContain(lang === 'ko' ? '여자' : 'Women');
      const search = page.getByRole('searchbox', { name: TEXTS[lang].search }).first();
      await search.fill('mw');
      await page.locator('.catalog-row-label').getByText(name, { exact: true }).first().waitFor();
      await page.goto(`${demo.url}/catalog?attribute=gender`);
      await drawer.getByRole('button', { name: words.undo, exact: true }).click();
      await drawer.getByRole('heading', { name: TEXTS[lang].gender, exact: true }).waitFor();
      await change(demo.url, { attribute: 'gender' }, { synonyms: null, values: null });
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('tells a conflict, keeps what was typed, and saves over it when that is wanted', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog?attribute=age`, lang);
      const drawer = page.getByRole('dialog');
      await drawer.getByLabel(words.name, { exact: true }).fill('내 나이');
      await change(demo.url, { attribute: 'age' }, { label: { ko: '그들의 나이', en: 'Their age' } });
      await drawer.getByRole('button', { name: words.save, exact: true }).click();
      await drawer.getByText(words.conflict).first().waitFor();
      expect(await drawer.getByLabel(words.name, { exact: true }).inputValue()).toBe('내 나이');
      expect(await findViolations(page)).toEqual([]);
      await drawer.getByRole('button', { name: words.saveOver }).click();
      await page.getByText(words.saved).first().waitFor();
      const entry = await read<CatalogEntryAnswer>(`${demo.url}/api/catalog/entry?attribute=age`);
      expect(entry.words?.label.ko).toBe('내 나이');
      await change(demo.url, { attribute: 'age' }, { label: null });
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('shows hostile texts as they are, wherever they stand', async () => {
      const [first, second, third, fourth] = HOSTILE;
      const label = { ko: first, en: first };
      await change(
        demo.url,
        { attribute: 'region' },
        {
          label,
          description: { ko: second, en: second },
          group: fourth,
          synonyms: [third],
        },
      );
      await change(demo.url, { attribute: 'gender' }, { values: [{ value: 'F', label: { ko: second, en: second } }] });
      await change(demo.url, { event: 'purchase' }, { label: { ko: third, en: third } });
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog?attribute=region`, lang);
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('heading', { name: first }).waitFor();
      await drawer.getByRole('button', { name: words.close }).click();
      await page.locator('.catalog-table').getByText(second).first().waitFor();
      await page.getByRole('tab', { name: words.events }).click();
      await page.locator('.catalog-table').getByText(third, { exact: true }).first().waitFor();
      await page.getByRole('button', { name: words.edits }).click();
      await drawer.getByRole('link', { name: first }).first().waitFor();
      await drawer.getByRole('button', { name: words.preview }).click();
      await drawer.locator('.file-diff').getByText('onerror').first().waitFor();
      await page.goto(demo.url);
      await addCondition(page, lang, first);
      await addCondition(page, lang, third);
      await page.locator('[data-panel=gender] button.bar').first().click();
      await readCount(page);
      await expect.poll(() => page.locator('.sentence').innerText()).toContain('onload');
      await page.locator('[data-panel=gender]').getByText(second).first().waitFor();
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('img[src=x], svg[onload]').count()).toBe(0);
      expect(complaints).toEqual([]);
      await change(demo.url, { attribute: 'region' }, { label: null, description: null, group: null, synonyms: null });
      await change(demo.url, { attribute: 'gender' }, { values: null });
      await change(demo.url, { event: 'purchase' }, { label: null });
      await context.close();
    });

    it('works by keyboard alone, and is readable by everyone in both themes and narrow', async () => {
      const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog`, lang);
      await page.locator('.catalog-table tbody tr').first().waitFor();
      await page.locator('.entry-open').first().focus();
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog');
      await drawer.getByLabel(words.name, { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      const opener = page.locator('.entry-open').first();
      await expect.poll(() => opener.evaluate((button) => button.matches(':focus'))).toBe(true);
      await page.keyboard.press('Enter');
      await drawer.getByLabel(words.otherName, { exact: true }).focus();
      await page.keyboard.press('End');
      await page.keyboard.type(' x');
      await page.keyboard.press('Enter');
      await page.getByText(words.saved).first().waitFor();
      await drawer.getByRole('button', { name: words.undo }).focus();
      await page.keyboard.press('Enter');
      await drawer.getByRole('button', { name: words.undo }).waitFor({ state: 'detached' });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const path of [
          '/catalog?attribute=region',
          '/catalog?event=purchase',
          '/catalog?event=purchase&field=category',
          '/catalog?attribute=nobody',
        ]) {
          await page.goto(`${demo.url}${path}`);
          await drawer.locator('.words-form, .entry-gone').first().waitFor();
          expect(await findViolations(page), `${path} ${colorScheme}`).toEqual([]);
        }
      }
      await page.setViewportSize({ width: 768, height: 900 });
      await page.goto(`${demo.url}/catalog?attribute=gender`);
      await drawer.locator('.value-name').first().waitFor();
      const isWide = 'document.querySelector(".drawer-body").scrollWidth > document.querySelector(".drawer-body").clientWidth';
      expect(await page.evaluate(isWide)).toBe(false);
      expect(await findViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  it('writes the edits into the catalog file, and a load takes them up', async () => {
    const words = WORDS.en;
    const file = join(demo.workspace, 'silhouette.yaml');
    expect(existsSync(file)).toBe(true);
    const before = readFileSync(file, 'utf8');
    await change(demo.url, { attribute: 'region' }, { label: { ko: '사는 지역', en: 'Home region' } });
    const { page, context, complaints } = await openExplore(browser, `${demo.url}/catalog`, 'en');
    await page.getByRole('button', { name: words.edits }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: words.preview }).click();
    await drawer.locator('.file-diff').getByText('Home region').first().waitFor();
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await findViolations(page)).toEqual([]);
    await drawer.getByRole('button', { name: words.write }).click();
    await page.getByText(words.written).first().waitFor();
    await drawer.getByText(words.waiting).first().waitFor();
    const after = readFileSync(file, 'utf8');
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(added).toHaveLength(1);
    expect(added[0]).toContain('{ ko: 사는 지역, en: Home region }');
    await demo.load();
    expect((await read<CatalogEditsAnswer>(`${demo.url}/api/catalog/edits`)).edits).toEqual([]);
    const catalog = await read<CatalogAnswer>(`${demo.url}/api/catalog`);
    expect(catalog.attributes.find(({ id }) => id === 'region')?.label.en).toBe('Home region');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
