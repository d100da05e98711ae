import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCondition,
  askExplore,
  chooseAverage,
  findCard,
  findViolations,
  openExplore,
  readAddress,
  readCount,
  readNumber,
  TEXTS,
} from './explore-driver.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';

const WORDS = {
  ko: {
    period: '기간',
    purchase: '구매',
    amount: '10만',
    amounts: '100,000',
    field: '구매 금액',
    low: '하한 손잡이',
    addFilter: '조건 추가',
    exclude: '제외',
    exact: '정확한 값',
    seoul: '서울',
    busan: '부산',
    nowDates: '이제 고정된 날짜입니다',
    orWrite: '100, 200',
    sequence: '행동의 순서',
    gap: '단계 사이 시간',
    limit: '단계 사이 시간 제한',
    unit: '단위',
    within30: '30일 안에',
    within2: '2시간 안에',
    wholeOnly: '1부터 100,000까지의 정수를 쓰세요.',
  },
  en: {
    period: 'Period',
    purchase: 'Purchase',
    amount: '100k',
    amounts: '１００，０００',
    field: 'Amount',
    low: 'Lower handle',
    addFilter: 'Add filter',
    exclude: 'Exclude',
    exact: 'Exact values',
    seoul: 'Seoul',
    busan: 'Busan',
    nowDates: 'Fixed dates now',
    orWrite: '100, 200',
    sequence: 'Sequence of events',
    gap: 'Time between steps',
    limit: 'Limit the time between steps',
    unit: 'Unit',
    within30: 'within 30 days',
    within2: 'within 2 hours',
    wholeOnly: 'Write a whole number from 1 to 100,000.',
  },
} as const;

const LAST_MONTHS = { last: 3, unit: 'month' } as const;

describe('Editors', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(5000));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('tells beside each value what a click gives, with values chosen, and excluding them', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await page.locator('[data-panel=gender] button.bar').first().click();
    await addCondition(page, 'en', TEXTS.en.region);
    const card = findCard(page, TEXTS.en.region);
    const rows = card.locator('.value-row');
    const click = async (place: number) => {
      const ahead = rows.nth(place).locator('.ahead');
      await readCount(page);
      await expect.poll(() => ahead.innerText(), { timeout: 20_000 }).toMatch(/\d/);
      const told = await readNumber(ahead);
      await rows.nth(place).getByRole('checkbox').click();
      expect(await readCount(page)).toBe(told);
      return told;
    };
    const first = await click(0);
    const both = await click(2);
    expect(both).toBeGreaterThan(first);
    expect(await click(2)).toBe(first);
    // Without its last value the condition takes no part.
    const women = await click(0);
    expect(women).toBeGreaterThan(first);
    await click(0);
    await card
      .getByRole('radio', { name: WORDS.en.exclude })
      .or(card.getByText(WORDS.en.exclude, { exact: true }))
      .first()
      .click();
    expect(await readCount(page)).toBeLessThan(women);
    expect(await click(1)).toBeLessThan(women - first);
    await context.close();
  });

  it.each(['ko', 'en'] as const)(
    'joins a value found in the catalog to those listed, as told beside it, in %s',
    async (lang) => {
      const { page, context } = await openExplore(browser, demo.url, lang);
      const w = WORDS[lang];
      const search = page.getByRole('searchbox', { name: TEXTS[lang].search }).first();
      const click = async (value: string) => {
        await search.fill(value);
        const row = page
          .locator('.catalog-row', { has: page.locator('.catalog-row-label').getByText(value, { exact: true }) })
          .filter({ has: page.locator('.catalog-row-context').getByText(TEXTS[lang].region, { exact: true }) });
        await expect.poll(() => row.locator('.ahead').innerText(), { timeout: 20_000 }).toMatch(/\d/);
        const told = await readNumber(row.locator('.ahead'));
        await row.getByRole('button').click();
        expect(await readCount(page)).toBe(told);
        return told;
      };
      const seoul = await click(w.seoul);
      expect(await click(w.busan)).toBeGreaterThan(seoul);
      expect((await readAddress(page)).d).toEqual({ all: [{ attribute: 'region', in: ['seoul', 'busan'] }] });
      await context.close();
    },
  );

  it.each(['ko', 'en'] as const)('takes numbers as people write them, and never splits one, in %s', async (lang) => {
    const { page, context } = await openExplore(browser, demo.url, lang);
    const [t, w] = [TEXTS[lang], WORDS[lang]];
    await addCondition(page, lang, t.purchase);
    await chooseAverage(page.locator('.definition'), t);
    const from = page.locator('.popover').getByLabel(t.from, { exact: true });
    const asked = { event: 'purchase', within: LAST_MONTHS };
    for (const typed of [w.amount, w.amounts]) {
      await from.fill('');
      await from.pressSequentially(typed);
      expect(await from.inputValue()).toBe(typed);
      expect(await page.locator('.popover [role=alert]').count()).toBe(0);
      expect((await readAddress(page)).d).toEqual({ all: [{ ...asked, avg: { field: 'amount', gte: '100000' } }] });
    }
    await from.fill('100,00');
    await from.blur();
    await page.locator('.popover [role=alert]').waitFor();
    await page.locator('.popover').getByText(w.exact, { exact: true }).click();
    const exact = page.locator('.popover').getByLabel(w.exact, { exact: true }).last();
    await exact.fill('100,000');
    expect((await readAddress(page)).d).toEqual({ all: [{ ...asked, avg: { field: 'amount', eq: '100000' } }] });
    await exact.fill('100,200');
    await exact.blur();
    expect(await page.locator('.popover [role=alert]').innerText()).toContain(w.orWrite);
    expect((await readAddress(page)).d).toEqual({ all: [{ ...asked, avg: { field: 'amount', eq: '100000' } }] });
    await exact.fill('100, 200');
    expect((await readAddress(page)).d).toEqual({ all: [{ ...asked, avg: { field: 'amount', in: ['100', '200'] } }] });
    await context.close();
  });

  it.each(['ko', 'en'] as const)(
    'has a handle for an average of the last 3 months, which the number follows, in %s',
    async (lang) => {
      const { page, context, complaints } = await openExplore(browser, demo.url, lang);
      const [t, w] = [TEXTS[lang], WORDS[lang]];
      await addCondition(page, lang, t.gender);
      await findCard(page, t.gender).getByLabel(t.female).check();
      await addCondition(page, lang, t.purchase);
      await chooseAverage(page.locator('.definition'), t);
      const thumb = page.getByRole('slider', { name: w.low });
      await thumb.waitFor();
      expect(await findViolations(page)).toEqual([]);
      // The bars are customers: together those who have an average at all, of the women.
      const women = { attribute: 'gender', in: ['F'] };
      const average = (compare: object) => ({ event: 'purchase', within: LAST_MONTHS, avg: { field: 'amount', ...compare } });
      const box = await thumb.boundingBox();
      if (box === null) throw new Error('There is no handle.');
      const figure = page.locator('.count-figure');
      const seen = new Set([await figure.innerText()]);
      const look = async (): Promise<number> => seen.add(await figure.innerText()).size;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      for (let step = 1; step <= 12; step += 1) {
        await page.mouse.move(box.x + box.width / 2 + step * 8, box.y + box.height / 2);
        await page.waitForTimeout(120);
        // Four times the hand goes on only when it has seen another number, as late as a busy server gives it.
        if (step % 3 === 0) await expect.poll(look).toBeGreaterThan(step / 3);
      }
      await page.mouse.up();
      const { all } = (await readAddress(page)).d;
      const [, condition] = all;
      expect(condition).toEqual(average({ gte: expect.stringMatching(/^\d+000$/) }));
      const answer = await askExplore(demo.url, { all: [women, condition] });
      expect(await readCount(page)).toBe(answer.count);
      expect(answer.count).toBeLessThan((await askExplore(demo.url, { all: [women, average({ gte: '0' })] })).count);
      // The keyboard moves it on.
      await thumb.focus();
      await page.keyboard.press('ArrowRight');
      expect(await readCount(page)).toBeLessThanOrEqual(answer.count);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it.each(['ko', 'en'] as const)('makes dates of a window by its handle, and says so, in %s', async (lang) => {
    const { page, context } = await openExplore(browser, demo.url, lang);
    const [t, w] = [TEXTS[lang], WORDS[lang]];
    await addCondition(page, lang, t.purchase);
    await page.getByRole('button', { name: `${w.period}:` }).click();
    const thumb = page.getByRole('slider', { name: w.low });
    await thumb.focus();
    const before = await readCount(page);
    await page.keyboard.press('PageDown');
    expect(await readCount(page)).toBeGreaterThan(before);
    const { all } = (await readAddress(page)).d;
    const range = { from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), to: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) };
    expect(all[0]).toMatchObject({ event: 'purchase', within: range });
    await page.locator('[role=status]').getByText(w.nowDates).waitFor({ state: 'attached' });
    expect(await readCount(page)).toBe((await askExplore(demo.url, { all })).count);
    await page.keyboard.press('Escape');
    // A date of customers likewise: the window that a new condition begins with has handles.
    await addCondition(page, lang, t.joined);
    const joined = findCard(page, t.joined).getByRole('slider', { name: w.low });
    await joined.focus();
    await page.keyboard.press('ArrowLeft');
    const after = (await readAddress(page)).d;
    expect(after.all[1]).toMatchObject({ attribute: 'joined_on', within: range });
    expect(await readCount(page)).toBe((await askExplore(demo.url, after)).count);
    await context.close();
  });

  it('keeps what is set when the kind that is chosen is pressed once more', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    await addCondition(page, 'en', WORDS.en.purchase);
    await page.getByRole('button', { name: 'Period:' }).click();
    const popover = page.locator('.popover');
    await popover.getByRole('button', { name: 'the last 30 days' }).click();
    await popover.getByRole('button', { name: 'Last', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Period: the last 30 days' }).waitFor();
    // The two questions of a number of times that are asked most are a click each.
    await page.getByRole('button', { name: 'Comparison:' }).click();
    await popover.getByRole('button', { name: 'never', exact: true }).click();
    await page.keyboard.press('Escape');
    const { all } = (await readAddress(page)).d;
    expect(all).toEqual([{ event: 'purchase', within: { last: 30, unit: 'day' }, count: { lte: '0' } }]);
    expect(await readCount(page)).toBe((await askExplore(demo.url, { all })).count);
    await context.close();
  });

  it('shows exact values where undo brings them back, and limits where it brings those', async () => {
    const { page, context } = await openExplore(browser, demo.url, 'en');
    const t = TEXTS.en;
    await addCondition(page, 'en', t.age);
    const age = findCard(page, t.age);
    await age.getByRole('button', { name: WORDS.en.exact }).click();
    await age.getByLabel(WORDS.en.exact, { exact: true }).last().fill('30, 40');
    // Edits in quick succession are one step.
    await page.waitForTimeout(1700);
    await age.getByRole('button', { name: 'Range', exact: true }).click();
    await age.getByLabel(t.from, { exact: true }).fill('50');
    const first = () => age.locator('.bounds input').first().inputValue();
    await age.getByRole('switch').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(first).toBe('30, 40');
    expect(await age.locator('.bounds select').count()).toBe(0);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(first).toBe('50');
    expect(await age.locator('.bounds select').count()).toBe(2);
    await context.close();
  });

  it('has handles for a number of rows', async () => {
    const { page, context, complaints } = await openExplore(browser, demo.url, 'en');
    const w = WORDS.en;
    await addCondition(page, 'en', w.purchase);
    await page.getByText(w.addFilter).click();
    await page.locator('.popover .choice').getByText(w.field, { exact: true }).click();
    await page.getByRole('button', { name: w.field }).first().click();
    const thumb = page.getByRole('slider', { name: w.low });
    await thumb.focus();
    await page.keyboard.press('PageUp');
    const { all } = (await readAddress(page)).d;
    expect(all[0]).toMatchObject({ where: [{ field: 'amount', gte: expect.stringMatching(/^\d+$/) }] });
    expect(await readCount(page)).toBe((await askExplore(demo.url, { all })).count);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(['ko', 'en'] as const)('takes the time between the steps of a sequence as it is typed, in %s', async (lang) => {
    const { page, context, complaints } = await openExplore(browser, demo.url, lang);
    const w = WORDS[lang];
    const sequenceOf = async () => (await readAddress(page)).d.all[0];
    const counted = async () => (await askExplore(demo.url, (await readAddress(page)).d)).count;
    await page.locator('.catalog-row-label').getByText(w.sequence, { exact: true }).click();
    const unlimited = await readCount(page);
    await page.getByRole('button', { name: `${w.gap}:` }).click();
    await page.locator('.popover').getByLabel(w.limit).check();
    const field = page.locator('.popover').getByLabel(w.gap, { exact: true });
    expect(await field.inputValue()).toBe('30');
    const refusal = page.locator('.popover').getByRole('alert');
    // What is no whole number, or none that is taken, is refused with what to type; the number before it stands.
    for (const wrong of ['0', '-3', '1.5', 'ten', '', '100001']) {
      await field.fill(wrong);
      expect(await refusal.textContent()).toBe(w.wholeOnly);
      expect(await sequenceOf()).toMatchObject({ gap: { max: 30, unit: 'day' } });
    }
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `${w.gap}: ${w.within30}` }).click();
    await field.fill('');
    await field.pressSequentially('2');
    await page.locator('.popover').getByLabel(w.unit).selectOption('hour');
    expect(await refusal.count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `${w.gap}: ${w.within2}` }).waitFor();
    const limited = await readCount(page);
    expect(limited).toBeLessThan(unlimited);
    expect(limited).toBe(await counted());
    await page.keyboard.press('Control+z');
    expect(await readCount(page)).toBe(await counted());
    expect(complaints).toEqual([]);
    await context.close();
  });
});
