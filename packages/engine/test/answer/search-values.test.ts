import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSubject, IndexStore, listValues, searchValues, ValueLists } from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { isPhraseMatch, matchSearch, readSearch } from '@silhouette/model';
import { storeWorld, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Words of which values are put together, in several spellings. */
const WORDS = ['수분', '크림', '토너', 'Aqua', 'CREAM', '50ml', '+', 'ａｑｕａ', '(리필)', '_'];
const JOINS = ['', ' ', ' · ', '-'];

const values = makeValues();
const WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-06-30',
  format: 'csv',
  customers: {
    hasSince: false,
    attributes: [
      { id: 'favourite', type: 'category', decimals: 0, order: null },
      { id: 'likes', type: 'tags', decimals: 0, order: null },
    ],
    rows: values.map((value, index) => ({
      key: `c${index}`,
      since: null,
      values: [values[index % 7] ?? null, [...new Set([value, values[(index * 3) % values.length] ?? value])]],
    })),
  },
  events: [
    {
      id: 'purchase',
      hasOccasion: false,
      viaView: false,
      fields: [{ id: 'product', type: 'category', decimals: 0, order: null }],
      rows: values.map((value, index) => ({
        customer: `c${(index * 5) % values.length}`,
        at: '2024-06-01T10:00:00',
        occasion: null,
        values: [value],
      })),
    },
  ],
};
const QUERIES = [
  '',
  '수분크림',
  '수분 크림',
  '크림 수분',
  '수분크림토너',
  'aqua',
  'AQUA cream',
  'cream-aqua 50',
  '+',
  '리필',
  '_',
  '없는 말',
];

function makeValues(): string[] {
  const made = new Set<string>();
  for (const [i, first] of WORDS.entries())
    for (const [j, second] of WORDS.entries()) made.add(`${first}${JOINS[(i + j) % JOINS.length]}${second}`);
  return [...made];
}

describe('values that a text finds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'silhouette-search-'));
  let session: ChdbSession;
  let snapshot: Snapshot;
  let store: IndexStore;
  let plain: ValueLists;
  let indexed: ValueLists;
  beforeAll(async () => {
    session = await ChdbSession.open();
    snapshot = await storeWorld(session, WORLD, join(folder, 'world'));
    store = new IndexStore({ indexDir: join(folder, 'index'), session: async () => session, build: 'wait', recentFromRows: 0 });
    await store.provide(snapshot);
    plain = new ValueLists(async () => session);
    indexed = new ValueLists(() => Promise.reject(new Error('An indexed column is read from the index.')), store);
  });
  afterAll(async () => {
    await store.close();
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(QUERIES)('are the same from the index, from the columns and from the data: “%s”', async (query) => {
    const product = findSubject(snapshot, { kind: 'field', event: 'purchase', field: 'product' });
    const found = await listValues(plain, snapshot, product, query, 1000);
    expect(await listValues(indexed, snapshot, product, query, 1000)).toEqual(found);
    const search = readSearch(query);
    expect(found.values.map(({ value }) => value).sort()).toEqual(
      values.filter((value) => matchSearch(search, value) !== null).sort(),
    );
    const everywhere = await searchValues(plain, snapshot, query, 1000);
    expect(await searchValues(indexed, snapshot, query, 1000)).toEqual(everywhere);
    // Whole before in words, each largest first.
    const order = everywhere.values.map(({ value, count }) => {
      const match = matchSearch(search, value);
      return [match !== null && isPhraseMatch(match) ? 0 : 1, -count] as const;
    });
    expect(order).toEqual(order.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it('are found without their spaces and in any order', async () => {
    const find = async (query: string) => (await searchValues(indexed, snapshot, query, 1000)).values.map(({ value }) => value);
    const spaced = values.filter((value) => /^수분\P{L}+크림$/u.test(value));
    expect(spaced.length).toBeGreaterThan(0);
    expect(await find('수분크림')).toEqual(expect.arrayContaining(spaced));
    expect(await find('크림 수분')).toEqual(expect.arrayContaining(spaced));
    expect(await find('aqua')).toEqual(expect.arrayContaining(values.filter((value) => value.includes('ａｑｕａ'))));
    expect(await find('+')).not.toContain('수분 크림');
  });
});
