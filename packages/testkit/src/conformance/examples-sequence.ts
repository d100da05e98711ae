import { column, customerTable, type ExampleGroup, event } from './example.ts';

const what = column('what', 'category');
const row = (key: string, at: string, name: string | null = null, order: string | null = null) =>
  [key, at, order, name] as const;
const step = (name: string) => ({ event: 'buy', where: [{ field: 'what', eq: name }] });

/** Rows one after the other. */
export const sequenceExamples: ExampleGroup = {
  name: 'sequences',
  world: {
    timeZone: 'Europe/London',
    now: '2024-12-31',
    format: 'csv',
    customers: customerTable([], [['idle', null]]),
    events: [
      event(
        'visit',
        [what],
        [
          row('after', '2024-01-01T10:00:00'),
          row('same-time', '2024-01-01T10:00:00'),
          row('before', '2024-01-01T12:00:00'),
          row('four-days', '2024-01-01T10:00:00'),
          row('choice', '2024-01-01T10:00:00'),
          row('choice', '2024-01-04T10:00:00'),
          row('month', '2024-01-31T10:00:00'),
          row('month-late', '2024-01-31T10:00:00'),
          row('spring', '2024-03-30T12:00:00Z'),
          row('spring-late', '2024-03-30T12:00:00Z'),
        ],
      ),
      event(
        'purchase',
        [what],
        [
          row('after', '2024-01-01T11:00:00'),
          row('same-time', '2024-01-01T10:00:00'),
          row('before', '2024-01-01T11:00:00'),
          row('four-days', '2024-01-05T10:00:00'),
          row('choice', '2024-01-05T10:00:00'),
          row('month', '2024-02-29T10:00:00'),
          row('month-late', '2024-02-29T10:00:00.001'),
          row('spring', '2024-03-31T11:00:00Z'),
          row('spring-late', '2024-03-31T11:30:00Z'),
          row('one-order', '2024-06-01T10:00:00', null, 'o1'),
          row('one-order', '2024-06-01T10:05:00', null, 'o1'),
          row('two-orders', '2024-06-01T10:00:00', null, 'o1'),
          row('two-orders', '2024-06-01T10:05:00', null, 'o2'),
          row('two-orders', '2024-06-01T10:05:00', null, 'o1'),
          row('no-orders', '2024-06-01T10:00:00'),
          row('no-orders', '2024-06-01T10:05:00'),
          row('no-time-between', '2024-06-01T10:00:00'),
          row('no-time-between', '2024-06-01T10:00:00'),
        ],
      ),
      event(
        'buy',
        [what],
        [
          row('chain-broken', '2024-01-01T10:00:00', 'A'),
          row('chain-broken', '2024-01-02T10:00:00', 'B'),
          row('chain-broken', '2024-01-10T10:00:00', 'B'),
          row('chain-broken', '2024-01-11T10:00:00', 'C'),
          row('chain', '2024-01-01T10:00:00', 'A'),
          row('chain', '2024-01-02T10:00:00', 'B'),
          row('chain', '2024-01-08T10:00:00', 'A'),
          row('chain', '2024-01-10T10:00:00', 'B'),
          row('chain', '2024-01-11T10:00:00', 'C'),
          row('backwards', '2024-01-01T10:00:00', 'C'),
          row('backwards', '2024-01-02T10:00:00', 'B'),
          row('backwards', '2024-01-03T10:00:00', 'A'),
        ],
      ),
    ],
  },
  examples: [
    {
      says: 'each at a strictly later instant than the one before',
      definition: { sequence: [{ event: 'visit' }, { event: 'purchase' }] },
      members: ['after', 'choice', 'four-days', 'month', 'month-late', 'spring', 'spring-late'],
    },
    {
      says: 'a row at most the gap after the one before; any choice of rows that fits counts',
      definition: { sequence: [{ event: 'visit' }, { event: 'purchase' }], gap: { max: 3, unit: 'day' } },
      members: ['after', 'choice', 'spring', 'spring-late'],
    },
    {
      says: 'a gap of days is local time: across a change of the clock noon follows noon',
      definition: { sequence: [{ event: 'visit' }, { event: 'purchase' }], gap: { max: 1, unit: 'day' } },
      members: ['after', 'choice', 'spring'],
    },
    {
      says: 'a gap of hours is elapsed time',
      definition: { sequence: [{ event: 'visit' }, { event: 'purchase' }], gap: { max: 23, unit: 'hour' } },
      members: ['after', 'spring'],
    },
    {
      says: 'months clamp to the last day',
      definition: {
        sequence: [{ event: 'visit', within: { from: '2024-01-31', to: '2024-01-31' } }, { event: 'purchase' }],
        gap: { max: 1, unit: 'month' },
      },
      members: ['month'],
    },
    {
      says: 'rows of one event belong to different occasions',
      definition: { sequence: [{ event: 'purchase' }, { event: 'purchase' }] },
      members: ['no-orders', 'two-orders'],
    },
    {
      says: 'the rows for the middle are chosen so that all fits',
      definition: { sequence: [step('A'), step('B'), step('C')], gap: { max: 5, unit: 'day' } },
      members: ['chain'],
    },
    {
      says: 'without a gap',
      definition: { sequence: [step('A'), step('B'), step('C')] },
      members: ['chain', 'chain-broken'],
    },
    {
      says: 'a step looks at rows before as-of only',
      definition: { sequence: [step('A'), step('B'), step('C')] },
      asOf: '2024-01-11T10:00:00.000Z',
      members: [],
    },
    {
      says: 'the window of a step is relative to as-of, not to the row before',
      definition: { sequence: [step('A'), { event: 'buy', within: { last: 1, unit: 'day' } }] },
      asOf: '2024-01-11T00:00:00.000Z',
      members: ['chain', 'chain-broken'],
    },
  ],
};
