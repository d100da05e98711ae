import { column, customerTable, type ExampleGroup, event } from './example.ts';

const visit = (key: string, at: string) => [key, at, null] as const;

/** Who is asked about, and how sets combine. */
export const baseExamples: ExampleGroup = {
  name: 'base, as-of and sets',
  world: {
    timeZone: 'Europe/London',
    now: '2024-03-09',
    format: 'csv',
    customers: customerTable(
      [column('city', 'category')],
      [
        ['always', null, 'Seoul'],
        ['joined-before', '2024-03-09', 'Busan'],
        ['joined-at', '2024-03-10', 'Seoul'],
        ['joined-later', '2024-03-11', null],
        ['visited-at', '2024-03-10', 'Seoul'],
      ],
    ),
    events: [
      event(
        'visit',
        [],
        [
          visit('joined-later', '2024-03-09T12:00:00Z'),
          visit('stranger', '2024-03-09T23:59:59.999Z'),
          visit('stranger-at', '2024-03-10T00:00:00Z'),
          visit('visited-at', '2024-03-10T00:00:00Z'),
          [null, '2024-03-01T00:00:00Z', null],
          ['timeless', null, null],
        ],
      ),
    ],
  },
  examples: [
    {
      says: 'the base: in the table with since missing or before as-of, or with an event row before as-of',
      definition: { all: [] },
      members: ['always', 'joined-before', 'joined-later', 'stranger'],
    },
    { says: 'an empty any is nobody', definition: { any: [] }, members: [] },
    {
      says: 'not is the complement within the base',
      definition: { not: { customers: ['always'] } },
      members: ['joined-before', 'joined-later', 'stranger'],
    },
    {
      says: 'keys outside of the base, or of nobody, match nobody',
      definition: { customers: ['always', 'joined-at', 'stranger-at', 'nobody', ''] },
      members: ['always'],
    },
    { says: 'an empty list of customers is nobody', definition: { customers: [] }, members: [] },
    {
      says: 'a missing value matches no comparison; one known only by events has every source attribute missing',
      definition: { attribute: 'city', eq: 'Seoul' },
      members: ['always'],
    },
    {
      says: 'so a not of a comparison takes missing values in',
      definition: { not: { attribute: 'city', eq: 'Seoul' } },
      members: ['joined-before', 'joined-later', 'stranger'],
    },
    {
      says: 'only exists:false asks for missing values',
      definition: { attribute: 'city', exists: false },
      members: ['joined-later', 'stranger'],
    },
    {
      says: 'as-of is an exclusive end: rows and dates at the instant are not before it',
      definition: { all: [] },
      asOf: '2024-03-10T00:00:00.001Z',
      members: ['always', 'joined-at', 'joined-before', 'joined-later', 'stranger', 'stranger-at', 'visited-at'],
    },
    {
      says: 'an event at the as-of has not happened',
      definition: { event: 'visit' },
      members: ['joined-later', 'stranger'],
    },
    {
      says: 'attributes are those of the snapshot whatever the as-of; the base is cut at it',
      definition: { attribute: 'city', in: ['Seoul', 'Busan'] },
      asOf: '2024-03-09T00:00:00.000Z',
      members: ['always'],
    },
    {
      says: 'absence is within the base, too',
      definition: { event: 'visit', count: { lt: 1 } },
      members: ['always', 'joined-before'],
    },
  ],
};
