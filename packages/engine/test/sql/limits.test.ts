import { ChdbEngine, type PlainDefinition } from '@silhouette/engine';
import { askMembers, buildQuestion, type OpenWorld, storedEngine, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CUSTOMERS = 40;
const list = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));

const WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-06-30',
  format: 'csv',
  customers: {
    hasSince: false,
    attributes: [
      { id: 'code', type: 'category', decimals: 0, order: null },
      { id: 'size', type: 'number', decimals: 2, order: null },
      { id: 'day', type: 'date', decimals: 0, order: null },
      { id: 'at', type: 'datetime', decimals: 0, order: null },
      { id: 'tags', type: 'tags', decimals: 0, order: null },
    ],
    rows: list(CUSTOMERS, (index) => {
      const day = `2000-02-${String((index % 28) + 1).padStart(2, '0')}`;
      return { key: `k${index}`, since: null, values: [`v${index}`, `${index}.25`, day, `${day}T12:00:00Z`, [`t${index}`]] };
    }),
  },
  events: [
    {
      id: 'visit',
      hasOccasion: false,
      viaView: false,
      fields: [{ id: 'amount', type: 'number', decimals: 2, order: null }],
      rows: list(CUSTOMERS * 5, (index) => ({
        customer: `k${index % CUSTOMERS}`,
        at: `2024-06-${String((index % 28) + 1).padStart(2, '0')}T10:00:00`,
        occasion: null,
        values: [String(index)],
      })),
    },
  ],
};

describe('the largest definitions that are legal', () => {
  let open: OpenWorld;
  beforeAll(async () => {
    open = await storedEngine('chdb', (session) => new ChdbEngine(session)).open(WORLD);
  });
  afterAll(() => open.close());
  const count = async (definition: PlainDefinition): Promise<number> =>
    (await open.engine.count(buildQuestion(open, definition))).count;

  it('100,000 values in any list', async () => {
    const many = 100_000;
    expect(await count({ attribute: 'code', in: list(many, (index) => `v${index * 2}`) })).toBe(20);
    expect(await count({ attribute: 'size', in: list(many, (index) => `${index * 2}.25`) })).toBe(20);
    expect(await count({ attribute: 'tags', containsAny: list(many, (index) => `t${index * 2}`) })).toBe(20);
    expect(await count({ customers: list(many, (index) => `k${index * 2}`) })).toBe(20);
    const days = list(3000, (index) => new Date(Date.UTC(2000, 1, 1) + index * 2 * 86_400_000).toISOString().slice(0, 10));
    expect(await count({ attribute: 'day', in: days })).toBe(20);
    expect(await count({ attribute: 'at', in: days })).toBe(20);
    expect(await count({ event: 'visit', avg: { field: 'amount', in: list(many, (index) => `${index * 2}`) } })).toBe(20);
  });

  it('9,999 conditions', async () => {
    expect(await count({ any: list(9_998, (index) => ({ attribute: 'size', eq: `${index * 2}.25` })) })).toBe(20);
  });

  it('hundreds of measures of one event, more than are named', async () => {
    const conditions = list(300, (index) => ({ event: 'visit', where: [{ field: 'amount', eq: index }], count: { lt: 1 } }));
    expect(await askMembers(open, { all: conditions.slice(0, 39) })).toEqual(['k39']);
    expect(await count({ any: conditions })).toBe(CUSTOMERS);
    expect(await count({ all: conditions })).toBe(0);
  });

  it('200 levels', async () => {
    let definition: PlainDefinition = { event: 'visit', sum: { field: 'amount', gt: 450 } };
    for (let level = 0; level < 198; level += 1) {
      definition =
        level % 3 === 0
          ? { not: definition }
          : level % 3 === 1
            ? { all: [definition, { attribute: 'size', gt: -1 }] }
            : { any: [definition, { attribute: 'size', lt: -1 }] };
    }
    // 66 times not: the condition itself. Sums are 400 + 5 x customer.
    expect(await count(definition)).toBe(29);
  });

  it('a sequence of 200 steps', async () => {
    expect(await count({ sequence: list(6, () => ({ event: 'visit' })) })).toBe(0);
    expect(await count({ sequence: list(5, () => ({ event: 'visit' })) })).toBe(CUSTOMERS);
    expect(await count({ sequence: list(200, () => ({ event: 'visit' })) })).toBe(0);
  });
});
