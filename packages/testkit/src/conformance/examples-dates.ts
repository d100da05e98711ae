import { column, customerTable, type ExampleGroup } from './example.ts';

const anniversary = (next: number, attribute = 'day') => ({ attribute, anniversary: { next, unit: 'day' } });

/** Windows and anniversaries over attributes. */
export const dateExamples: ExampleGroup = {
  name: 'dates of customers',
  world: {
    timeZone: 'Asia/Seoul',
    now: '2024-03-09',
    format: 'csv',
    customers: customerTable(
      [column('day', 'date'), column('time', 'datetime')],
      [
        ['leap', null, '2000-02-29', '2000-02-28T15:00:00Z'],
        ['feb28', null, '2001-02-28', '2001-02-28T14:59:59.999Z'],
        ['mar1', null, '1990-03-01', null],
        ['young', null, '2023-02-28', null],
        ['ahead', null, '2024-03-20', '2024-03-19T15:00:00Z'],
        ['edge', null, '2024-03-10', '2024-03-09T14:59:59.999Z'],
        ['none', null, null, null],
      ],
    ),
    events: [],
  },
  examples: [
    {
      says: '29 February is 28 February in other years',
      definition: anniversary(1),
      asOf: '2023-02-28T15:00:00.000Z',
      members: ['feb28', 'leap'],
    },
    {
      says: 'n days, today the first of them; the first anniversary is one year after the date',
      definition: anniversary(2),
      asOf: '2023-02-28T15:00:00.000Z',
      members: ['feb28', 'leap', 'mar1'],
    },
    {
      says: 'today is the local day of the last instant before as-of',
      definition: anniversary(1),
      asOf: '2023-02-28T15:00:00.001Z',
      members: ['mar1'],
    },
    {
      says: 'in a leap year 29 February is itself',
      definition: anniversary(1),
      asOf: '2024-02-29T15:00:00.000Z',
      members: ['leap'],
    },
    {
      says: 'a year after joining the first anniversary comes',
      definition: anniversary(1),
      asOf: '2024-02-28T15:00:00.000Z',
      members: ['feb28', 'young'],
    },
    {
      says: 'anniversaries cross the end of a year; dates not before as-of have none',
      definition: anniversary(366),
      asOf: '2023-12-31T15:00:00.000Z',
      members: ['feb28', 'leap', 'mar1', 'young'],
    },
    {
      says: 'of a datetime the local day counts',
      definition: anniversary(1, 'time'),
      asOf: '2023-02-28T15:00:00.000Z',
      members: ['feb28', 'leap'],
    },
    {
      says: 'a datetime at 23:59 local time belongs to its day',
      definition: anniversary(1, 'time'),
      asOf: '2024-02-28T15:00:00.000Z',
      members: ['feb28'],
    },
    {
      says: 'windows of attributes are not cut at as-of: this month takes its days ahead',
      definition: { attribute: 'day', within: { calendar: 'month', offset: 0 } },
      members: ['ahead', 'edge'],
    },
    {
      says: 'last ends at as-of',
      definition: { attribute: 'day', within: { last: 1, unit: 'year' } },
      members: [],
    },
    {
      says: 'a date stands for its first instant, which the end at as-of leaves out',
      definition: { attribute: 'day', within: { last: 1, unit: 'day' } },
      asOf: '2024-03-09T15:00:00.001Z',
      members: ['edge'],
    },
    {
      says: 'next is [D, D plus n)',
      definition: { attribute: 'day', within: { next: 10, unit: 'day' } },
      members: ['edge'],
    },
    {
      says: 'next reaches its last day',
      definition: { attribute: 'day', within: { next: 11, unit: 'day' } },
      members: ['ahead', 'edge'],
    },
    {
      says: 'next of a datetime begins at the first instant of D',
      definition: { attribute: 'time', within: { next: 2, unit: 'week' } },
      members: ['ahead'],
    },
    {
      says: 'a range takes both days whole',
      definition: { attribute: 'time', within: { from: '2000-02-29', to: '2001-02-28' } },
      members: ['feb28', 'leap'],
    },
    {
      says: 'an open range',
      definition: { attribute: 'day', within: { to: '2000-02-29' } },
      members: ['leap', 'mar1'],
    },
    {
      says: 'calendar with an offset ahead',
      definition: { attribute: 'day', within: { calendar: 'week', offset: 2 } },
      members: ['ahead'],
    },
    {
      says: 'ago is [D minus n, D minus m)',
      definition: { attribute: 'day', within: { ago: { from: 377, to: 375, unit: 'day' } } },
      members: ['young'],
    },
  ],
};
