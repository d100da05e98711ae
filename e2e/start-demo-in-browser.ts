import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from './find-chromium.ts';
import { type RunningDemo, startDemo } from './start-demo.ts';

/** A demo and a browser to look at it with. */
export interface DemoInBrowser {
  readonly demo: RunningDemo;
  readonly browser: Browser;
}

/** Makes and serves a demo of some customers, and starts a browser beside it. @throws when there is no Chromium */
export async function startDemoInBrowser(customers: number): Promise<DemoInBrowser> {
  const chromium = findChromium();
  if (chromium === null) throw new Error('No Chromium found: install one, or name it with CHROMIUM_PATH.');
  const [demo, browser] = await Promise.all([startDemo(customers), launchChromium(chromium)]);
  return { demo, browser };
}
