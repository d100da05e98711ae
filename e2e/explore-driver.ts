import AxeBuilder from '@axe-core/playwright';
import type { ExplainAnswer, ExploreAnswer, PortraitAnswer } from '@silhouette/model';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Language, type OpenedPage, openPage } from './open-page.ts';

/** What the steps click on, in both languages. */
export const TEXTS = {
  ko: {
    purchase: '구매',
    gender: '성별',
    age: '나이',
    region: '지역',
    joined: '가입일',
    female: '여성',
    measure: '측정값',
    average: '평균',
    comparison: '비교',
    from: '하한',
    to: '상한',
    kindOfUpper: '상한의 종류',
    search: '조건과 값 검색',
    undo: '실행 취소',
    redo: '다시 실행',
    explain: '이 수의 근거',
    members: '고객 보기',
    portrait: '이 고객군을 가르는 특징',
    rest: '나머지 고객',
    close: '닫기',
    addGroup: '그룹 추가',
    startEmpty: '빈 정의로 시작',
    linkBroken: '이 링크를 열 수 없습니다.',
    noAnswer: '서버에서 답이 없습니다.',
    unfinished: '값을 고르세요. 아직 세지 않습니다.',
  },
  en: {
    purchase: 'Purchase',
    gender: 'Gender',
    age: 'Age',
    region: 'Region',
    joined: 'Join date',
    female: 'Female',
    measure: 'Measure',
    average: 'average',
    comparison: 'Comparison',
    from: 'From',
    to: 'To',
    kindOfUpper: 'Kind of upper limit',
    search: 'Search conditions and values',
    undo: 'Undo',
    redo: 'Redo',
    explain: 'Explain',
    members: 'See members',
    portrait: 'What sets them apart',
    rest: 'everyone else',
    close: 'Close',
    addGroup: 'Add group',
    startEmpty: 'Start empty',
    linkBroken: 'This link cannot be opened.',
    noAnswer: 'No answer from the server.',
    unfinished: 'Choose a value: not counted yet',
  },
} as const;

/** Opens the explorer at an address in a fresh browser profile. */
export function openExplore(
  browser: Browser,
  url: string,
  lang: Language,
  viewport = { width: 1280, height: 800 },
): Promise<OpenedPage> {
  return openPage(browser, url, lang, { viewport });
}

/** Lets a time pass by the page's own clock, and a frame after it: what its scripts had set for less is done by then, however busy it is. */
async function letPass(page: Page, ms: number): Promise<void> {
  await page.evaluate(`new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), ${ms}))`);
}

/** Waits until the page shows the number of the question it holds, and reads it. */
export async function readCount(page: Page): Promise<number> {
  // A question begins a moment after a click: one frame and the page's own interval must pass first.
  await letPass(page, 250);
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
  return readNumber(page.locator('.count-figure'));
}

/** What is in a place of the page as a number. */
export async function readNumber(place: Locator): Promise<number> {
  return Number((await place.innerText()).replaceAll(/\D/g, ''));
}

/** Waits until the address is that of what the page holds: it follows within a fifth of a second. */
export function letAddressFollow(page: Page): Promise<void> {
  return letPass(page, 300);
}

/** What the address holds once it follows the page: definition, comparison, panels. */
export async function readAddress(
  page: Page,
): Promise<{ readonly d: { readonly all: Record<string, unknown>[] }; readonly v?: unknown; readonly p?: string[] }> {
  await letAddressFollow(page);
  const body = new URL(page.url()).hash.split('.')[2] ?? '';
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

/** Adds a condition from the catalog by its exact name, searching for it as people do. */
export async function addCondition(page: Page, lang: Language, name: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: TEXTS[lang].search }).first();
  await search.fill(name);
  await page.locator('.catalog-row-label').getByText(name, { exact: true }).first().click();
  await search.fill('');
}

/** The card of a condition by its name. */
export function findCard(page: Page, name: string) {
  return page.locator('.card:not(.group-card)', { hasText: name });
}

/** The words that a measure is chosen by. */
type MeasureTexts = Readonly<Record<'measure' | 'average' | 'comparison' | 'from', string>>;

/** Chooses the average as the measure of an event's condition in a place, and opens what it is compared with. */
export async function chooseAverage(place: Locator, t: MeasureTexts): Promise<void> {
  const page = place.page();
  await place.getByRole('button', { name: `${t.measure}:` }).click();
  await page.locator('.popover .choice').getByText(t.average, { exact: true }).click();
  await page.keyboard.press('Escape');
  await place.getByRole('button', { name: `${t.comparison}:` }).click();
}

/** Asks for an average from a limit on, in the place of an event's condition. */
export async function askAverage(place: Locator, t: MeasureTexts, from: string): Promise<void> {
  await chooseAverage(place, t);
  const page = place.page();
  await page.locator('.popover').getByLabel(t.from, { exact: true }).fill(from);
  await page.keyboard.press('Escape');
}

/** "Average order of 100,000 or more in the last 3 months, women in their thirties", by clicks. */
export async function buildByClicks(page: Page, lang: Language): Promise<void> {
  const t = TEXTS[lang];
  await addCondition(page, lang, t.purchase);
  await askAverage(page.locator('.definition'), t, '100000');
  await addCondition(page, lang, t.gender);
  await findCard(page, t.gender).getByLabel(t.female).check();
  await addCondition(page, lang, t.age);
  const age = findCard(page, t.age);
  await age.getByLabel(t.from, { exact: true }).fill('30');
  await age.getByLabel(t.kindOfUpper).selectOption('lt');
  await age.getByLabel(t.to, { exact: true }).fill('40');
}

/** What the server answers, asked directly. @throws when it is not an answer */
export function askExplore(url: string, audience: unknown): Promise<ExploreAnswer> {
  return askServer(url, 'POST', '/api/explore', { audience });
}

/** The explanation the server gives, asked directly. @throws when it is not an answer */
export function askExplain(url: string, audience: unknown): Promise<ExplainAnswer> {
  return askServer(url, 'POST', '/api/explain', { audience });
}

/** The portrait the server gives, asked directly. @throws when it is not an answer */
export function askPortrait(url: string, audience: unknown, versus: 'everyone' | 'rest'): Promise<PortraitAnswer> {
  return askServer(url, 'POST', '/api/portrait', { audience, versus });
}

/** An answer of the server, asked directly; `version` goes as If-Match. Null where it has no content. @throws when it is not an answer */
export async function askServer<T>(url: string, method: string, path: string, body?: unknown, version?: number): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations that axe finds on the page as it is, in a line each: WCAG 2.2 A and AA, and what it calls best practice. */
export async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: { type: 'tag', values: AXE_TAGS }, resultTypes: ['violations'] })
    // In the page itself: it has no frames, and what its rules passed on need not be carried to a second page, which took most of the time.
    .setLegacyMode(true)
    .analyze();
  return violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join(', ')} (${nodes.length})`,
  );
}

/** The fragment of a link that holds a question, as the page writes it. */
export function writeFragment(content: Record<string, unknown>): string {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  let hash = 0x811c9dc5;
  for (const char of body) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return `1.${(hash >>> 0).toString(16).padStart(8, '0')}.${body}`;
}
