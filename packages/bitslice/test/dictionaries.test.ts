import { BitIndex, type MaskExpression } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { newKey } from './world/make-expression.ts';
import { evaluateNaively } from './world/naive-mask.ts';
import { Random } from './world/random.ts';
import type { PlainColumn, PlainShard } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

/** Two shards in which every value of a dictionary occurs: of the caller's (`number`), and of the shard's own (`text`). */
function makeDictionary(size: number): PlainShard[] {
  const random = new Random(size);
  return [0, 1].map((shard) => {
    const places = Math.max(600, size) + shard;
    const codes = Array.from({ length: places }, (_, place) =>
      place < size ? place : random.isOnceIn(5) ? null : random.below(size),
    );
    const spec = { base: 0n, scale: 1n, mostCode: BigInt(size), width: 4, missingOnceIn: 5 } as const;
    const columns: [string, PlainColumn][] = [
      ['number', { spec: { ...spec, kind: 'dictionary' }, values: codes.map((code) => (code === null ? null : BigInt(code))) }],
      ['text', { spec: { ...spec, kind: 'texts' }, values: codes.map((code) => (code === null ? null : nameOf(code))) }],
    ];
    return { places, labels: [], columns: new Map(columns), tables: new Map() };
  });
}

/** Texts whose order is not that of their numbers, of one to four bytes a character; one is empty. */
function nameOf(code: number): string {
  return code === 0 ? '' : `${['z', 'é', '가', '😀'][code % 4]}${code * 7919}`;
}

describe.each([1, 2, 255, 256, 257, 100_000])('a dictionary of %i values', (size) => {
  it('is searched and counted', async () => {
    const shards = makeDictionary(size);
    const random = new Random(1);
    const values = [...new Set([0, size - 1, size, size >> 1, ...Array.from({ length: 60 }, () => random.below(size))])];
    values.sort((a, b) => a - b);
    const texts = [...values.map(nameOf), 'not there', '\ud83d'];
    const groups: MaskExpression[] = [
      { kind: 'values', column: 'number', test: { kind: 'set', values: values.slice(0, 3) }, key: newKey() },
      { kind: 'values', column: 'number', test: { kind: 'set', values }, key: newKey() },
      { kind: 'values', column: 'text', test: { kind: 'texts', texts: texts.slice(0, 3) }, key: newKey() },
      { kind: 'values', column: 'text', test: { kind: 'texts', texts }, key: newKey() },
      { kind: 'values', column: 'text', test: { kind: 'missing' }, key: newKey() },
    ];
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir);
      try {
        expect(index.columns.get('number')?.isSmall).toBe(true);
        const { counts, results } = await index.ask({
          groups: [...groups, { kind: 'everything' }],
          aggregates: [
            { group: groups.length, aggregate: { kind: 'histogram', column: 'number' } },
            { group: groups.length, aggregate: { kind: 'lists', column: 'text' } },
          ],
        });
        groups.forEach((group, at) => {
          const expected = shards.map((shard) => evaluateNaively(group, shard).filter(Boolean).length);
          expect(counts[at], `group ${at}`).toBe(expected.reduce((sum, one) => sum + one, 0));
        });
        const expected = new Float64Array(size);
        for (const value of shards.flatMap((shard) => shard.columns.get('number')?.values ?? [])) {
          if (value !== null) expected[Number(value)] = (expected[Number(value)] ?? 0) + 1;
        }
        expect(results[0]).toEqual({ kind: 'histogram', base: 0n, counts: expected });
        const lists = results[1]?.kind === 'lists' ? results[1].counts : new Map<string, number>();
        expect(lists.size).toBe(size);
        expect(values.filter((value) => value < size).map((value) => lists.get(nameOf(value)))).toEqual(
          values.filter((value) => value < size).map((value) => expected[value]),
        );
        const known = await index.findTexts('text', null, texts);
        expect(known).toEqual(new Set(values.filter((value) => value < size).map(nameOf)));
        const places = [0, size >> 1, size - 1].map((position) => ({ shard: 1, position }));
        const columns = [
          { column: 'text', asTexts: true },
          { column: 'number', asTexts: false },
        ];
        expect(await index.gather(places, columns)).toEqual([
          places.map(({ position }) => nameOf(position)),
          places.map(({ position }) => BigInt(position)),
        ]);
      } finally {
        await index.close();
      }
    });
  });
});
