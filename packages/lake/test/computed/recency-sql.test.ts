import { addToLocal, HOUR_MS, type TimeUnit, TimeZone } from '@silhouette/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { recencySql } from '../../src/computed/recency-sql.ts';

let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());

/** The contract word for word: count up while the moved local time, as an instant, is not after as-of. */
function countRecency(atMs: number, asOfMs: number, unit: TimeUnit, zone: TimeZone): number {
  const local = zone.localOf(atMs);
  const reaches = (n: number): boolean =>
    (unit === 'hour' ? atMs + n * HOUR_MS : zone.instantOf(addToLocal(local, n, unit))) <= asOfMs;
  const estimate = Math.floor((asOfMs - atMs) / { hour: 1, day: 24, week: 168, month: 720, year: 8760 }[unit] / HOUR_MS);
  let n = Math.max(0, Math.floor(estimate * 0.97) - 3);
  if (!reaches(n)) throw new Error('the search began too late');
  while (reaches(n + 1)) n += 1;
  return n;
}

/** A small linear generator: the same cases on every run. */
function drawNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const ZONES = ['Europe/London', 'Asia/Seoul', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Sao_Paulo'];

test.each(ZONES)('recency is exact around changes of offset in %s', async (id) => {
  const zone = TimeZone.of(id);
  const draw = drawNumbers(id.length * 7919);
  const changes = zone.changes.filter(({ atMs }) => atMs > Date.UTC(1985, 0, 1) && atMs < Date.UTC(2013, 0, 1));
  const asOfs = [Date.UTC(2012, 1, 29, 15, 30), Date.UTC(2011, 2, 31, 0, 0), Date.UTC(2024, 5, 15)];
  for (let k = 0; k < 12; k += 1) {
    const change = changes[Math.floor(draw() * changes.length)];
    if (change !== undefined) asOfs.push(change.atMs + Math.round((draw() - 0.5) * 3 * HOUR_MS), change.atMs);
  }
  for (const asOfMs of asOfs) {
    const rows: { at: number; local: number }[] = [];
    for (let k = 0; k < 60; k += 1) {
      const change = changes[Math.floor(draw() * changes.length)];
      const spread = draw() < 0.5 && change !== undefined ? change.atMs + (draw() - 0.5) * 4 * HOUR_MS : asOfMs - draw() * 9e10;
      // The same time of day as as-of, or as a change near it, on another day.
      const day = asOfMs - Math.floor(draw() * 900) * 24 * HOUR_MS + Math.round((draw() - 0.5) * 4) * (HOUR_MS / 2);
      for (const at of [Math.floor(spread), day]) if (at < asOfMs) rows.push({ at, local: zone.localOf(at) });
    }
    for (const unit of ['hour', 'day', 'week', 'month', 'year'] as const) {
      const list = rows.map(({ at, local }) => `(${at}, ${local})`).join(',');
      const sql = `SELECT arrayJoin(arrayMap(t -> ${recencySql('toInt64(t.2)', 'toInt64(t.1)', asOfMs, unit, zone)}, [${list}])) AS n`;
      const found = await session.query<{ n: string }>(sql);
      const expected = rows.map(({ at }) => countRecency(at, asOfMs, unit, zone));
      expect(
        found.map(({ n }) => Number(n)),
        `${unit} as of ${new Date(asOfMs).toISOString()}`,
      ).toEqual(expected);
    }
  }
});

test('a month that is too short clamps: 31 January plus one month is reached on 28 February', async () => {
  const zone = TimeZone.of('Asia/Seoul');
  const at = Date.UTC(2011, 0, 31, 3);
  const sql = (asOfMs: number): string =>
    `SELECT ${recencySql(`toInt64(${zone.localOf(at)})`, `toInt64(${at})`, asOfMs, 'month', zone)} AS n`;
  expect(await session.query(sql(Date.UTC(2011, 1, 28, 3)))).toEqual([{ n: '1' }]);
  expect(await session.query(sql(Date.UTC(2011, 1, 28, 3) - 1))).toEqual([{ n: '0' }]);
});

test('without a row recency is missing', async () => {
  const zone = TimeZone.of('Europe/London');
  const sql = recencySql('CAST(NULL AS Nullable(Int64))', 'CAST(NULL AS Nullable(Int64))', Date.UTC(2011, 3, 1), 'month', zone);
  expect(await session.query(`SELECT ${sql} AS n`)).toEqual([{ n: null }]);
});
