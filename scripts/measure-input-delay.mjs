// How long the page takes to show a click or key: node scripts/measure-input-delay.mjs http://127.0.0.1:4000 [rounds],
// with a server there. Chromium's own event timing (from the input to the next frame painted), as INP counts it.
import { chromium } from 'playwright-core';
import { findChromium } from './steps.mjs';

/** Chromium reports no interaction that is shown sooner than this. */
const LEAST_MS = 16;
const url = process.argv[2];
const rounds = Number(process.argv[3] ?? 5);
const executablePath = findChromium();
if (url === undefined || !(rounds >= 1)) throw new Error('node scripts/measure-input-delay.mjs URL [rounds]');
if (executablePath === null) throw new Error('No Chromium found: install one, or name it with CHROMIUM_PATH.');

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
const page = await context.newPage();
await page.addInitScript(() => {
  window.seen = new Map();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.interactionId) continue;
      const longest = window.seen.get(entry.interactionId);
      if (longest === undefined || longest.ms < entry.duration)
        window.seen.set(entry.interactionId, { ms: entry.duration, name: entry.name });
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
});
await page.goto(url);
await page.locator('[data-testid=count][data-stale=false]').waitFor();

const measured = [];
let taken = new Set();
/** Does something that is `interactions` clicks or keys, and notes the slowest frame of it. */
async function step(name, interactions, act) {
  await act();
  // Event timing is told a moment after the frame.
  await page.waitForTimeout(250);
  const seen = await page.evaluate(() => [...window.seen]);
  const fresh = seen.filter(([id]) => !taken.has(id)).map(([, entry]) => entry.ms);
  taken = new Set(seen.map(([id]) => id));
  for (let index = 0; index < Math.max(interactions, fresh.length); index += 1)
    measured.push({ name, ms: fresh[index] ?? LEAST_MS });
}

const search = page.getByRole('searchbox').first();
for (let round = 0; round < rounds; round += 1) {
  await step('click a bar', 1, () => page.locator('[data-panel=gender] button.bar').first().click());
  await step('click a bin', 1, () => page.locator('[data-panel=age] .bin').nth(3).click());
  await step('type a search', 7, async () => {
    await search.click();
    await page.keyboard.type('region', { delay: 60 });
  });
  await step('add a condition', 1, () => page.locator('.catalog-row button').first().click());
  await step('choose a value', 1, () => page.locator('.value-row input').first().click());
  await step('undo by keyboard', 1, async () => {
    await page.locator('#definition').focus();
    await page.keyboard.press('Control+z');
  });
  await step('open explain', 1, () => page.getByRole('button', { name: 'Explain' }).click());
  await step('close it', 1, () => page.keyboard.press('Escape'));
  await step('what sets them apart', 1, () => page.getByRole('button', { name: 'What sets them apart' }).click());
  await step('who they are', 1, () => page.getByRole('button', { name: 'Who they are' }).click());
  await step('go to the catalog', 1, () => page.getByRole('link', { name: 'Catalog' }).click());
  await page.locator('.catalog-table tbody tr').first().waitFor();
  await step('search the catalog', 7, async () => {
    await page.getByRole('searchbox').click();
    await page.keyboard.type('amount', { delay: 60 });
  });
  await step('sort it', 1, () => page.locator('.sort-button').nth(2).click());
  await step('go back', 1, () => page.getByRole('link', { name: 'Explore' }).click());
  await step('start over', 1, () => page.getByRole('button', { name: 'Start over' }).click());
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
}
await browser.close();

const sorted = measured.map(({ ms }) => ms).sort((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
const names = [...new Set(measured.map(({ name }) => name))];
for (const name of names) {
  const longest = Math.max(...measured.filter((entry) => entry.name === name).map(({ ms }) => ms));
  console.log(`${String(longest).padStart(6)} ms  ${name}`);
}
console.log(`${sorted.length} interactions: p50 ${at(0.5)} ms, p98 ${at(0.98)} ms, longest ${at(1)} ms (16 = 16 or less)`);
