import { DAY_MS, type EventId, type EventType } from '@silhouette/model';
import { describe, expect, test } from 'vitest';
import { listRecentTables } from '../../../src/index/build/list-recent-tables.ts';

const AS_OF_MS = Date.UTC(2024, 6, 1);

function makeEvent(firstAtMs: number | null, rows: number): EventType {
  return {
    // Ids are checked where catalogs are parsed.
    id: 'visit' as EventId,
    label: { ko: '방문', en: 'visit' },
    description: null,
    synonyms: [],
    hidden: false,
    hasOccasion: false,
    hasRowOrder: true,
    fields: [],
    rows,
    customers: 1,
    firstAtMs,
    lastAtMs: firstAtMs,
  };
}

describe('listRecentTables', () => {
  const [start100, start400] = [AS_OF_MS - 100 * DAY_MS, AS_OF_MS - 400 * DAY_MS];
  const short = { table: '_recent100:visit', startMs: start100 };
  const long = { table: '_recent400:visit', startMs: start400 };

  test.each([
    ['rows before both', start400 - 1, [short, long]],
    ['the first row where the longer would begin', start400, [short]],
    ['the first row just before the shorter', start100 - 1, [short]],
    ['the first row where the shorter would begin', start100, []],
    ['no row', null, []],
  ])('%s', (_name, firstAtMs, expected) => {
    expect(listRecentTables(makeEvent(firstAtMs, 10), AS_OF_MS, 0)).toEqual(expected);
  });

  test('only from so many rows on', () => {
    expect(listRecentTables(makeEvent(0, 99), AS_OF_MS, 100)).toEqual([]);
    expect(listRecentTables(makeEvent(0, 100), AS_OF_MS, 100)).toEqual([short, long]);
  });
});
