import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, parseDay } from '../../src/time/calendar.ts';
import { TimeZone } from '../../src/time/time-zone.ts';

const MINUTE_MS = 60_000;
/** A local time as if UTC, of `yyyy-mm-ddThh:mm`. */
const local = (text: string): number => Date.parse(`${text}Z`);
const utc = (text: string): number => Date.parse(`${text}Z`);

describe('TimeZone', () => {
  it.each([
    // zone, local time, its instant (UTC), how it existed
    ['Europe/London', '2024-03-31T00:59', '2024-03-31T00:59', 'once'],
    ['Europe/London', '2024-03-31T01:00', '2024-03-31T01:00', 'never'],
    ['Europe/London', '2024-03-31T01:59', '2024-03-31T01:59', 'never'],
    ['Europe/London', '2024-03-31T02:00', '2024-03-31T01:00', 'once'],
    ['Europe/London', '2024-10-27T00:59', '2024-10-26T23:59', 'once'],
    ['Europe/London', '2024-10-27T01:00', '2024-10-27T00:00', 'twice'],
    ['Europe/London', '2024-10-27T01:59', '2024-10-27T00:59', 'twice'],
    ['Europe/London', '2024-10-27T02:00', '2024-10-27T02:00', 'once'],
    ['Asia/Seoul', '2024-06-01T00:00', '2024-05-31T15:00', 'once'],
    ['Asia/Seoul', '1988-05-08T02:30', '1988-05-07T17:30', 'never'],
    ['Asia/Seoul', '1988-10-09T02:30', '1988-10-08T16:30', 'twice'],
    // Midnight does not exist: the day begins at 01:00.
    ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00', 'never'],
    ['America/Sao_Paulo', '2018-02-17T23:30', '2018-02-18T01:30', 'twice'],
    // 2011-12-30 does not exist at all: it moves forward by the day that was skipped.
    ['Pacific/Apia', '2011-12-29T23:59', '2011-12-30T09:59', 'once'],
    ['Pacific/Apia', '2011-12-30T00:00', '2011-12-30T10:00', 'never'],
    ['Pacific/Apia', '2011-12-30T15:00', '2011-12-31T01:00', 'never'],
    ['Pacific/Apia', '2011-12-31T00:00', '2011-12-30T10:00', 'once'],
    ['Australia/Lord_Howe', '2024-10-06T02:15', '2024-10-05T15:45', 'never'],
  ] as const)('%s %s is %s UTC, %s', (id, localText, utcText, kind) => {
    const zone = TimeZone.of(id);
    expect(zone.resolve(local(localText))).toEqual({ atMs: utc(utcText), kind });
    expect(zone.instantOf(local(localText))).toBe(utc(utcText));
  });

  it('begins a day at its first instant', () => {
    const start = (id: string, day: string): string =>
      new Date(TimeZone.of(id).startOfDay(parseDay(day) ?? Number.NaN)).toISOString();
    expect(start('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
    // Midnight comes twice on the day the clock goes back over it: the first one.
    expect(start('America/Sao_Paulo', '2018-02-18')).toBe('2018-02-18T03:00:00.000Z');
    expect(start('America/Havana', '2024-11-03')).toBe('2024-11-03T04:00:00.000Z');
    expect(start('Pacific/Apia', '2011-12-31')).toBe('2011-12-30T10:00:00.000Z');
    expect(start('Asia/Seoul', '1900-01-01')).toBe('1899-12-31T15:32:08.000Z');
  });

  it('agrees with Temporal, near changes of the clock above all', () => {
    const ids = [
      'Europe/London',
      'Asia/Seoul',
      'America/Sao_Paulo',
      'Pacific/Apia',
      'Africa/Casablanca',
      'America/St_Johns',
      'Antarctica/Troll',
      'UTC',
    ];
    const [first, last] = [utc('1900-01-01T00:00'), utc('2299-12-31T23:59')];
    const drawn = fc.constantFrom(...ids).chain((id) => {
      const changes = TimeZone.of(id).changes.slice(1);
      const anywhere = fc.integer({ min: first, max: last });
      if (changes.length === 0) return anywhere.map((localMs) => ({ id, localMs }));
      const near = fc
        .tuple(fc.constantFrom(...changes), fc.integer({ min: -150, max: 150 }), fc.boolean())
        .map(
          ([change, minutes, edge]) =>
            change.atMs + change.offsetMs + (edge ? Math.sign(minutes) * HOUR_MS : minutes * MINUTE_MS),
        );
      return fc.oneof(near, near, anywhere).map((localMs) => ({ id, localMs }));
    });
    fc.assert(
      fc.property(drawn, ({ id, localMs }) => {
        const zone = TimeZone.of(id);
        const plain = Temporal.Instant.fromEpochMilliseconds(localMs).toZonedDateTimeISO('UTC').toPlainDateTime();
        const at = (disambiguation: 'compatible' | 'earlier' | 'later'): number =>
          plain.toZonedDateTime(id, { disambiguation }).epochMilliseconds;
        const exists = Temporal.Instant.fromEpochMilliseconds(at('earlier'))
          .toZonedDateTimeISO(id)
          .toPlainDateTime()
          .equals(plain);
        const kind = at('earlier') === at('later') ? 'once' : exists ? 'twice' : 'never';
        expect(zone.resolve(localMs)).toEqual({ atMs: at('compatible'), kind });
        expect(zone.instantOf(localMs)).toBe(at('compatible'));
        const zoned = Temporal.Instant.fromEpochMilliseconds(localMs).toZonedDateTimeISO(id);
        expect(zone.offsetMsAt(localMs)).toBe(zoned.offsetNanoseconds / 1e6);
        expect(zone.dayOf(localMs)).toBe(Math.floor((localMs + zoned.offsetNanoseconds / 1e6) / DAY_MS));
      }),
      { numRuns: 1500 },
    );
  });

  it('knows IANA names only', () => {
    for (const name of ['', '+09:00', 'Mars/Olympus', 'Asia/Seol', '9']) {
      expect(TimeZone.find(name), name).toBeNull();
      expect(() => TimeZone.of(name)).toThrow(/Asia\/Seoul/);
    }
    expect(TimeZone.of('Asia/Seoul')).toBe(TimeZone.find('Asia/Seoul'));
  });
});
