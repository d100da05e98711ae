import type { Locator, Page } from 'playwright-core';

/** How long a hand tries, in steps of half a second. */
const TRIES = 20;

/**
 * Drags something over a slot of the definition and lets it go there. As a hand does, it goes by what it sees: where the slot lies once
 * everything makes room, and a little further when nothing lights up yet.
 */
export async function dragOnto(page: Page, from: Locator, slot: Locator): Promise<void> {
  await page.locator('.panels:not(.is-stale)').waitFor();
  await from.scrollIntoViewIfNeeded();
  const box = await findResting(page, from);
  const start = { x: box.x + Math.min(30, box.width / 2), y: box.y + box.height / 2 };
  await page.mouse.move(start.x, start.y);
  // What can be dragged is made ready when the pointer comes.
  await page.waitForTimeout(100);
  await page.mouse.down();
  await page.mouse.move(start.x + 15, start.y + 12, { steps: 4 });
  const target = page.locator('.slot.is-target');
  for (let tried = 0; tried < TRIES; tried += 1) {
    const place = await findResting(page, slot);
    await page.mouse.move(place.x + 60 + (tried % 2), place.y + place.height / 2, { steps: 8 });
    const isLit = await target.waitFor({ timeout: 500 }).then(
      () => true,
      () => false,
    );
    if (isLit) break;
  }
  await target.waitFor({ timeout: 1000 });
  await page.mouse.up();
}

/** The box of an element that no longer moves. @throws when it is not there */
export async function findResting(
  page: Page,
  element: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  let before = await element.boundingBox();
  for (;;) {
    await page.waitForTimeout(50);
    const now = await element.boundingBox();
    if (now === null) throw new Error('What is dragged, or where to, is not there.');
    if (before?.x === now.x && before.y === now.y) return now;
    before = now;
  }
}
