import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compareEngines,
  IndexEngine,
  IndexStore,
  type PlainObject,
  parseDefinition,
  ReferenceEngine,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { DAY_MS, type EventId } from '@silhouette/model';
import { storeWorld, toReferenceData, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileAudience } from '../../src/index/compile/compile-audience.ts';
import type { SnapshotIndex } from '../../src/index/open-index.ts';

const AS_OF_MS = Date.UTC(2024, 6, 1);
const [START_100, START_400] = [AS_OF_MS - 100 * DAY_MS, AS_OF_MS - 400 * DAY_MS];
const VISIT = 'visit' as EventId;

/** Rows of customers as instants: on the starts of the recent tables, a millisecond beside them, at as-of and after it. */
const VISITS: readonly (readonly number[])[] = [
  [START_100],
  [START_100 - 1],
  [START_100 + 1],
  [START_100 - 1, START_100],
  [START_400],
  [START_400 - 1],
  [START_400 - 1, START_400, START_100 - 1, START_100, AS_OF_MS - 1],
  [AS_OF_MS - 1],
  [AS_OF_MS],
  [AS_OF_MS + 20 * DAY_MS],
  [START_100, START_100, START_100, AS_OF_MS + DAY_MS],
  [],
  [START_400 - 900 * DAY_MS],
  [START_400 - 900 * DAY_MS, START_100 - DAY_MS, START_100, START_100 + DAY_MS],
];

const WORLD: World = {
  timeZone: 'UTC',
  now: new Date(AS_OF_MS).toISOString(),
  format: 'jsonl',
  customers: {
    hasSince: false,
    attributes: [],
    rows: VISITS.map((_, index) => ({ key: `c${index}`, since: null, values: [] })),
  },
  events: [
    ...['visit', 'visit without order'].map((id) => ({
      id,
      hasOccasion: true,
      viaView: id !== 'visit',
      fields: [
        { id: 'amount', type: 'number', decimals: 2, order: null } as const,
        { id: 'shop', type: 'category', decimals: 0, order: null } as const,
        { id: 'note', type: 'text', decimals: 0, order: null } as const,
        { id: 'labels', type: 'tags', decimals: 0, order: null } as const,
      ],
      rows: VISITS.flatMap((instants, customer) =>
        instants.map((atMs, index) => ({
          customer: `c${customer}`,
          at: new Date(atMs).toISOString(),
          occasion: String(index >> 1),
          values: [
            String(customer + index * 10),
            index % 3 === 2 ? null : `shop ${(customer + index) % 4}`,
            index % 2 === 0 ? `note ${customer} ${index}` : null,
            index % 2 === 0 ? ['x', `y${index}`] : null,
          ],
        })),
      ),
    })),
    {
      id: 'young',
      hasOccasion: false,
      viaView: false,
      fields: [{ id: 'amount', type: 'number', decimals: 0, order: null }],
      rows: [{ customer: 'c0', at: new Date(START_100).toISOString(), occasion: null, values: ['1'] }],
    },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'silhouette-recent-'));
const indexDir = join(folder, 'index');
let session: ChdbSession;
let snapshot: Snapshot;
let store: IndexStore;
let index: SnapshotIndex;
beforeAll(async () => {
  session = await ChdbSession.open();
  snapshot = await storeWorld(session, WORLD, folder, 3);
  store = new IndexStore({ indexDir, session: async () => session, build: 'wait', recentFromRows: 0 });
  index = await store.provide(snapshot);
});
afterAll(async () => {
  await store.close();
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The tables and tests of instants that a definition is asked of. */
function compile(definition: PlainObject, asOfMs = AS_OF_MS) {
  return compileAudience(parseDefinition(definition, snapshot.catalog), {
    catalog: snapshot.catalog,
    asOfMs,
    dictionary: (event, id) => index.numbersOf(event, id),
    ranks: (event, field) => index.ranksOf(event, field),
    recent: (event) => index.about.recent[event] ?? [],
  });
}

function tableOf(definition: PlainObject, asOfMs = AS_OF_MS): string {
  const expression = compile(definition, asOfMs);
  if (expression.kind === 'rows') return expression.table;
  throw new TypeError(`The definition became ${expression.kind}.`);
}

const lastDays = (days: number): PlainObject => ({ last: days, unit: 'day' });

describe('recent tables', () => {
  it('are listed with their starts, from the latest', () => {
    const list = (event: string) => [
      { table: `_recent100:${event}`, startMs: START_100 },
      { table: `_recent400:${event}`, startMs: START_400 },
    ];
    expect(index.about.recent).toEqual({
      visit: list('visit'),
      'visit without order': list('visit without order'),
      // Its table would be the same again.
      young: [],
    });
  });

  it.each<[PlainObject | null, string]>([
    [lastDays(99), '_recent100:visit'],
    [lastDays(100), '_recent100:visit'],
    [lastDays(101), '_recent400:visit'],
    [lastDays(400), '_recent400:visit'],
    [lastDays(401), 'visit'],
    [{ last: 3, unit: 'month' }, '_recent100:visit'],
    [{ last: 1, unit: 'year' }, '_recent400:visit'],
    [{ ago: { from: 100, to: 50, unit: 'day' } }, '_recent100:visit'],
    [{ calendar: 'quarter', offset: -1 }, '_recent400:visit'],
    [{ from: '2024-03-23' }, '_recent100:visit'],
    [{ from: '2024-03-22', to: '2024-06-01' }, '_recent400:visit'],
    [{ to: '2024-06-01' }, 'visit'],
    [null, 'visit'],
  ])('%j is asked of %s', (within, table) => {
    expect(tableOf({ event: 'visit', ...(within === null ? {} : { within }), count: { gte: '1' } })).toBe(table);
  });

  it('an earlier as-of moves windows to a larger table', () => {
    const definition: PlainObject = { event: 'visit', within: lastDays(100), count: { gte: '1' } };
    expect(tableOf(definition, AS_OF_MS - DAY_MS)).toBe('_recent400:visit');
    expect(tableOf(definition, AS_OF_MS - 301 * DAY_MS)).toBe('visit');
  });

  it('a sequence reads the whole table', () => {
    const step: PlainObject = { event: 'visit', within: lastDays(10) };
    const expression = compile({ sequence: [step, step] });
    expect(expression).toMatchObject({ kind: 'sequence', steps: [{ table: 'visit' }, { table: 'visit' }] });
  });

  it('a window that begins with its table is not tested at its start', () => {
    const where = (days: number): unknown => {
      const expression = compile({ event: 'visit', within: lastDays(days), count: { gte: '1' } });
      return expression.kind === 'rows' ? expression.where : null;
    };
    const test = (from: bigint | null) => ({ kind: 'intervals', intervals: [{ from, to: BigInt(AS_OF_MS) - 1n }] });
    expect(where(100)).toEqual({ kind: 'values', column: '@at', test: test(null) });
    expect(where(99)).toEqual({ kind: 'values', column: '@at', test: test(BigInt(AS_OF_MS - 99 * DAY_MS)) });
  });

  it('the same rows of another table are another question', () => {
    const definition: PlainObject = { event: 'visit', within: lastDays(100), count: { gte: '1' } };
    const whole = compileAudience(parseDefinition(definition, snapshot.catalog), {
      catalog: snapshot.catalog,
      asOfMs: AS_OF_MS,
      dictionary: () => new Map(),
      ranks: () => new Uint32Array(0),
      recent: () => [{ table: '_recent400:visit', startMs: START_100 }],
    });
    const own = compile(definition);
    expect(own.kind === 'rows' && whole.kind === 'rows' && own.where).toEqual(whole.kind === 'rows' && whole.where);
    expect(own.kind === 'rows' && own.key).not.toBe(whole.kind === 'rows' && whole.key);
  });

  it('a list of keys is read and named once, at whatever as-of it is asked', () => {
    const predicate = parseDefinition({ customers: ['c1', 'c2'] }, snapshot.catalog);
    const [once, again] = [AS_OF_MS, START_100].map((asOfMs) =>
      compileAudience(predicate, {
        catalog: snapshot.catalog,
        asOfMs,
        dictionary: () => new Map(),
        ranks: () => new Uint32Array(0),
        recent: () => [],
      }),
    );
    expect(again).toBe(once);
    expect(once).toMatchObject({ kind: 'labels', labels: ['c1', 'c2'] });
  });

  it('customers of each value are counted once', () => {
    // By customers with such a row of the event's own table.
    expect(index.dictionaries.customers[`e:${VISIT}:shop`]?.reduce((sum, count) => sum + count, 0)).toBe(
      VISITS.flatMap((instants, customer) => [
        ...new Set(instants.flatMap((_, row) => (row % 3 === 2 ? [] : [(customer + row) % 4]))),
      ]).length,
    );
    expect(index.dictionaries.tags[`e:${VISIT}:labels`]?.find(([tag]) => tag === 'x')?.[1]).toBe(
      VISITS.filter((instants) => instants.length > 0).length,
    );
  });

  const MEASURES: readonly PlainObject[] = [
    { count: { gte: '1' } },
    { count: { lte: '0' } },
    { count: { in: ['1', '3'] } },
    { count: { gte: '2' }, per: 'row' },
    { count: { gte: '2' }, per: 'occasion' },
    { days: { gte: '2' } },
    { distinct: { field: 'shop', gte: '2' } },
    { distinct: { field: 'note', gte: '1' } },
    { sum: { field: 'amount', gte: '15' } },
    { sum: { field: 'amount', lte: '0' } },
    { avg: { field: 'amount', gt: '10' } },
    { avg: { field: 'amount', gt: '10' }, per: 'occasion' },
    { min: { field: 'amount', lt: '12' } },
    { max: { field: 'amount', gte: '13' } },
    { recency: { unit: 'day', lte: '100' } },
    { recency: { unit: 'hour', gte: '2400' } },
    { first: { field: 'shop', in: ['shop 0', 'shop 3'] } },
    { first: { field: 'note', exists: true } },
    { last: { field: 'shop', in: ['shop 1', 'shop 2'] } },
    { last: { field: 'note', in: ['note 0 0', 'note 6 4', 'note 10 2'] } },
    { last: { field: 'shop', exists: false } },
    { top: { field: 'shop', in: ['shop 2', 'shop 3'] } },
    { top: { field: 'note', exists: true } },
    { where: [{ field: 'note', in: ['note 0 0', 'note 2 0'] }], count: { gte: '1' } },
    { where: [{ not: { field: 'labels', containsAny: ['y0'] } }], count: { gte: '1' } },
    { where: [{ field: 'shop', exists: false }], sum: { field: 'amount', gte: '1' } },
  ];
  const WINDOWS: readonly PlainObject[] = [
    ...[1, 99, 100, 101, 399, 400, 401].map(lastDays),
    { last: 2400, unit: 'hour' },
    { last: 2401, unit: 'hour' },
    { from: '2024-03-23' },
    { from: '2024-03-22' },
    { from: '2024-03-22', to: '2024-03-22' },
    { from: '2024-03-23', to: '2024-03-23' },
    { from: '2024-06-30', to: '2024-08-01' },
    { calendar: 'month', offset: 0 },
  ];
  const OTHER_AS_OFS = [AS_OF_MS + 1, AS_OF_MS + 30 * DAY_MS, AS_OF_MS - 1, START_100 + 1, START_100, START_400];

  it('give the members of the whole table: all measures, at the edges', { timeout: 300_000 }, async () => {
    const data = toReferenceData(WORLD, 3);
    const reference = new ReferenceEngine(async () => data);
    const source = { provide: async () => index, invalidate: async () => {}, close: async () => {} };
    const engine = new IndexEngine(source);
    const asked = new Map<string, number>();
    const definitions = WINDOWS.flatMap((within) =>
      MEASURES.flatMap((measure): PlainObject[] => {
        const ordered = { event: 'visit', within, ...measure };
        // Without an order of rows other code tells those of one instant apart.
        const hasTies = 'first' in measure || 'last' in measure || 'top' in measure;
        return hasTies ? [ordered, { ...ordered, event: 'visit without order' }] : [ordered];
      }),
    );
    for (const [number, definition] of definitions.entries()) {
      const predicate = parseDefinition(definition, snapshot.catalog);
      for (const asOfMs of [AS_OF_MS, OTHER_AS_OFS[number % OTHER_AS_OFS.length] ?? AS_OF_MS]) {
        expect(await compareEngines([reference, engine], { snapshot, asOfMs, predicate }, definition)).toEqual([]);
        const table = tableOf(definition, asOfMs);
        asked.set(table, (asked.get(table) ?? 0) + 1);
      }
    }
    // Each table was really asked.
    for (const days of [100, 400]) {
      for (const event of ['visit', 'visit without order']) expect(asked.get(`_recent${days}:${event}`)).toBeGreaterThan(40);
    }
  });
});
