import type { World } from '@silhouette/testkit';

/** Five customers in Seoul: a, b and c have rows, d has none, e is known by a row only. */
export const TINY_WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-06-30',
  format: 'csv',
  customers: {
    hasSince: true,
    attributes: [
      { id: '등급', type: 'category', decimals: 0, order: null },
      { id: 'age', type: 'number', decimals: 1, order: null },
      { id: 'born', type: 'date', decimals: 0, order: null },
      { id: 'seen', type: 'datetime', decimals: 0, order: null },
      { id: 'app', type: 'boolean', decimals: 0, order: null },
      { id: 'likes`\\', type: 'tags', decimals: 0, order: null },
    ],
    rows: [
      { key: 'a', since: null, values: ['VIP', '30.5', '1996-02-29', '2024-06-29T15:00:00Z', 'true', ['수분', 'x']] },
      { key: 'b', since: '2020-01-01', values: ['GOLD', '41', '1990-07-01', '2024-06-28T14:59:59.999Z', 'false', ['x']] },
      { key: 'c', since: '2024-06-30', values: [null, null, null, null, null, null] },
      { key: 'd', since: null, values: ['VIP', '-3', '2024-06-30', '1900-01-01T00:00:00Z', null, ['y']] },
    ],
  },
  events: [
    {
      id: 'purchase',
      hasOccasion: true,
      viaView: false,
      fields: [
        { id: 'amount', type: 'number', decimals: 2, order: null },
        { id: 'brand', type: 'category', decimals: 0, order: null },
      ],
      rows: [
        { customer: 'a', at: '2024-06-01T10:00:00', occasion: 'o1', values: ['1.00', 'Sol'] },
        { customer: 'a', at: '2024-06-01T10:00:00', occasion: 'o1', values: ['0.00', 'Luna'] },
        { customer: 'a', at: '2024-06-20T10:00:00', occasion: 'o2', values: [null, 'Luna'] },
        { customer: 'a', at: '2024-06-25T10:00:00', occasion: 'o3', values: ['0.00', null] },
        { customer: 'b', at: '2024-01-31T23:00:00', occasion: 'o4', values: ['-99999.99', 'Sol'] },
        { customer: 'c', at: '2024-06-29T00:00:00', occasion: null, values: [null, 'Sol'] },
        { customer: 'e', at: '2024-03-01T00:00:00', occasion: 'o5', values: ['50000', 'Sol'] },
      ],
    },
    {
      id: 'visit',
      hasOccasion: false,
      viaView: true,
      fields: [{ id: 'shop', type: 'category', decimals: 0, order: null }],
      rows: [
        { customer: 'a', at: '2024-06-02T10:00:00', occasion: null, values: ['서울'] },
        { customer: 'b', at: '2024-02-29T23:00:00', occasion: null, values: ['부산'] },
        { customer: 'b', at: '2024-02-29T23:00:00', occasion: null, values: ['서울'] },
      ],
    },
  ],
};
