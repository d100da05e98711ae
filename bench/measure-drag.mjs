/**
 * How often the number on the page follows a handle being dragged, in a real browser.
 *
 *     node bench/measure-drag.mjs --url http://127.0.0.1:4000 [--attribute age] [--seconds 4] [--lang en]
 *
 * The page is served by `silhouette serve` (or `demo`); Chromium is Debian's, or the one that CHROMIUM_PATH names. The
 * upper handle of the attribute's histogram goes to and fro; a change of the number is counted when it is painted.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000' },
    attribute: { type: 'string', default: 'age' },
    seconds: { type: 'string', default: '4' },
    lang: { type: 'string', default: 'en' },
    others: { type: 'string', default: '[{"attribute":"gender","eq":"F"}]' },
  },
});
const seconds = Number(options.seconds);
const audience = { all: [...JSON.parse(options.others), { attribute: options.attribute }] };

/** The fragment of a link, as packages/web/src/features/explore/definition/address.ts writes it. */
function encodeAddress(definition) {
  const body = Buffer.from(JSON.stringify({ d: definition })).toString('base64url');
  let hash = 0x811c9dc5;
  for (const letter of body) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return `1.${(hash >>> 0).toString(16).padStart(8, '0')}.${body}`;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: options.lang });
  await page.goto(`${options.url}/#${encodeAddress(audience)}`);
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
  await page.locator('.definition .card .line-button').last().click();
  const thumb = page.locator('.slider-thumb').last();
  await thumb.waitFor();
  await page.evaluate(() => {
    const seen = { counts: [], handles: 0, slowest: [] };
    window.seen = seen;
    const follow = (selector, note) =>
      new MutationObserver(note).observe(document.querySelector(selector), {
        subtree: true,
        characterData: true,
        childList: true,
        attributes: true,
        attributeFilter: ['style', 'aria-valuenow'],
      });
    let last = '';
    follow('.count-number', () => {
      const text = document.querySelector('.count-figure').textContent;
      if (text === last) return;
      last = text;
      seen.counts.push(performance.now());
    });
    follow('.slider', () => {
      seen.handles += 1;
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.slowest.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  });
  const asked = [];
  page.on('request', (request) => request.url().includes('/api/explore') && asked.push(request));
  const track = await page.locator('.slider').boundingBox();
  const box = await thumb.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const beganAtMs = performance.now();
  let moves = 0;
  // To and fro over four fifths of the track, once every two seconds.
  while (performance.now() - beganAtMs < seconds * 1000) {
    const phase = ((performance.now() - beganAtMs) / 1000) % 2;
    const share = 0.95 - 0.8 * (phase < 1 ? phase : 2 - phase);
    await page.mouse.move(track.x + track.width * share, y);
    moves += 1;
    await new Promise((done) => setTimeout(done, 4));
  }
  const tookSeconds = (performance.now() - beganAtMs) / 1000;
  const seen = await page.evaluate(() => window.seen);
  await page.mouse.up();
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
  const gaps = seen.counts.slice(1).map((at, index) => at - seen.counts[index]);
  gaps.sort((a, b) => a - b);
  const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
  const inputs = seen.slowest.sort((a, b) => a - b);
  const round = (value) => Math.round(value * 10) / 10;
  process.stdout.write(
    `${JSON.stringify(
      {
        attribute: options.attribute,
        seconds: round(tookSeconds),
        pointerMoves: moves,
        handleUpdatesPerSecond: round(seen.handles / tookSeconds),
        countUpdatesPerSecond: round(seen.counts.length / tookSeconds),
        msBetweenCounts: { median: round(at(gaps, 0.5)), p95: round(at(gaps, 0.95)) },
        questionsPerSecond: round(asked.length / tookSeconds),
        inputDelayMs: { events: inputs.length, p98: round(at(inputs, 0.98)), worst: round(inputs.at(-1) ?? 0) },
      },
      null,
      2,
    )}\n`,
  );
} finally {
  await browser.close();
}
