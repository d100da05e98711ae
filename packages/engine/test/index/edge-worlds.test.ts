import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareEngines, parseDefinition, ReferenceEngine, randomDefinitions, sampleValues } from '@silhouette/engine';
import { ChdbSession } from '@silhouette/lake';
import { compareAnswers, storeWorld, toReferenceData, type World, type WorldColumn } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexEngine } from './make-index-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'silhouette-edges-'));
let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

type Values = World['events'][number]['rows'][number]['values'];
const column = (id: string, type: WorldColumn['type'], decimals = 0): WorldColumn => ({ id, type, decimals, order: null });

/** A world of customers with attributes, and one visit each in the month that `at` names (null: none). */
function makeWorld(
  attributes: readonly WorldColumn[],
  customers: readonly Values[],
  visits: readonly { readonly customer: number; readonly at: string; readonly amount: string | null }[] = [],
): World {
  return {
    timeZone: 'Asia/Seoul',
    now: '2024-07-01',
    format: 'csv',
    customers: {
      hasSince: false,
      attributes,
      rows: customers.map((values, index) => ({ key: `c${index}`, since: null, values })),
    },
    events: [
      {
        id: 'visit',
        hasOccasion: false,
        viaView: false,
        fields: [column('amount', 'number', 2)],
        rows: visits.map(({ customer, at, amount }) => ({
          customer: `c${customer}`,
          at: `${at} 10:00:00`,
          occasion: null,
          values: [amount],
        })),
      },
    ],
  };
}

/** Random questions of a world, asked of the reference and of the index over some shards: members, panels and rows. */
async function compareWorld(world: World, shards: number, questions: number): Promise<number> {
  const data = toReferenceData(world, shards);
  const reference = new ReferenceEngine(async () => data);
  const index = makeIndexEngine(session);
  try {
    const snapshot = await storeWorld(session, world, folder, shards);
    const definitions = await randomDefinitions(data.catalog, sampleValues(data, 5), 5, questions);
    for (const [number, definition] of definitions.entries()) {
      const question = { snapshot, asOfMs: data.asOfMs, predicate: parseDefinition(definition, data.catalog) };
      expect(await compareEngines([reference, index], question, definition)).toEqual([]);
      if (number % 8 === 0) expect(await compareAnswers(reference, index, question)).toBeNull();
    }
    return definitions.length;
  } finally {
    await index.close();
  }
}

const HUGE = '90071992547409.93';

describe('worlds at the edge', () => {
  it.each([
    ['no customer', makeWorld([column('city', 'category'), column('age', 'number')], [])],
    ['one customer', makeWorld([column('city', 'category'), column('age', 'number')], [['서울', '31']])],
    [
      'all missing',
      makeWorld(
        [
          column('city', 'category'),
          column('age', 'number'),
          column('tags', 'tags'),
          column('born', 'date'),
          column('ok', 'boolean'),
        ],
        Array.from({ length: 70 }, () => [null, null, null, null, null]),
      ),
    ],
    [
      'sums past 2^53, and negative numbers',
      makeWorld(
        [column('worth', 'number', 2), column('debt', 'number', 6)],
        Array.from({ length: 60 }, (_, n) => [n % 7 === 0 ? null : HUGE, `-${n * 1000 + 1}.000001`]),
        Array.from({ length: 240 }, (_, n) => ({
          customer: n % 40,
          at: `2024-0${1 + (n % 6)}-1${n % 9}`,
          amount: n % 5 === 0 ? `-${HUGE}` : HUGE,
        })),
      ),
    ],
    [
      'dates before 1970 and months without events',
      makeWorld(
        [column('born', 'date'), column('seen', 'datetime')],
        Array.from({ length: 50 }, (_, n) => [
          `19${String(n).padStart(2, '0')}-02-2${n % 9}`,
          `19${50 + (n % 20)}-12-31T23:59:59Z`,
        ]),
        Array.from({ length: 60 }, (_, n) => ({
          customer: n % 20,
          at: n % 2 === 0 ? '1961-01-31' : '2024-06-30',
          amount: String(n),
        })),
      ),
    ],
  ] as const)('%s', { timeout: 120_000 }, async (_name, world) => {
    for (const shards of [1, 3]) expect(await compareWorld(world, shards, 40)).toBe(40);
  });

  it.each([1, 2, 255, 256, 257])('a dictionary of %i values', { timeout: 120_000 }, async (values) => {
    const customers = Array.from({ length: 300 }, (_, n) => [`value ${n % values}`, n % 11 === 0 ? null : String(n % values)]);
    const world = makeWorld([column('city', 'category'), column('code', 'text')], customers);
    expect(await compareWorld(world, 2, 40)).toBe(40);
  });

  it('a dictionary of 100,000 values', { timeout: 240_000 }, async () => {
    const customers = Array.from({ length: 100_500 }, (_, n) => [`v${n % 100_000}`]);
    const world = makeWorld([column('city', 'category')], customers);
    expect(await compareWorld(world, 2, 10)).toBe(10);
  });
});
