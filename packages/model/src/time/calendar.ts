/** Milliseconds of a day of 24 hours. */
export const DAY_MS = 86_400_000;
/** Milliseconds of an hour. */
export const HOUR_MS = 3_600_000;

/** First day the product knows, 1900-01-01, as days since 1970-01-01. */
export const FIRST_DAY = Date.UTC(1900, 0, 1) / DAY_MS;
/** Last day the product knows, 2299-12-31, as days since 1970-01-01. */
export const LAST_DAY = Date.UTC(2299, 11, 31) / DAY_MS;

/** Units that a span of local time may have. `week` is 7 days. */
export type CalendarUnit = 'day' | 'week' | 'month' | 'year';
/** `hour` is elapsed time, the others are local calendar units. */
export type TimeUnit = 'hour' | CalendarUnit;

/** Day (days since 1970-01-01) of `yyyy-mm-dd`; null when there is no such day. Any year 0000-9999. */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / DAY_MS;
}

/** `yyyy-mm-dd` of a day (days since 1970-01-01). */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Year, month (1-12) and day of the month of a day. */
export function dayParts(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** The day of a year, month (any integer; 13 is January of the next year) and day of month. */
export function dayOf(year: number, month: number, dayOfMonth: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  return date.getTime() / DAY_MS;
}

/** First day of the year 0: before anything the product knows. */
export const EARLIEST_DAY = dayOf(0, 1, 1);
/** Last day of the year 9999: after anything the product knows. */
export const LATEST_DAY = dayOf(9999, 12, 31);

/**
 * `day` plus `n` units (n may be negative); months and years clamp to the last day of the month. Results outside
 * the years 0-9999 stop there: far outside the range of any value.
 */
export function addToDay(day: number, n: number, unit: CalendarUnit): number {
  return Math.min(Math.max(addUnclamped(day, n, unit), EARLIEST_DAY), LATEST_DAY);
}

function addUnclamped(day: number, n: number, unit: CalendarUnit): number {
  if (unit === 'day') return day + n;
  if (unit === 'week') return day + 7 * n;
  const { year, month, dayOfMonth } = dayParts(day);
  const months = year * 12 + (month - 1) + n * (unit === 'year' ? 12 : 1);
  if (Math.abs(months) > 12 * 20_000) return months < 0 ? EARLIEST_DAY : LATEST_DAY;
  const [targetYear, targetMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  const lastOfMonth = dayParts(dayOf(targetYear, targetMonth + 1, 0)).dayOfMonth;
  return dayOf(targetYear, targetMonth, Math.min(dayOfMonth, lastOfMonth));
}

/** A local date-time (ms as if UTC) plus `n` calendar units: the day moves (and clamps), the time of day stays. */
export function addToLocal(localMs: number, n: number, unit: CalendarUnit): number {
  const day = Math.floor(localMs / DAY_MS);
  return addToDay(day, n, unit) * DAY_MS + (localMs - day * DAY_MS);
}

/**
 * First day of the week (Monday), month, quarter or year that holds `day`, moved by `offset` periods; stops at the years
 * 0-9999 as {@link addToDay} does.
 */
export function startOfPeriod(day: number, period: 'week' | 'month' | 'quarter' | 'year', offset = 0): number {
  const { year, month } = dayParts(day);
  switch (period) {
    case 'week':
      // 1970-01-01 was a Thursday: day + 3 is a multiple of 7 on Mondays.
      return addToDay(day - ((((day + 3) % 7) + 7) % 7), offset, 'week');
    case 'month':
      return addToDay(dayOf(year, month, 1), offset, 'month');
    case 'quarter':
      return addToDay(dayOf(year, Math.floor((month - 1) / 3) * 3 + 1, 1), 3 * offset, 'month');
    case 'year':
      return addToDay(dayOf(year, 1, 1), offset, 'year');
  }
}
