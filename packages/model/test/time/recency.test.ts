import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addUnits, recencyOf } from '../../src/time/recency.ts';
import { TimeZone } from '../../src/time/time-zone.ts';

const at = (text: string): number => Date.parse(text);
function recency(id: string, last: string, asOf: string, unit: 'hour' | 'day' | 'week' | 'month' | 'year'): number {
  const zone = TimeZone.of(id);
  return recencyOf(zone.localOf(at(last)), at(last), at(asOf), unit, zone);
}

describe('recencyOf', () => {
  it.each([
    ['Asia/Seoul', '2024-06-09T10:00+09:00', '2024-06-10T09:59:59.999+09:00', 'day', 0],
    ['Asia/Seoul', '2024-06-09T10:00+09:00', '2024-06-10T10:00+09:00', 'day', 1],
    ['Asia/Seoul', '2024-06-03T10:00+09:00', '2024-06-17T10:00+09:00', 'week', 2],
    // 31 January plus a month is the end of February.
    ['Asia/Seoul', '2024-01-31T10:00+09:00', '2024-02-29T09:59+09:00', 'month', 0],
    ['Asia/Seoul', '2024-01-31T10:00+09:00', '2024-02-29T10:00+09:00', 'month', 1],
    ['Asia/Seoul', '2024-01-31T10:00+09:00', '2024-03-30T10:00+09:00', 'month', 1],
    ['Asia/Seoul', '2024-02-29T10:00+09:00', '2025-02-28T10:00+09:00', 'year', 1],
    ['Asia/Seoul', '2024-02-29T10:00+09:00', '2025-02-28T10:30+09:00', 'hour', 8760],
    // The day of 23 hours: 12:00 to 12:00 is a day, and 23 hours.
    ['Europe/London', '2024-03-30T12:00Z', '2024-03-31T11:00Z', 'day', 1],
    ['Europe/London', '2024-03-30T12:00Z', '2024-03-31T11:00Z', 'hour', 23],
    // 01:30 did not exist on the next day and stands for 02:30.
    ['Europe/London', '2024-03-30T01:30Z', '2024-03-31T01:29Z', 'day', 0],
    ['Europe/London', '2024-03-30T01:30Z', '2024-03-31T01:30Z', 'day', 1],
    // A day that was skipped: the 30th stands for the 31st, so both days pass at once.
    ['Pacific/Apia', '2011-12-29T12:00-10:00', '2011-12-31T11:59+14:00', 'day', 0],
    ['Pacific/Apia', '2011-12-29T12:00-10:00', '2011-12-31T12:00+14:00', 'day', 2],
  ] as const)('%s from %s to %s in %ss is %i', (id, last, asOf, unit, expected) => {
    expect(recency(id, last, asOf, unit)).toBe(expected);
  });

  it('is the largest n that is not after as-of, by Temporal', () => {
    const units = { day: 'days', week: 'weeks', month: 'months', year: 'years' } as const;
    const instants = fc.integer({ min: at('1985-01-01T00:00Z'), max: at('2030-01-01T00:00Z') });
    fc.assert(
      fc.property(
        fc.constantFrom('Asia/Seoul', 'Europe/London', 'America/Sao_Paulo', 'Pacific/Apia'),
        instants,
        fc.oneof(fc.nat({ max: 90_000_000 }), fc.nat({ max: 500_000_000_000 })),
        fc.constantFrom('day', 'week', 'month', 'year'),
        (id, lastMs, laterMs, unit) => {
          const zone = TimeZone.of(id);
          const asOfMs = lastMs + 1 + laterMs;
          const n = recencyOf(zone.localOf(lastMs), lastMs, asOfMs, unit, zone);
          const plain = Temporal.Instant.fromEpochMilliseconds(lastMs).toZonedDateTimeISO(id).toPlainDateTime();
          const after = (count: number): number => plain.add({ [units[unit]]: count }).toZonedDateTime(id).epochMilliseconds;
          expect(n).toBeGreaterThanOrEqual(0);
          expect(after(n)).toBeLessThanOrEqual(asOfMs);
          expect(after(n + 1)).toBeGreaterThan(asOfMs);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('adds units to local times and hours to instants', () => {
    const zone = TimeZone.of('Europe/London');
    const lastMs = at('2024-03-30T12:00Z');
    expect(addUnits(zone.localOf(lastMs), lastMs, 1, 'day', zone)).toBe(at('2024-03-31T11:00Z'));
    expect(addUnits(zone.localOf(lastMs), lastMs, 24, 'hour', zone)).toBe(at('2024-03-31T12:00Z'));
    expect(addUnits(zone.localOf(lastMs), lastMs, 1, 'month', zone)).toBe(at('2024-04-30T11:00Z'));
  });
});
