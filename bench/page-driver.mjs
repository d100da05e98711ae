// The page in a real Chromium, and what its own clock says of it: Event Timing, and changes of the number as they are painted.
import { chromium } from 'playwright-core';

/** The fragment of a link, as packages/web/src/features/explore/definition/address.ts writes it. */
export function encodeAddress(definition) {
  const body = Buffer.from(JSON.stringify({ d: definition })).toString('base64url');
  let hash = 0x811c9dc5;
  for (const letter of body) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return `1.${(hash >>> 0).toString(16).padStart(8, '0')}.${body}`;
}

/** A browser with one page; `throttle` makes its computer so many times slower. */
export async function openPage(throttle) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  page.setDefaultTimeout(60_000);
  await page.addInitScript(watchEvents);
  if (throttle > 1) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  }
  return { browser, page };
}

/** Waits until the number on the page belongs to what the page asks. */
export async function settle(page) {
  // A question begins a frame and the page's own interval after a click.
  await page.waitForTimeout(200);
  await page.locator('[data-testid=count][data-stale=false]').waitFor();
}

/** Says which way the interactions from here on belong to. */
export async function beginWay(page, name) {
  await page.evaluate((way) => window.timing.ways.push({ way, atMs: performance.now() }), name);
}

/**
 * Interactions since the page was opened, slowest first: `{ way, type, target, ms, inputMs, runMs, paintMs }` (until the page's
 * code begins, while it runs, and from there to the painted frame), and how many there were, those under 16 ms among them.
 */
export async function readInteractions(page) {
  // The last ones are told of after their frame.
  await page.waitForTimeout(500);
  const { entries, ways, total } = await page.evaluate(() => window.timing.read());
  const slowest = new Map();
  for (const entry of entries) {
    const known = slowest.get(entry.id);
    if (known === undefined || known.ms < entry.ms) slowest.set(entry.id, entry);
  }
  const interactions = [...slowest.values()].map(({ id: _, atMs, ...entry }) => ({
    way: ways.findLast((way) => way.atMs <= atMs)?.way ?? 'opening',
    ...entry,
  }));
  return { total, interactions: interactions.toSorted((a, b) => b.ms - a.ms) };
}

/**
 * Interaction to Next Paint as web.dev/articles/inp defines it: the slowest interaction of a visit, where one of the slowest is
 * left out for every 50 interactions (so about the 98th percentile). Null when every one was faster than 16 ms.
 */
export function readInp({ total, interactions }) {
  return interactions[Math.min(interactions.length - 1, Math.floor(total / 50))] ?? null;
}

/** Runs in the page, before its own scripts. */
function watchEvents() {
  const entries = [];
  const ids = new Set();
  const describe = (element) =>
    element === null ? '' : (element.getAttribute?.('aria-label') ?? element.className?.toString() ?? '').slice(0, 60);
  const note = (list) => {
    for (const entry of list) {
      if (!entry.interactionId) continue;
      ids.add(entry.interactionId);
      entries.push({
        id: entry.interactionId,
        atMs: entry.startTime,
        type: entry.name,
        target: describe(entry.target),
        ms: entry.duration,
        inputMs: entry.processingStart - entry.startTime,
        runMs: entry.processingEnd - entry.processingStart,
        paintMs: Math.max(0, entry.startTime + entry.duration - entry.processingEnd),
      });
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'event', durationThreshold: 16, buffered: true });
  // Chromium numbers interactions in steps of 7; those under 16 ms are known by the gaps alone, where it does not count them.
  const count = () => (ids.size === 0 ? 0 : performance.interactionCount || (Math.max(...ids) - Math.min(...ids)) / 7 + 1);
  window.timing = {
    ways: [],
    read: () => {
      note(observer.takeRecords());
      return { entries, ways: window.timing.ways, total: Math.round(count()) };
    },
  };
}
