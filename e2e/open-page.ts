import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Languages of the page. */
export type Language = 'ko' | 'en';

/** A page opened in a language, and everything it complained of. */
export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page's scripts, and errors and warnings of its console except for answers with an error status. */
  readonly complaints: readonly string[];
}

/** How a page is opened: `timeoutMs` is what each step may take, `complaints` a list that several pages share. */
interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly timeoutMs?: number;
  readonly complaints?: string[];
}

/** Opens the page at an address in a fresh browser profile. */
export async function openPage(
  browser: Browser,
  url: string,
  lang: Language,
  { viewport = { width: 1280, height: 800 }, timeoutMs = 30_000, complaints = [] }: PageOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport, locale: lang === 'ko' ? 'ko-KR' : 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    // The browser itself reports every failed request; the tests that cause one look at the page instead.
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}
