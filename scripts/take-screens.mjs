// The screens of the README: node scripts/take-screens.mjs http://127.0.0.1:4000, with `npm run demo` serving there.
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
  ko: { locale: 'ko-KR', portrait: '이 그룹을 가르는 특징', explain: '이 수의 근거' },
  en: { locale: 'en-US', portrait: 'What sets them apart', explain: 'Explain' },
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
    name: 'catalog',
    theme: 'light',
    path: '/catalog',
    prepare: (page) => page.locator('.catalog-table tbody tr').first().waitFor(),
  },
];

mkdirSync(join(root, 'docs/images'), { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [lang, texts] of Object.entries(TEXTS)) {
    for (const { name, theme, path, prepare } of SCREENS) {
      const context = await browser.newContext({
        viewport: { width: WIDTH, height: 800 },
        locale: texts.locale,
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
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
  await browser.close();
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
