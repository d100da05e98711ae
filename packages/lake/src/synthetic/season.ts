import { DAY_MS } from '@silhouette/model';

/** Days that demo data covers: three years. */
export const DEMO_DAYS = 1096;

/** Days drawn in proportion to weights: `slots[n]` is the day of slot n, `starts[day]` the first slot of a day (and the number of slots at the end). */
export interface DayTable {
  readonly slots: readonly number[];
  readonly starts: readonly number[];
}

/** When the shop is busy. Days count from `startDay`, 0 … {@link DEMO_DAYS} - 1. */
export interface Season {
  /** Days since 1970-01-01 of day 0 and of the last day. */
  readonly startDay: number;
  readonly endDay: number;
  /** Ordinary shopping: weekdays, months, sale weeks, growth. */
  readonly everyday: DayTable;
  /** Shopping for gifts: the days before holidays. */
  readonly gifts: DayTable;
  /** Shopping for 어버이날 (8 May). */
  readonly parents: DayTable;
  /** 1 on days of a big sale, by day. */
  readonly saleDays: readonly number[];
}

/** Lunar New Year (설날) and Chuseok (추석) by year, `mm-dd` (Korea Astronomy and Space Science Institute). */
const LUNAR_HOLIDAYS: Readonly<Record<number, readonly [string, string]>> = {
  2020: ['01-25', '10-01'],
  2021: ['02-12', '09-21'],
  2022: ['02-01', '09-10'],
  2023: ['01-22', '09-29'],
  2024: ['02-10', '09-17'],
  2025: ['01-29', '10-06'],
  2026: ['02-17', '09-25'],
  2027: ['02-07', '09-15'],
  2028: ['01-27', '10-03'],
};
/** Last days that three years of known holidays lie before. */
export const FIRST_DEMO_END = '2022-12-31';
export const LAST_DEMO_END = '2028-12-31';

const MONTH_WEIGHTS = [0.88, 0.9, 1.08, 0.98, 1.08, 1.12, 0.94, 0.88, 1.06, 1, 1.16, 1.26];
const WEEKDAY_WEIGHTS = [1.18, 0.92, 0.9, 0.93, 0.97, 1.12, 1.3];

/** The season of the three years that end with a day. @param endDay days since 1970-01-01 */
export function buildSeason(endDay: number): Season {
  const startDay = endDay - DEMO_DAYS + 1;
  const days = Array.from({ length: DEMO_DAYS }, (_, day) => new Date((startDay + day) * DAY_MS));
  const saleDays = days.map((date) => (isSaleDay(date) ? 1 : 0));
  const everyday = days.map((date, day) => {
    const month = MONTH_WEIGHTS[date.getUTCMonth()] ?? 1;
    const weekday = WEEKDAY_WEIGHTS[date.getUTCDay()] ?? 1;
    const growth = 0.85 + (0.3 * day) / DEMO_DAYS;
    return month * weekday * growth * (isSaleDay(date) ? 1.9 : 1);
  });
  const holidays = listGiftHolidays(startDay, endDay);
  const gifts = weighDaysBefore(startDay, holidays);
  const parents = weighDaysBefore(
    startDay,
    holidays.filter((holiday) => holiday.name === 'parents'),
  );
  return {
    startDay,
    endDay,
    everyday: buildDayTable(everyday, 8192),
    gifts: buildDayTable(gifts, 4096),
    parents: buildDayTable(parents, 512),
    saleDays,
  };
}

/** A holiday people give presents on. */
export interface GiftHoliday {
  readonly name: 'seollal' | 'chuseok' | 'christmas' | 'valentine' | 'white-day' | 'parents';
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly weight: number;
}

/** The gift holidays of the years that a span of days touches. */
export function listGiftHolidays(startDay: number, endDay: number): readonly GiftHoliday[] {
  const holidays: GiftHoliday[] = [];
  for (let year = yearOf(startDay); year <= yearOf(endDay) + 1; year += 1) {
    const lunar = LUNAR_HOLIDAYS[year];
    const on = (monthDay: string) => Date.parse(`${year}-${monthDay}`) / DAY_MS;
    if (lunar !== undefined) {
      holidays.push({ name: 'seollal', day: on(lunar[0]), weight: 1 });
      holidays.push({ name: 'chuseok', day: on(lunar[1]), weight: 1.1 });
    }
    holidays.push({ name: 'christmas', day: on('12-25'), weight: 1.2 });
    holidays.push({ name: 'valentine', day: on('02-14'), weight: 0.6 });
    holidays.push({ name: 'white-day', day: on('03-14'), weight: 0.4 });
    holidays.push({ name: 'parents', day: on('05-08'), weight: 0.8 });
  }
  return holidays;
}

function weighDaysBefore(startDay: number, holidays: readonly GiftHoliday[]): number[] {
  const weights = Array.from({ length: DEMO_DAYS }, () => 0);
  for (const holiday of holidays) {
    for (let before = 1; before <= 14; before += 1) {
      const day = holiday.day - before - startDay;
      // Most is bought three to six days ahead: late enough to think of it, early enough to arrive.
      if (day >= 0 && day < DEMO_DAYS)
        weights[day] = (weights[day] ?? 0) + holiday.weight * Math.exp(-((before - 4.5) ** 2) / 14);
    }
  }
  return weights;
}

function buildDayTable(weights: readonly number[], slotCount: number): DayTable {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const starts = [0];
  let reached = 0;
  for (const weight of weights) {
    reached += weight;
    starts.push(Math.round((reached / total) * slotCount));
  }
  const slots: number[] = [];
  for (let day = 0; day < weights.length; day += 1) {
    for (let slot = starts[day] ?? 0; slot < (starts[day + 1] ?? 0); slot += 1) slots.push(day);
  }
  return { slots, starts };
}

/** The first week of March, June, September and December. */
function isSaleDay(date: Date): boolean {
  return [2, 5, 8, 11].includes(date.getUTCMonth()) && date.getUTCDate() <= 7;
}

function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}
