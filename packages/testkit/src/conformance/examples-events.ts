import { column, customerTable, type ExampleGroup, event, viewEvent } from './example.ts';

const amount = column('amount', 'number');
const brand = column('brand', 'category');

/** Rows, occasions and ties. */
export const eventExamples: ExampleGroup = {
  name: 'rows and occasions',
  world: {
    timeZone: 'Asia/Seoul',
    now: '2024-05-31',
    format: 'csv',
    customers: customerTable([], [['idle', null]]),
    events: [
      event(
        'purchase',
        [amount, brand],
        [
          ['split', '2024-05-01T23:59:00', 'o1', '10', 'A'],
          ['split', '2024-05-02T00:01:00', 'o1', '30', 'B'],
          ['plain', '2024-05-20T12:00:00', 'o1', '20', 'A'],
          ['plain', '2024-05-21T12:00:00', 'o2', '60', null],
          ['loose', '2024-05-20T12:00:00', null, '5', 'A'],
          ['loose', '2024-05-20T12:00:00', null, '50', 'B'],
          ['old', '2023-05-20T12:00:00', 'o9', '500', 'A'],
        ],
      ),
      event(
        'tie',
        [brand, amount],
        [
          ['source', '2024-05-20T12:00:00', null, 'b', '1'],
          ['source', '2024-05-20T12:00:00', null, 'a', '2'],
          ['later', '2024-05-20T12:00:00', null, 'b', null],
          ['later', '2024-05-20T11:00:00', null, 'a', '7'],
          ['most', '2024-05-20T12:00:00', null, 'b', '1'],
          ['most', '2024-05-20T13:00:00', null, 'b', '1'],
          ['most', '2024-05-20T14:00:00', null, 'a', '1'],
        ],
      ),
      viewEvent(
        'seen',
        [brand, amount],
        [
          ['view', '2024-05-20T12:00:00', null, 'b', '-5'],
          ['view', '2024-05-20T12:00:00', null, 'a', '3'],
          ['gap', '2024-05-20T12:00:00', null, 'a', '10'],
          ['gap', '2024-05-20T12:00:00', null, null, '9'],
        ],
      ),
    ],
  },
  examples: [
    {
      says: 'an occasion cut by a window counts with the rows that match',
      definition: { event: 'purchase', within: { from: '2024-05-02', to: '2024-05-02' }, sum: { field: 'amount', eq: 30 } },
      members: ['split'],
    },
    {
      says: 'both rows of one order are one occasion',
      definition: { event: 'purchase', avg: { field: 'amount', eq: 40 } },
      members: ['plain', 'split'],
    },
    {
      says: 'per row divides by rows',
      definition: { event: 'purchase', avg: { field: 'amount', eq: 20 }, per: 'row' },
      members: ['split'],
    },
    {
      says: 'a row without an occasion is its own',
      definition: { event: 'purchase', count: { eq: 2 } },
      members: ['loose', 'plain'],
    },
    {
      says: 'equal values of different customers are different occasions, and days are local',
      definition: { event: 'purchase', days: { eq: 2 } },
      members: ['plain', 'split'],
    },
    {
      says: 'all of where hold for one row',
      definition: {
        event: 'purchase',
        where: [
          { field: 'brand', eq: 'A' },
          { field: 'amount', gte: 30 },
        ],
      },
      members: ['old'],
    },
    {
      says: 'a not of a filter takes rows without the value',
      definition: { event: 'purchase', where: [{ not: { field: 'brand', in: ['A', 'B'] } }] },
      members: ['plain'],
    },
    {
      says: 'windows end at as-of',
      definition: { event: 'purchase', within: { calendar: 'month', offset: 0 } },
      asOf: '2024-05-20T03:00:00.000Z',
      members: ['split'],
    },
    {
      says: 'absence within a window',
      definition: { event: 'purchase', within: { last: 1, unit: 'month' }, count: { lt: 1 } },
      members: ['gap', 'idle', 'later', 'most', 'old', 'source', 'view'],
    },
    {
      says: 'ties go by the order of the source: first',
      definition: { event: 'tie', first: { field: 'brand', eq: 'b' } },
      members: ['most', 'source'],
    },
    {
      says: 'ties go by the order of the source: last',
      definition: { event: 'tie', last: { field: 'brand', eq: 'a' } },
      members: ['most', 'source'],
    },
    {
      says: 'the first by time, not by the order of the source',
      definition: { event: 'tie', first: { field: 'amount', eq: 7 } },
      members: ['later'],
    },
    {
      says: 'the last row may have no value',
      definition: { event: 'tie', last: { field: 'amount', exists: false } },
      members: ['gap', 'idle', 'later', 'loose', 'old', 'plain', 'split', 'view'],
    },
    {
      says: 'top is the value of most rows; a tie goes to the one whose row is latest',
      definition: { event: 'tie', top: { field: 'brand', eq: 'b' } },
      members: ['later', 'most'],
    },
    {
      says: 'a tie of top at one instant goes by the source',
      definition: { event: 'tie', top: { field: 'brand', eq: 'a' } },
      members: ['source'],
    },
    {
      says: 'in a view ties go by the value, smallest first: first',
      definition: { event: 'seen', first: { field: 'brand', eq: 'a' } },
      members: ['view'],
    },
    { says: 'in a view: last', definition: { event: 'seen', last: { field: 'brand', eq: 'b' } }, members: ['view'] },
    {
      says: 'in a view: numbers by value',
      definition: { event: 'seen', first: { field: 'amount', in: [-5, 9] } },
      members: ['gap', 'view'],
    },
    { says: 'in a view: top', definition: { event: 'seen', top: { field: 'brand', eq: 'b' } }, members: ['view'] },
    {
      says: 'in a view a missing value comes before all others',
      definition: { event: 'seen', last: { field: 'brand', eq: 'a' } },
      members: ['gap'],
    },
  ],
};
