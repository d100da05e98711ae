import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engines, findRows, parseDefinition, viewSnapshot } from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { type CatalogRowsAnswer, catalogRowsAnswerSchema, formatDay, parseDay } from '@silhouette/model';
import { storeWorld, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** 400 rows of 40 customers over a hundred days; every tenth without values. */
const ROWS = Array.from({ length: 400 }, (_, index) => ({
  customer: `c${index % 40}`,
  day: formatDay((parseDay('2024-03-01') ?? 0) + ((index * 37) % 100)),
  amount: index % 10 === 0 ? null : `${(index * 7919) % 1000}.${index % 10}5`,
  due: index % 10 === 0 ? null : formatDay((parseDay('2023-01-01') ?? 0) + ((index * 53) % 700)),
  shop: index % 10 === 0 ? null : `s${index % 3}`,
}));
const WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-06-30',
  format: 'csv',
  customers: {
    hasSince: false,
    attributes: [{ id: 'city', type: 'category', decimals: 0, order: null }],
    rows: Array.from({ length: 40 }, (_, index) => ({ key: `c${index}`, since: null, values: [index < 15 ? 'A' : 'B'] })),
  },
  events: [
    {
      id: 'visit',
      hasOccasion: false,
      viaView: false,
      fields: [
        { id: 'amount', type: 'number', decimals: 2, order: null },
        { id: 'due', type: 'date', decimals: 0, order: null },
        { id: 'shop', type: 'category', decimals: 0, order: null },
      ],
      rows: ROWS.map(({ customer, day, amount, due, shop }) => ({
        customer,
        // Late in the evening of Seoul it is still the same day there, and the same one in UTC in the morning.
        at: `${day}T${customer === 'c1' ? '00:10' : '23:50'}:00`,
        occasion: null,
        values: [amount, due, shop],
      })),
    },
  ],
};

describe('the rows of an event', () => {
  const folder = mkdtempSync(join(tmpdir(), 'silhouette-rows-'));
  let session: ChdbSession;
  let snapshot: Snapshot;
  const engines = new Engines();
  beforeAll(async () => {
    session = await ChdbSession.open();
    snapshot = await storeWorld(session, WORLD, folder);
  });
  afterAll(async () => {
    await engines.close();
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = async (seen: Snapshot, field: string | null): Promise<CatalogRowsAnswer> =>
    catalogRowsAnswerSchema.strict().parse(await engines.describeRows(seen, findRows(seen, 'visit', field)));
  const count = (answer: CatalogRowsAnswer, values: readonly (string | null)[], isBelow: (a: string, b: string) => boolean) =>
    answer.histogram.map(
      ({ from, to }) =>
        values.filter(
          (value) => value !== null && (from === null || !isBelow(value, from)) && (to === null || isBelow(value, to)),
        ).length,
    );
  const counts = (answer: CatalogRowsAnswer) => answer.histogram.map((bin) => bin.count);

  it('are spread over local days', async () => {
    const answer = await ask(snapshot, null);
    expect(answer).toMatchObject({ rows: 400, snapshot: snapshot.id });
    expect(answer.histogram.length).toBeGreaterThanOrEqual(10);
    const days = ROWS.map(({ day }) => day);
    expect(counts(answer)).toEqual(count(answer, days, (a, b) => a < b));
    expect(answer.first).toMatch(/^2024-0(2-29|3-01)T/);
    expect(answer.last).toBe('2024-06-08T14:50:00.000Z');
  });

  it('have numbers and dates in bins that hold each exactly once', async () => {
    const amounts = await ask(snapshot, 'amount');
    expect(amounts.rows).toBe(360);
    expect(amounts.histogram.length).toBeGreaterThanOrEqual(10);
    expect(counts(amounts)).toEqual(
      count(
        amounts,
        ROWS.map(({ amount }) => amount),
        (a, b) => Number(a) < Number(b),
      ),
    );
    const dates = await ask(snapshot, 'due');
    expect(dates.histogram.length).toBeGreaterThanOrEqual(10);
    expect(counts(dates)).toEqual(
      count(
        dates,
        ROWS.map(({ due }) => due),
        (a, b) => a < b,
      ),
    );
    expect(counts(dates).reduce((sum, one) => sum + one, 0)).toBe(360);
  });

  it('tell when the first and the last row with a value was', async () => {
    const answer = await ask(snapshot, 'shop');
    expect(answer).toMatchObject({ rows: 360, histogram: [] });
    expect(answer.first !== null && answer.last !== null && answer.first < answer.last).toBe(true);
  });

  it('are those of the customers that somebody may see, and none to who may not see small groups', async () => {
    const view = { scope: null, rounding: null, masksPersonal: false };
    const scope = parseDefinition({ attribute: 'city', eq: 'A' }, snapshot.catalog);
    const scoped = viewSnapshot(snapshot, snapshot.catalog, { ...view, scope });
    const own = ROWS.filter(({ customer }) => Number(customer.slice(1)) < 15);
    const ofOwn = await ask(scoped, 'amount');
    expect(ofOwn.rows).toBe(own.filter(({ amount }) => amount !== null).length);
    expect(counts(ofOwn)).toEqual(
      count(
        ofOwn,
        own.map(({ amount }) => amount),
        (a, b) => Number(a) < Number(b),
      ),
    );
    const rounded = viewSnapshot(snapshot, snapshot.catalog, { ...view, rounding: { to: 10, secret: Buffer.from('s') } });
    const hidden = { snapshot: snapshot.id, rows: null, first: null, last: null, histogram: [] };
    expect(await ask(rounded, null)).toEqual(hidden);
    expect(await ask(rounded, 'amount')).toEqual(hidden);
    const personal = {
      ...snapshot.catalog,
      events: snapshot.catalog.events.map((event) => ({
        ...event,
        fields: event.fields.map((field) => ({ ...field, pii: true })),
      })),
    };
    const masked = viewSnapshot(snapshot, personal, { ...view, masksPersonal: true });
    expect(await ask(masked, 'amount')).toEqual(hidden);
    expect((await ask(masked, null)).rows).toBe(400);
  });

  it('are refused where they are not', () => {
    expect(() => findRows(snapshot, 'nothing', null)).toThrow('no event "nothing"');
    expect(() => findRows(snapshot, 'visit', 'nothing')).toThrow('no field "nothing"');
  });
});
