import { expect, it } from 'vitest';
import { parseAsOf } from '../../src/time/parse-as-of.ts';
import { TimeZone } from '../../src/time/time-zone.ts';

const asOf = (text: string, id = 'Asia/Seoul'): string => {
  const parsed = parseAsOf(text, TimeZone.of(id));
  return parsed.ok
    ? new Date(parsed.asOfMs).toISOString()
    : parsed.issues.map(({ path, code, message }) => `${path} ${code} ${message}`).join();
};

it.each([
  ['2011-12-09', 'Europe/London', '2011-12-10T00:00:00.000Z'],
  ['2024-06-09', 'Asia/Seoul', '2024-06-09T15:00:00.000Z'],
  // The end of a day is the first instant of the next, which begins at 01:00 here.
  ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2299-12-31', 'Asia/Seoul', '2299-12-31T15:00:00.000Z'],
  ['2024-06-09T15:30', 'Asia/Seoul', '2024-06-09T06:30:00.000Z'],
  ['2024-06-09 15:30:00.5', 'Asia/Seoul', '2024-06-09T06:30:00.500Z'],
  ['2024-03-31T01:30', 'Europe/London', '2024-03-31T01:30:00.000Z'],
  ['2024-10-27T01:30', 'Europe/London', '2024-10-27T00:30:00.000Z'],
  ['2024-10-27T01:30Z', 'Europe/London', '2024-10-27T01:30:00.000Z'],
  ['2024-06-09T15:30:00-0330', 'Asia/Seoul', '2024-06-09T19:00:00.000Z'],
])('as-of %s in %s is %s', (text, id, expected) => {
  expect(asOf(text, id)).toBe(expected);
});

it.each([
  '',
  'latest',
  '2024',
  '2024-02-30',
  '1899-12-31',
  '2300-01-01',
  '2300-01-01T00:00',
  '2024-06-09T25:00',
  '2024-06-09T10:60',
  '2024-06-09T10',
  ' 2024-06-09',
  '2024-06-09Z',
  '2024-06-09T10:00+25:00',
  '2024-06-09T10:00:00.0001',
])('as-of %j is none', (text) => {
  expect(asOf(text)).toMatch(/^asOf invalid-as-of "/);
});

it('holds the range by the local day', () => {
  expect(asOf('1899-12-31T16:00:00Z')).toBe('1899-12-31T16:00:00.000Z');
  expect(asOf('1899-12-31T15:00:00Z')).toContain('1900-01-01 to 2299-12-31');
  expect(asOf('2299-12-31T15:00:00Z')).toContain('1900-01-01 to 2299-12-31');
});
