// How often the number on the page follows a handle being dragged.
import { settle } from './page-driver.mjs';
import { quantile } from './table.mjs';

/**
 * Drags the upper handle of the last condition's histogram to and fro for some seconds. A change of the number is counted when
 * it is in the document; two in one frame are one. Questions are those sent, answers those that came back whole.
 */
export async function dragHandle(page, seconds) {
  const thumb = page.locator('.slider-thumb').last();
  await thumb.waitFor();
  await page.evaluate(watchNumber);
  const requests = { sent: 0, answered: 0, tookMs: [] };
  const isCount = (request) => request.url().endsWith('/api/explore') && /"panels":\[\]/.test(request.postData() ?? '');
  page.on('request', (request) => {
    if (isCount(request)) requests.sent += 1;
  });
  page.on('requestfinished', (request) => {
    if (!isCount(request)) return;
    requests.answered += 1;
    requests.tookMs.push(request.timing().responseEnd);
  });
  const track = await page.locator('.slider').last().boundingBox();
  const box = await thumb.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const beganAtMs = performance.now();
  let moves = 0;
  // To and fro over four fifths of the track, once every two seconds. A mouse tells of its place whether or not the page has
  // answered; those that wait are few, so that the end of the drag is not late.
  let waiting = 0;
  while (performance.now() - beganAtMs < seconds * 1000) {
    const phase = ((performance.now() - beganAtMs) / 1000) % 2;
    if (waiting < 16) {
      waiting += 1;
      void page.mouse.move(track.x + track.width * (0.95 - 0.8 * (phase < 1 ? phase : 2 - phase)), y).finally(() => {
        waiting -= 1;
      });
      moves += 1;
    }
    await new Promise((done) => setTimeout(done, 8));
  }
  const took = (performance.now() - beganAtMs) / 1000;
  const { counts, handles, frames } = await page.evaluate(() => window.followed);
  await page.mouse.up();
  await settle(page);
  const gaps = counts.slice(1).map((atMs, index) => atMs - counts[index]);
  return {
    seconds: took,
    movesPerSecond: moves / took,
    framesPerSecond: frames / took,
    handlesPerSecond: handles / took,
    countsPerSecond: counts.length / took,
    msBetweenCounts: { median: quantile(gaps, 0.5), p95: quantile(gaps, 0.95) },
    questionsPerSecond: requests.sent / took,
    answersPerSecond: requests.answered / took,
    answerMs: { median: quantile(requests.tookMs, 0.5), p95: quantile(requests.tookMs, 0.95) },
  };
}

/** Runs in the page. */
function watchNumber() {
  const followed = { counts: [], handles: 0, frames: 0 };
  window.followed = followed;
  let shown = document.querySelector('.count-figure').textContent;
  let handle = '';
  const look = () => {
    followed.frames += 1;
    const text = document.querySelector('.count-figure').textContent;
    if (text !== shown) followed.counts.push(performance.now());
    shown = text;
    const thumbs = document.querySelectorAll('.slider-thumb');
    const at = thumbs[thumbs.length - 1]?.getAttribute('aria-valuenow') ?? '';
    if (at !== handle) followed.handles += 1;
    handle = at;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
