import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addToDay,
  addToLocal,
  DAY_MS,
  dayParts,
  EARLIEST_DAY,
  FIRST_DAY,
  formatDay,
  LAST_DAY,
  LATEST_DAY,
  parseDay,
  startOfPeriod,
} from '../../src/time/calendar.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const days = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
const plainDate = (value: number): Temporal.PlainDate => Temporal.PlainDate.from('1970-01-01').add({ days: value });

describe('days', () => {
  it('are read strictly and written back', () => {
    expect(parseDay('1970-01-02')).toBe(1);
    for (const wrong of [
      '2023-02-29',
      '2024-13-01',
      '2024-00-01',
      '2024-01-00',
      '2024-1-1',
      '24-01-01',
      ' 2024-01-01',
      '2024-01-01T00:00',
    ]) {
      expect(parseDay(wrong), wrong).toBeNull();
    }
    fc.assert(fc.property(days, (value) => parseDay(formatDay(value)) === value));
    expect(formatDay(FIRST_DAY)).toBe('1900-01-01');
    expect(formatDay(LAST_DAY)).toBe('2299-12-31');
  });

  it('clamp to the end of the month', () => {
    const add = (text: string, n: number, unit: 'month' | 'year'): string => formatDay(addToDay(day(text), n, unit));
    expect(add('2024-05-31', -3, 'month')).toBe('2024-02-29');
    expect(add('2023-05-31', -3, 'month')).toBe('2023-02-28');
    expect(add('2024-02-29', 1, 'year')).toBe('2025-02-28');
    expect(add('2024-02-29', -4, 'year')).toBe('2020-02-29');
    expect(add('2024-01-31', 13, 'month')).toBe('2025-02-28');
  });

  it('add as Temporal does', () => {
    const units = { day: 'days', week: 'weeks', month: 'months', year: 'years' } as const;
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: -2000, max: 2000 }),
        fc.constantFrom('day', 'week', 'month', 'year'),
        (value, n, unit) => {
          const expected = plainDate(value).add({ [units[unit]]: unit === 'year' ? n % 1000 : n });
          const moved = addToDay(value, unit === 'year' ? n % 1000 : n, unit);
          expect(formatDay(moved)).toBe(expected.toString());
          expect(dayParts(moved)).toEqual({ year: expected.year, month: expected.month, dayOfMonth: expected.day });
          expect(addToLocal(value * DAY_MS + 5, n % 1000, unit)).toBe(addToDay(value, n % 1000, unit) * DAY_MS + 5);
        },
      ),
    );
  });

  it('stop at the ends of time, whatever is added', () => {
    for (const unit of ['day', 'week', 'month', 'year'] as const) {
      expect(addToDay(0, Number.MAX_SAFE_INTEGER, unit)).toBe(LATEST_DAY);
      expect(addToDay(0, -Number.MAX_SAFE_INTEGER, unit)).toBe(EARLIEST_DAY);
    }
    for (const period of ['week', 'month', 'quarter', 'year'] as const) {
      expect(startOfPeriod(0, period, -Number.MAX_SAFE_INTEGER)).toBe(EARLIEST_DAY);
      expect(startOfPeriod(0, period, Number.MAX_SAFE_INTEGER)).toBe(LATEST_DAY);
    }
  });

  it('stand in periods that begin on Mondays, firsts, quarters and new years', () => {
    const start = (text: string, period: 'week' | 'month' | 'quarter' | 'year', offset = 0): string =>
      formatDay(startOfPeriod(day(text), period, offset));
    expect(start('2024-03-03', 'week')).toBe('2024-02-26');
    expect(start('2024-03-04', 'week', -1)).toBe('2024-02-26');
    expect(start('1969-12-31', 'week')).toBe('1969-12-29');
    expect(start('2024-03-31', 'month', -1)).toBe('2024-02-01');
    expect(start('2024-01-15', 'month', -13)).toBe('2022-12-01');
    expect(start('2024-03-31', 'quarter')).toBe('2024-01-01');
    expect(start('2024-01-31', 'quarter', -1)).toBe('2023-10-01');
    expect(start('2024-12-31', 'year', 1)).toBe('2025-01-01');
    fc.assert(
      fc.property(days, (value) => {
        const monday = startOfPeriod(value, 'week');
        expect(plainDate(monday).dayOfWeek).toBe(1);
        expect(value - monday).toBeGreaterThanOrEqual(0);
        expect(value - monday).toBeLessThan(7);
      }),
    );
  });
});
