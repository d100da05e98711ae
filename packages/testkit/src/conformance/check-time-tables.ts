import type { PlainObject } from '@silhouette/engine';
import { expect } from 'vitest';
import type { World } from '../world/world.ts';
import { askMembers, type EngineUnderTest } from './engine-under-test.ts';
import { readTable, type TableLine, unquoteItem } from './read-tables.ts';

/** Holds an engine to the table of windows: rows stand on both sides of each edge. */
export async function checkWindowTable(subject: EngineUnderTest, markdown: string): Promise<number> {
  const lines = readTable(markdown, 'windows');
  for (const [zone, group] of groupByZone(lines)) {
    const edges = group.flatMap((line) => [line.start, line.end].flatMap((edge) => (edge ? [Date.parse(edge)] : [])));
    const instants = [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))];
    const open = await subject.open(buildWorld(zone, instants));
    try {
      for (const line of group) {
        // The table writes windows as JSON objects.
        const within = JSON.parse(unquoteItem(line.window ?? '') ?? '') as PlainObject;
        const asOfMs = Date.parse(line['as-of'] ?? '');
        const startMs = line.start ? Date.parse(line.start) : Number.NEGATIVE_INFINITY;
        const endMs = Date.parse(line.end ?? '');
        const expected = instants.filter((atMs) => atMs >= startMs && atMs < endMs).map(String);
        const told = `${zone} as of ${line['as-of']} ${JSON.stringify(within)}`;
        const rows = await askMembers(open, { event: 'visit', within }, asOfMs);
        expect([...rows].sort(), told).toEqual(expected.toSorted());
      }
    } finally {
      await open.close();
    }
  }
  return lines.length;
}

/** Holds an engine to the table of recency. */
export async function checkRecencyTable(subject: EngineUnderTest, markdown: string): Promise<number> {
  const lines = readTable(markdown, 'recency');
  for (const [zone, group] of groupByZone(lines)) {
    const open = await subject.open(buildWorld(zone, [...new Set(group.map((line) => Date.parse(line['last row'] ?? '')))]));
    try {
      for (const line of group) {
        const key = String(Date.parse(line['last row'] ?? ''));
        const recency = Number(line.recency);
        const ask = async (comparison: PlainObject): Promise<boolean> => {
          const definition = { event: 'visit', recency: { unit: line.unit ?? '', ...comparison } };
          return (await askMembers(open, definition, Date.parse(line['as-of'] ?? ''))).includes(key);
        };
        const told = JSON.stringify(line);
        expect(await ask({ eq: recency }), told).toBe(true);
        expect(await ask({ lt: recency }), told).toBe(false);
        expect(await ask({ gt: recency }), told).toBe(false);
      }
    } finally {
      await open.close();
    }
  }
  return lines.length;
}

function groupByZone(lines: readonly TableLine[]): ReadonlyMap<string, readonly TableLine[]> {
  const groups = new Map<string, TableLine[]>();
  for (const line of lines) groups.set(line.zone ?? '', [...(groups.get(line.zone ?? '') ?? []), line]);
  return groups;
}

/** A customer for each instant, with one row at it. */
function buildWorld(timeZone: string, instants: readonly number[]): World {
  return {
    timeZone,
    now: '2025-01-01',
    format: 'csv',
    customers: null,
    events: [
      {
        id: 'visit',
        hasOccasion: false,
        viaView: false,
        fields: [],
        rows: instants.map((atMs) => ({
          customer: String(atMs),
          at: new Date(atMs).toISOString(),
          occasion: null,
          values: [],
        })),
      },
    ],
  };
}
