import {
  type PlainDefinition,
  parseDefinition,
  type ReferenceData,
  ReferenceEngine,
  randomAsOfs,
  randomDefinitions,
  sampleValues,
  verifyDefinitions,
} from '@silhouette/engine';
import { referenceInMemory, toReferenceData, type World, worldArbitrary } from '@silhouette/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function drawWorld(seed: number): World {
  const [world] = fc.sample(worldArbitrary(), { seed, numRuns: 1 });
  if (world === undefined) throw new Error('No world was drawn.');
  return world;
}

function draw(data: ReferenceData, seed: number, n: number): Promise<readonly PlainDefinition[]> {
  return randomDefinitions(data.catalog, sampleValues(data, seed), seed, n);
}

describe('randomDefinitions', () => {
  it('repeats a seed exactly, and begins alike whatever the number', async () => {
    const data = toReferenceData(drawWorld(3));
    const definitions = await draw(data, 5, 50);
    expect(await draw(toReferenceData(drawWorld(3)), 5, 50)).toEqual(definitions);
    expect(await draw(data, 5, 20)).toEqual(definitions.slice(0, 20));
    expect(await draw(data, 6, 50)).not.toEqual(definitions);
  });

  it('writes definitions that parse, of every kind', async () => {
    const words = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const data = toReferenceData(drawWorld(seed));
      for (const definition of await draw(data, seed, 150)) {
        expect(() => parseDefinition(definition, data.catalog), JSON.stringify(definition)).not.toThrow();
        for (const [, word] of JSON.stringify(definition).matchAll(/"([a-zA-Z]+)":/g)) words.add(word ?? '');
      }
    }
    const expected = [
      ...['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'containsAny'],
      ...[
        'all',
        'any',
        'not',
        'attribute',
        'event',
        'sequence',
        'customers',
        'gap',
        'where',
        'within',
        'per',
        'exists',
        'anniversary',
      ],
      ...['count', 'days', 'recency', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last', 'top'],
      ...['from', 'to', 'ago', 'calendar', 'next', 'offset'],
    ];
    expect([...words]).toEqual(expect.arrayContaining(expected));
  });

  it('finds neither nobody nor everyone too often', async () => {
    const open = await referenceInMemory.open(drawWorld(4));
    const data = toReferenceData(drawWorld(4));
    let telling = 0;
    const definitions = await draw(data, 1, 200);
    for (const definition of definitions) {
      const { count, base } = await open.engine.count({
        snapshot: open.snapshot,
        asOfMs: open.snapshot.asOfMs,
        predicate: parseDefinition(definition, data.catalog),
      });
      if (count > 0 && count < base) telling += 1;
    }
    expect(telling).toBeGreaterThan(60);
  });
});

describe('verifyDefinitions', () => {
  it('finds no difference between two of the same, and tells one by its keys', async () => {
    const world = drawWorld(4);
    const data = toReferenceData(world);
    const { snapshot, engine } = await referenceInMemory.open(world);
    const definitions = await draw(data, 2, 60);
    const asOfs = await randomAsOfs(data.catalog, sampleValues(data, 2), data.asOfMs, 2, 4);
    const progress: number[] = [];
    const same = await verifyDefinitions({
      engines: [engine, new ReferenceEngine(async () => toReferenceData(world))],
      snapshot,
      definitions,
      asOfs,
      onProgress: (checked) => progress.push(checked),
    });
    expect(same).toEqual({ checked: 60, different: 0, differences: [] });
    expect(progress).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));

    const poorer: World = {
      ...world,
      customers: world.customers && { ...world.customers, rows: world.customers.rows.slice(1) },
      events: world.events.map((event) => ({ ...event, rows: [] })),
    };
    const other = new ReferenceEngine(async () => toReferenceData(poorer));
    const { different, differences } = await verifyDefinitions({
      engines: [engine, other],
      snapshot,
      definitions: [{ all: [] }, { any: [] }],
      asOfs: [data.asOfMs],
    });
    expect(different).toBe(2);
    expect(differences[0]?.onlyIn[0].length).toBeGreaterThan(0);
    expect(differences[0]?.counts[0]).toBeGreaterThan(differences[0]?.counts[1] ?? 0);
    expect(differences[1]?.problem).toMatch(/^base \d+ and \d+$/);
  });
});
