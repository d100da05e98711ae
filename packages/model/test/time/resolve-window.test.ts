import { describe, expect, it } from 'vitest';
import type { AttributeWindow } from '../../src/predicate/predicate.ts';
import { parseDay } from '../../src/time/calendar.ts';
import { dayAfterLast, resolveAttributeWindow, resolveEventWindow } from '../../src/time/resolve-window.ts';
import { TimeZone } from '../../src/time/time-zone.ts';

const SEOUL = TimeZone.of('Asia/Seoul');
const LONDON = TimeZone.of('Europe/London');
/** A local time of Seoul as an instant. */
const seoul = (text: string): number => Date.parse(`${text}+09:00`);
const day = (text: string): number => parseDay(text) ?? Number.NaN;
const last = (n: number, unit: 'hour' | 'day' | 'week' | 'month' | 'year'): AttributeWindow => ({ kind: 'last', n, unit });
const ago = (from: number, to: number, unit: 'day' | 'month'): AttributeWindow => ({ kind: 'ago', from, to, unit });

/** Both ends as local times of Seoul. */
function spanOf(window: AttributeWindow, asOf: string, attribute = false): readonly [string, string] {
  const span = attribute ? resolveAttributeWindow(window, seoul(asOf), SEOUL) : resolveEventWindow(window, seoul(asOf), SEOUL);
  const show = (ms: number): string =>
    Number.isFinite(ms) ? new Date(SEOUL.localOf(ms)).toISOString().slice(0, 16) : String(ms);
  return [show(span.startMs), show(span.endMs)];
}

describe('windows', () => {
  it('end at D, the day after the last day that counts', () => {
    expect(dayAfterLast(seoul('2024-06-10T00:00'), SEOUL)).toBe(day('2024-06-10'));
    expect(dayAfterLast(seoul('2024-06-10T00:00') + 1, SEOUL)).toBe(day('2024-06-11'));
    expect(dayAfterLast(seoul('2024-06-09T15:00'), SEOUL)).toBe(day('2024-06-10'));
  });

  it.each<[string, AttributeWindow, string, string, string]>([
    ['last 1 day at midnight is the day before', last(1, 'day'), '2024-06-10T00:00', '2024-06-09T00:00', '2024-06-10T00:00'],
    [
      'last 1 day in the afternoon is this day so far',
      last(1, 'day'),
      '2024-06-09T15:00',
      '2024-06-09T00:00',
      '2024-06-09T15:00',
    ],
    ['last 2 weeks', last(2, 'week'), '2024-06-10T00:00', '2024-05-27T00:00', '2024-06-10T00:00'],
    ['last 3 months clamp', last(3, 'month'), '2024-05-31T00:00', '2024-02-29T00:00', '2024-05-31T00:00'],
    ['last 1 year', last(1, 'year'), '2024-02-29T00:00', '2023-02-28T00:00', '2024-02-29T00:00'],
    ['last 3 hours', last(3, 'hour'), '2024-06-10T01:30', '2024-06-09T22:30', '2024-06-10T01:30'],
    ['ago 90 to 30 days', ago(90, 30, 'day'), '2024-06-10T00:00', '2024-03-12T00:00', '2024-05-11T00:00'],
    ['ago to 0 is cut at as-of', ago(2, 0, 'day'), '2024-06-10T12:00', '2024-06-09T00:00', '2024-06-10T12:00'],
    [
      'from and to are both included',
      { kind: 'range', fromDay: day('2024-06-01'), toDay: day('2024-06-02') },
      '2024-06-10T00:00',
      '2024-06-01T00:00',
      '2024-06-03T00:00',
    ],
    [
      'to alone begins at the beginning',
      { kind: 'range', fromDay: null, toDay: day('2024-06-02') },
      '2024-06-10T00:00',
      '-Infinity',
      '2024-06-03T00:00',
    ],
    [
      'from alone ends at as-of',
      { kind: 'range', fromDay: day('2024-06-01'), toDay: null },
      '2024-06-10T00:00',
      '2024-06-01T00:00',
      '2024-06-10T00:00',
    ],
    [
      'this month at the first midnight of the next is the whole month',
      { kind: 'calendar', period: 'month', offset: 0 },
      '2024-06-01T00:00',
      '2024-05-01T00:00',
      '2024-06-01T00:00',
    ],
    [
      'this month is cut at as-of',
      { kind: 'calendar', period: 'month', offset: 0 },
      '2024-06-01T00:01',
      '2024-06-01T00:00',
      '2024-06-01T00:01',
    ],
    [
      'last quarter',
      { kind: 'calendar', period: 'quarter', offset: -1 },
      '2024-06-10T00:00',
      '2024-01-01T00:00',
      '2024-04-01T00:00',
    ],
    [
      'this week begins on Monday',
      { kind: 'calendar', period: 'week', offset: 0 },
      '2024-06-10T00:00',
      '2024-06-03T00:00',
      '2024-06-10T00:00',
    ],
  ])('%s', (_, window, asOf, start, end) => {
    expect(spanOf(window, asOf)).toEqual([start, end]);
  });

  it.each<[string, AttributeWindow, string, string, string]>([
    ['last ends at as-of', last(1, 'day'), '2024-06-09T15:00', '2024-06-09T00:00', '2024-06-09T15:00'],
    [
      'calendar takes whole days',
      { kind: 'calendar', period: 'month', offset: 0 },
      '2024-06-10T12:00',
      '2024-06-01T00:00',
      '2024-07-01T00:00',
    ],
    [
      'calendar may lie ahead',
      { kind: 'calendar', period: 'year', offset: 1 },
      '2024-06-10T12:00',
      '2025-01-01T00:00',
      '2026-01-01T00:00',
    ],
    ['next begins at D', { kind: 'next', n: 7, unit: 'day' }, '2024-06-09T15:00', '2024-06-10T00:00', '2024-06-17T00:00'],
    ['next month clamps', { kind: 'next', n: 1, unit: 'month' }, '2024-01-31T00:00', '2024-01-31T00:00', '2024-02-29T00:00'],
    [
      'to is not cut',
      { kind: 'range', fromDay: null, toDay: day('2030-01-01') },
      '2024-06-10T00:00',
      '-Infinity',
      '2030-01-02T00:00',
    ],
  ])('on attributes %s', (_, window, asOf, start, end) => {
    expect(spanOf(window, asOf, true)).toEqual([start, end]);
  });

  it('abut: ago 90 to 30 ends where last 30 begins', () => {
    for (const unit of ['day', 'month'] as const) {
      const older = resolveEventWindow(ago(90, 30, unit), seoul('2024-05-31T10:00'), SEOUL);
      expect(older.endMs).toBe(resolveEventWindow(last(30, unit), seoul('2024-05-31T10:00'), SEOUL).startMs);
    }
  });

  it('count days by the clock of the zone and hours by the sun', () => {
    // 2024-03-31 has 23 hours in London.
    const asOfMs = Date.parse('2024-03-31T23:00:00Z');
    expect(resolveEventWindow(last(1, 'day'), asOfMs, LONDON)).toEqual({
      startMs: Date.parse('2024-03-31T00:00:00Z'),
      endMs: asOfMs,
    });
    expect(resolveEventWindow(last(24, 'hour'), asOfMs, LONDON)).toEqual({
      startMs: Date.parse('2024-03-30T23:00:00Z'),
      endMs: asOfMs,
    });
  });

  it('stay whole numbers of milliseconds however far they reach', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const asOfMs = seoul('2024-06-10T00:00');
    const windows: AttributeWindow[] = [
      ...(['hour', 'day', 'week', 'month', 'year'] as const).map((unit) => last(most, unit)),
      ago(most, 1, 'month'),
      { kind: 'calendar', period: 'quarter', offset: -most },
    ];
    for (const window of windows) {
      const { startMs } = resolveEventWindow(window, asOfMs, SEOUL);
      expect(Number.isSafeInteger(startMs), JSON.stringify(window)).toBe(true);
      expect(startMs).toBeLessThan(Date.parse('1800-01-01'));
    }
    expect(resolveEventWindow(null, asOfMs, SEOUL)).toEqual({ startMs: Number.NEGATIVE_INFINITY, endMs: asOfMs });
  });
});
