import { DAY_MS, FIRST_DAY, LAST_DAY, TimeZone } from '@silhouette/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChdbSession, instantToLocalSql, type LocalRange, localToInstantSql } from '../../src/index.ts';

let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());

/** A small generator with a seed (mulberry32): the same times every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random times of 1900-2299, both ends, and the milliseconds around every change of the zone. */
function listTimes(zone: TimeZone, range: LocalRange): number[] {
  const random = makeRandom(7);
  const times = [range.minMs, range.maxMs];
  for (let index = 0; index < 2000; index += 1) times.push(Math.floor(range.minMs + random() * (range.maxMs - range.minMs)));
  for (const [index, change] of zone.changes.entries()) {
    const before = zone.changes[index - 1];
    if (before === undefined) continue;
    for (const offsetMs of [0, before.offsetMs, change.offsetMs]) {
      for (const beside of [-1, 0, 1]) times.push(change.atMs + offsetMs + beside);
    }
  }
  return times.filter((time) => time >= range.minMs && time <= range.maxMs);
}

const WHOLE: LocalRange = { minMs: FIRST_DAY * DAY_MS, maxMs: (LAST_DAY + 1) * DAY_MS - 1 };
const THREE_YEARS: LocalRange = { minMs: Date.UTC(2009, 0, 1), maxMs: Date.UTC(2011, 11, 31) };
const ZONES = [
  'Asia/Seoul',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'UTC',
  'Asia/Kathmandu',
];

test.each(ZONES.flatMap((id) => [[id, WHOLE] as const, [id, THREE_YEARS] as const]))(
  '%s agrees with the table of the zone (%j)',
  async (id, range) => {
    const zone = TimeZone.of(id);
    const times = listTimes(zone, range);
    const sql = localToInstantSql('t.v', zone, range);
    const rows = await session.query<{ v: string; instant: string; kind: string; local: string }>(
      `SELECT v, ${sql.instantMs} AS instant, multiIf(${sql.isNever}, 'never', ${sql.isTwice}, 'twice', 'once') AS kind,
       ${instantToLocalSql('t.v', zone, range)} AS local
     FROM (SELECT arrayJoin(JSONExtract({times:String}, 'Array(Int64)')) AS v) AS t`,
      { times: JSON.stringify(times) },
    );
    expect(rows.length).toBe(times.length);
    const expected = times.map((time) => {
      const { atMs, kind } = zone.resolve(time);
      return { v: String(time), instant: String(atMs), kind, local: String(zone.localOf(time)) };
    });
    expect(rows).toEqual(expected);
    if (id === 'Europe/London' && range === WHOLE) {
      for (const kind of ['never', 'twice']) expect(rows.some((row) => row.kind === kind)).toBe(true);
    }
  },
);
