import type { PlainObject } from '@silhouette/engine';
import type { ValueType } from '@silhouette/model';
import { VALUE_TYPES } from '@silhouette/model';
import { expect } from 'vitest';
import type { World, WorldColumn, WorldValue } from '../world/world.ts';
import { askMembers, type EngineUnderTest } from './engine-under-test.ts';
import { readItems, readTable, unquoteItem } from './read-tables.ts';

interface Line {
  readonly type: ValueType;
  readonly test: PlainObject;
  readonly holds: readonly string[];
  readonly fails: readonly string[];
}

/**
 * Holds an engine to the table of comparisons: each value is a customer with one event row, and each test is asked of
 * the attribute, of the row's field, and turned round by `not`.
 */
export async function checkComparisonTable(subject: EngineUnderTest, markdown: string): Promise<number> {
  const lines = readTable(markdown, 'comparisons').map(readLine);
  const open = await subject.open(buildWorld(lines));
  try {
    for (const { type, test, holds, fails } of lines) {
      const asked = new Set([...holds, ...fails].map((item) => keyOf(type, item)));
      const expected = holds.map((item) => keyOf(type, item)).sort();
      const rest = fails.map((item) => keyOf(type, item)).sort();
      const ask = async (definition: PlainObject): Promise<string[]> =>
        (await askMembers(open, definition)).filter((key) => asked.has(key)).sort();
      const told = `${type} ${JSON.stringify(test)}`;
      const attribute = { attribute: type, ...test };
      const row = { event: 'row', where: [{ field: type, ...test }] };
      expect(await ask(attribute), `${told} of an attribute`).toEqual(expected);
      expect(await ask({ not: attribute }), `not ${told} of an attribute`).toEqual(rest);
      expect(await ask(row), `${told} of a field`).toEqual(expected);
      expect(await ask({ event: 'row', where: [{ not: { field: type, ...test } }] }), `not ${told} of a field`).toEqual(rest);
    }
  } finally {
    await open.close();
  }
  return lines.length;
}

function readLine(line: Readonly<Record<string, string>>): Line {
  const type = VALUE_TYPES.find((name) => name === line.type);
  const test = unquoteItem(line.test ?? '');
  if (type === undefined || test === null) throw new RangeError(`A line of the table cannot be read: ${JSON.stringify(line)}`);
  // The table writes tests as JSON objects.
  return {
    type,
    test: JSON.parse(test) as PlainObject,
    holds: readItems(line['holds for'] ?? ''),
    fails: readItems(line['does not hold for'] ?? ''),
  };
}

function keyOf(type: ValueType, item: string): string {
  return `${type} ${item}`;
}

function buildWorld(lines: readonly Line[]): World {
  const columns = VALUE_TYPES.map(
    (type): WorldColumn => ({ id: type, type, decimals: type === 'number' ? 2 : 0, order: null }),
  );
  const customers = new Map<string, readonly WorldValue[]>();
  for (const { type, holds, fails } of lines) {
    for (const item of [...holds, ...fails]) {
      customers.set(
        keyOf(type, item),
        VALUE_TYPES.map((column) => (column === type ? readCell(type, item) : null)),
      );
    }
  }
  const rows = [...customers].map(([key, values]) => ({ key, values }));
  return {
    timeZone: 'Europe/London',
    now: '2025-01-01',
    format: 'csv',
    customers: { hasSince: false, attributes: columns, rows: rows.map((row) => ({ ...row, since: null })) },
    events: [
      {
        id: 'row',
        hasOccasion: false,
        viaView: false,
        fields: columns,
        rows: rows.map(({ key, values }) => ({ customer: key, at: '2024-06-01T12:00:00Z', occasion: null, values })),
      },
    ],
  };
}

function readCell(type: ValueType, item: string): WorldValue {
  const text = unquoteItem(item);
  // `""` is the empty text, which is missing.
  if (text === null || text === '""') return null;
  const value = text.replace(/\\u([0-9a-f]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return type === 'tags' ? value.split(';') : value;
}
