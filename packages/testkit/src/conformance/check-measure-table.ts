import type { PlainObject } from '@silhouette/engine';
import { expect } from 'vitest';
import type { World } from '../world/world.ts';
import { askMembers, type EngineUnderTest } from './engine-under-test.ts';
import { readItems, readTable, unquoteItem } from './read-tables.ts';

/** Holds an engine to the table of measures: each history is a customer, whose rows are a day apart. */
export async function checkMeasureTable(subject: EngineUnderTest, markdown: string): Promise<number> {
  const lines = readTable(markdown, 'measures').map((line) => ({
    // The table writes conditions as JSON objects.
    condition: JSON.parse(unquoteItem(line.condition ?? '') ?? '') as PlainObject,
    holds: readItems(line['holds for'] ?? ''),
    fails: readItems(line['does not hold for'] ?? ''),
  }));
  const histories = [...new Set(lines.flatMap(({ holds, fails }) => [...holds, ...fails]))];
  const open = await subject.open(buildWorld(histories));
  try {
    for (const { condition, holds, fails } of lines) {
      const asked = new Set([...holds, ...fails]);
      const ask = async (definition: PlainObject): Promise<string[]> =>
        (await askMembers(open, definition)).filter((key) => asked.has(key)).sort();
      const definition = { event: 'purchase', ...condition };
      expect(await ask(definition), JSON.stringify(condition)).toEqual([...holds].sort());
      expect(await ask({ not: definition }), `not ${JSON.stringify(condition)}`).toEqual([...fails].sort());
    }
  } finally {
    await open.close();
  }
  return lines.length;
}

function buildWorld(histories: readonly string[]): World {
  return {
    timeZone: 'Asia/Seoul',
    now: '2024-06-30',
    format: 'csv',
    customers: {
      hasSince: false,
      attributes: [],
      rows: histories.map((key) => ({ key, since: null, values: [] })),
    },
    events: [
      {
        id: 'purchase',
        hasOccasion: true,
        viaView: false,
        fields: [{ id: 'amount', type: 'number', decimals: 2, order: null }],
        rows: histories.flatMap((key) =>
          (unquoteItem(key) ?? '')
            .split(' ')
            .filter((row) => row !== '')
            .map((row, index) => {
              const [amount = '-', occasion = null] = row.split('/');
              return {
                customer: key,
                at: `2024-06-${String(index + 1).padStart(2, '0')}T10:00:00`,
                occasion,
                values: [amount === '-' ? null : amount],
              };
            }),
        ),
      },
    ],
  };
}
