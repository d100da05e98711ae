import { ChdbEngine, type PlainDefinition } from '@silhouette/engine';
import { askMembers, buildQuestion, type OpenWorld, storedEngine } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileAudience } from '../../src/sql/compile-audience.ts';
import type { TableNames } from '../../src/sql/table-names.ts';
import { TINY_WORLD } from './tiny-world.ts';

/** Each node kind: its name, a definition, and its members among a, b, c, d, e. */
const CASES: readonly (readonly [string, PlainDefinition, string])[] = [
  ['all-empty', { all: [] }, 'a b c d e'],
  ['any-empty', { any: [] }, ''],
  ['not-of-missing', { not: { attribute: '등급', eq: 'VIP' } }, 'b c e'],
  [
    'all-any',
    {
      all: [
        {
          any: [
            { attribute: '등급', eq: 'VIP' },
            { attribute: 'age', gt: 40 },
          ],
        },
        { attribute: 'age', lt: 41 },
      ],
    },
    'a d',
  ],
  ['category-in', { attribute: '등급', in: ['VIP', 'GOLD', 'vip'] }, 'a b d'],
  ['number-range', { attribute: 'age', gte: '30.5', lt: 41 }, 'a'],
  ['number-more-decimals', { attribute: 'age', gt: '30.49', lte: '30.51' }, 'a'],
  ['number-huge', { attribute: 'age', lt: '1e50', gt: '-1e50' }, 'a b d'],
  ['date-range', { attribute: 'born', gte: '1990-07-01', lt: '1996-03-01' }, 'a b'],
  ['datetime-day', { attribute: 'seen', eq: '2024-06-30' }, 'a'],
  ['datetime-range', { attribute: 'seen', gt: '1900-01-01', lte: '2024-06-28' }, 'b'],
  ['boolean', { attribute: 'app', eq: false }, 'b'],
  ['tags', { attribute: 'likes`\\', containsAny: ['x', '수분'] }, 'a b'],
  ['exists', { attribute: 'likes`\\', exists: false }, 'c e'],
  ['attribute-within', { attribute: 'seen', within: { last: 2, unit: 'day' } }, 'a'],
  ['date-within-next', { attribute: 'born', within: { next: 1, unit: 'day' } }, ''],
  ['anniversary-date', { attribute: 'born', anniversary: { next: 2, unit: 'day' } }, 'b'],
  ['anniversary-datetime', { attribute: 'seen', anniversary: { next: 366, unit: 'day' } }, 'a b d'],
  ['event-exists', { event: 'purchase' }, 'a b c e'],
  ['event-absent', { event: 'purchase', within: { last: 30, unit: 'day' }, count: { lt: 1 } }, 'b d e'],
  [
    'event-where',
    {
      event: 'purchase',
      where: [{ not: { field: 'brand', eq: 'Sol' } }, { any: [{ field: 'amount', exists: true }] }],
      count: { gte: 2 },
    },
    'a',
  ],
  ['event-count-rows', { event: 'purchase', count: { eq: 4 }, per: 'row' }, 'a'],
  ['event-days', { event: 'purchase', days: { gte: 3 } }, 'a'],
  ['event-recency', { event: 'purchase', recency: { unit: 'month', gte: 5 } }, 'b'],
  ['event-recency-hours', { event: 'purchase', recency: { unit: 'hour', lte: 48 } }, 'c'],
  ['event-sum', { event: 'purchase', sum: { field: 'amount', lte: 0 } }, 'b c d'],
  [
    'event-avg',
    { event: 'purchase', avg: { field: 'amount', gt: '0.33333333333333333333', lt: '0.33333333333333333334' } },
    'a',
  ],
  ['event-avg-rows', { event: 'purchase', avg: { field: 'amount', eq: '0.25' }, per: 'row' }, 'a'],
  ['event-min', { event: 'purchase', min: { field: 'amount', lt: 0 } }, 'b'],
  ['event-max', { event: 'purchase', max: { field: 'amount', gte: 1 } }, 'a e'],
  ['event-distinct', { event: 'purchase', distinct: { field: 'brand', in: [0, 2] } }, 'a d'],
  ['event-first', { event: 'purchase', first: { field: 'brand', eq: 'Sol' } }, 'a b c e'],
  ['event-last-missing', { event: 'purchase', last: { field: 'brand', exists: false } }, 'a d'],
  ['event-last-by-value', { event: 'visit', last: { field: 'shop', eq: '서울' } }, 'a b'],
  ['event-top', { event: 'purchase', top: { field: 'brand', eq: 'Luna' } }, 'a'],
  ['sequence', { sequence: [{ event: 'purchase' }, { event: 'visit' }] }, 'a b'],
  [
    'sequence-other-occasion',
    { sequence: [{ event: 'purchase', where: [{ field: 'brand', eq: 'Luna' }] }, { event: 'purchase' }] },
    'a',
  ],
  ['sequence-gap-month', { sequence: [{ event: 'purchase' }, { event: 'visit' }], gap: { max: 1, unit: 'month' } }, 'a b'],
  ['sequence-gap-hours', { sequence: [{ event: 'purchase' }, { event: 'visit' }], gap: { max: 24, unit: 'hour' } }, 'a'],
  ['sequence-gap-days', { sequence: [{ event: 'purchase' }, { event: 'visit' }], gap: { max: 28, unit: 'day' } }, 'a'],
  ['customers', { customers: ['e', 'd', 'nobody'] }, 'd e'],
];

const TABLES: TableNames = {
  customers: (attributes) => `customers /* ${attributes.join(', ')} */`,
  event: (event, fields) => `events_${event} /* ${fields.join(', ')} */`,
};

describe('each node kind compiles to the SQL on file, and ClickHouse runs it', () => {
  let open: OpenWorld;
  beforeAll(async () => {
    open = await storedEngine('chdb', (session) => new ChdbEngine(session)).open(TINY_WORLD);
  });
  afterAll(() => open.close());

  for (const [name, definition, members] of CASES) {
    it(name, async () => {
      const audience = compileAudience(buildQuestion(open, definition), TABLES);
      const text = `${audience.writeCustomers([])}\n\n${JSON.stringify(audience.parameters, null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(`golden/${name}.sql`);
      expect((await askMembers(open, definition)).join(' ')).toBe(members);
      const complement = ['a', 'b', 'c', 'd', 'e'].filter((key) => !members.split(' ').includes(key));
      expect((await askMembers(open, { not: definition })).join(' ')).toBe(complement.join(' '));
    });
  }
});
