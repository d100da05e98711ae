// The screens of the README: node scripts/take-screens.mjs http://127.0.0.1:4000, with a new `npm run demo` serving there.
// Saves two audiences for each language and deletes them again; a demo in which nothing else is saved gives tidy pictures.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium, root } from './steps.mjs';

const MOST_BYTES = 200_000;
const WIDTH = 1280;
const url = process.argv[2];
const executablePath = findChromium();
if (url === undefined)
  throw new Error('Name the address of a running demo: node scripts/take-screens.mjs http://127.0.0.1:4000');
if (executablePath === null) throw new Error('No Chromium found: install one, or name it with CHROMIUM_PATH.');

/** "Women in their thirties who bought for 100,000 or more on average in the last 3 months", as a link carries it. */
const QUESTION = {
  all: [
    { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: '100000' } },
    { attribute: 'gender', in: ['F'] },
    { attribute: 'age', gte: '30', lt: '40' },
  ],
};
const TEXTS = {
  ko: {
    locale: 'ko-KR',
    portrait: '이 고객군을 가르는 특징',
    members: '고객 보기',
    audiences: [
      { name: '큰손 30대 여성', tags: ['뷰티', '주간 점검'], note: '하한을 10만 원으로' },
      { name: '서울의 최근 구매 고객', tags: ['뷰티'], note: null },
    ],
  },
  en: {
    locale: 'en-US',
    portrait: 'What sets them apart',
    members: 'See members',
    audiences: [
      { name: 'Women in their thirties who spend', tags: ['beauty', 'weekly'], note: 'From 100,000 on' },
      { name: 'Recent buyers in Seoul', tags: ['beauty'], note: null },
    ],
  },
};
/** Ids of the two audiences of a language, their definitions, and one that the first had before. */
const idsOf = (lang) => [`screen-women-${lang}`, `screen-seoul-${lang}`];
const DEFINITIONS = [
  QUESTION,
  {
    all: [
      { event: 'purchase', within: { last: 3, unit: 'month' } },
      { attribute: 'region', eq: 'seoul' },
    ],
  },
];
const BEFORE = {
  all: [
    { attribute: 'gender', in: ['F'] },
    { attribute: 'age', gte: 30, lt: 40 },
  ],
};

/** Each screen: its name, theme, address and what is done before the picture. */
const SCREENS = [
  { name: 'explore', theme: 'light', path: `/#${writeFragment(QUESTION)}`, prepare: waitForCount },
  {
    name: 'portrait',
    theme: 'dark',
    path: `/#${writeFragment(QUESTION)}`,
    prepare: async (page, texts) => {
      await waitForCount(page);
      await page.getByRole('button', { name: texts.portrait }).click();
      await page.locator('.portrait[aria-busy=false] .trait-line').first().waitFor();
    },
  },
  {
    name: 'why',
    theme: 'light',
    path: `/#${writeFragment(QUESTION)}`,
    prepare: async (page, texts) => {
      await waitForCount(page);
      await page.getByRole('button', { name: texts.members }).click();
      await page.locator('.drawer tbody tr').first().getByRole('button').click();
      await page.locator('.why-tree').waitFor();
    },
  },
  {
    name: 'audiences',
    theme: 'light',
    path: '/audiences',
    prepare: async (page) => page.locator('.sparkline').nth(1).waitFor(),
  },
  {
    name: 'audience',
    theme: 'light',
    path: (lang) => `/audiences/${idsOf(lang)[0]}`,
    prepare: async (page) => page.locator('.history-path').waitFor(),
  },
  {
    name: 'overlap',
    theme: 'light',
    path: (lang) => `/audiences/overlap?ids=${idsOf(lang).join(',')}`,
    prepare: async (page) => page.locator('.parts-table tbody tr').first().waitFor(),
  },
  {
    name: 'catalog',
    theme: 'light',
    path: '/catalog?attribute=region',
    prepare: async (page) => {
      await page.locator('.catalog-table tbody tr').first().waitFor();
      await page.locator('.entry-bars li').first().waitFor();
    },
  },
];

mkdirSync(join(root, 'docs/images'), { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [lang, texts] of Object.entries(TEXTS)) {
    await removeAudiences();
    await saveAudiences(texts.audiences, idsOf(lang));
    for (const { name, theme, path, prepare } of SCREENS) {
      const context = await browser.newContext({
        viewport: { width: WIDTH, height: 800 },
        locale: texts.locale,
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(`${url}${typeof path === 'string' ? path : path(lang)}`);
      await prepare(page, texts);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(500);
      const file = join(root, 'docs/images', `${name}-${lang}.png`);
      await page.screenshot({ path: file });
      const { size } = statSync(file);
      if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes; at most ${MOST_BYTES} go into the repository.`);
      console.log(`${file}: ${Math.round(size / 1000)} kB`);
      await context.close();
    }
  }
} finally {
  await removeAudiences();
  await browser.close();
}

async function saveAudiences(audiences, ids) {
  for (const [index, { name, tags, note }] of audiences.entries()) {
    const own = { name, tags, ...(note === null ? {} : { note }), definition: DEFINITIONS[index] };
    const first = note === null ? own : { ...own, note: null, definition: BEFORE };
    await send('POST', '/api/audiences', { id: ids[index], ...first });
    if (note !== null) await send('PUT', `/api/audiences/${ids[index]}`, own);
  }
}

async function removeAudiences() {
  for (const id of Object.keys(TEXTS).flatMap(idsOf))
    await fetch(`${url}/api/audiences/${id}`, { method: 'DELETE', headers: { 'if-match': '*' } });
}

async function send(method, path, body) {
  const headers = { 'content-type': 'application/json', ...(method === 'PUT' ? { 'if-match': '*' } : {}) };
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

async function waitForCount(page) {
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
  await page.locator('.card-remaining').last().waitFor();
}

/** The fragment of a link, as packages/web/src/features/explore/definition/address.ts writes it. */
function writeFragment(definition) {
  const body = Buffer.from(JSON.stringify({ d: definition })).toString('base64url');
  return `1.${checksumOf(body)}.${body}`;
}

/** FNV-1a, 32 bits, as eight hexadecimal digits. */
function checksumOf(text) {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
