import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BitIndex, type CodeWidth, ShardWriter, writeManifest } from '@silhouette/bitslice';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VolumeReader } from '../../src/format/volume-reader.ts';
import { newKey } from '../world/make-expression.ts';
import { makeShards } from '../world/world.ts';
import { packCodes, withIndex } from '../world/write-shards.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bitslice-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A volume of one column of 600 places, each code of which is the greatest. */
function writeOne(mostCode: bigint, width: CodeWidth, isDictionary = false): void {
  const writer = new ShardWriter(dir, 'v', 600);
  const codes = packCodes(new Array<bigint>(600).fill(mostCode), width);
  writer.writeColumn('a', { codes, width, facts: { base: 0n, scale: 1n, mostCode, hasMissing: false } }, isDictionary);
  writer.finish();
}

function readShape(): unknown {
  const reader = new VolumeReader(dir, 'v');
  reader.close();
  return reader.segments[0]?.shape;
}

describe('a column is laid out by the bits of its greatest code', () => {
  it.each([
    [1n, 'slices', 1],
    [31n, 'slices', 5],
    [32n, 'codes', 1],
    [255n, 'codes', 1],
    [256n, 'codes', 2],
    [65_535n, 'codes', 2],
    [65_536n, 'slices', 17],
    [2n ** 40n, 'slices', 41],
    [2n ** 70n, 'slices', 71],
  ] as const)('%i', (mostCode, kind, size) => {
    const expected = kind === 'slices' ? { kind, bits: size } : { kind, width: size };
    // However wide the codes come.
    for (const width of [1, 2, 4, 8, 16] as const) {
      if (mostCode >= 1n << BigInt(width * 8)) continue;
      writeOne(mostCode, width);
      expect(readShape(), `${width} bytes`).toEqual(expected);
    }
  });

  it('but a dictionary of many values stays codes', () => {
    writeOne(65_536n, 4, true);
    expect(readShape()).toEqual({ kind: 'codes', width: 4 });
    writeOne(31n, 4, true);
    expect(readShape()).toEqual({ kind: 'slices', bits: 5 });
  });

  it('and codes that came wide are right when they are narrowed', async () => {
    for (const width of [2, 4, 8, 16] as const) {
      writeOne(300n, width);
      writeManifest(dir, { shards: [{ places: 600, volumes: ['v'] }], about: null });
      const index = await BitIndex.open(dir);
      try {
        const { results } = await index.ask({
          groups: [{ kind: 'everything' }],
          aggregates: [{ group: 0, aggregate: { kind: 'sum', column: 'a' } }],
        });
        expect(results).toEqual([{ kind: 'sum', present: 600, sum: 600n * 299n }]);
        expect(index.columns.get('a')?.isSmall).toBe(true);
      } finally {
        await index.close();
      }
    }
  });
});

describe('a set of values', () => {
  it('is one of values, not of codes, whatever the scale', async () => {
    for (const mostCode of [20n, 200n, 70_000n]) {
      const writer = new ShardWriter(dir, 'v', 600);
      // Values 7, 10, 13 …
      const codes = Uint32Array.from({ length: 600 }, (_, place) => place % 20);
      writer.writeColumn('a', { codes, width: 4, facts: { base: 7n, scale: 3n, mostCode, hasMissing: true } });
      writer.finish();
      writeManifest(dir, { shards: [{ places: 600, volumes: ['v'] }], about: null });
      const index = await BitIndex.open(dir);
      try {
        const count = async (values: number[]): Promise<number | undefined> =>
          (
            await index.ask({
              groups: [{ kind: 'values', column: 'a', test: { kind: 'set', values }, key: newKey() }],
              aggregates: [],
            })
          ).counts[0];
        expect(await count([7, 13])).toBe(60);
        expect(await count([0, 4, 8, 9, 11])).toBe(0);
      } finally {
        await index.close();
      }
    }
  });
});

describe('stored ranges', () => {
  it('say in which range each place lies; too many cuts and too wide codes are refused', async () => {
    const shards = makeShards(12, [513, 0, 40]);
    await withIndex(shards, async (folder) => {
      const columns = ['flag', 'tiny', 'byte', 'code', 'short', 'price', 'huge', 'nothing'].map((column) => {
        const { base = 0n, scale = 1n, mostCode = 0n } = shards[0]?.columns.get(column)?.spec ?? {};
        const at = (part: bigint): bigint => base + (scale * mostCode * part) / 10n;
        return { column, cuts: [base - 5n, at(2n), at(5n), at(5n), at(9n), at(10n) + 1n] };
      });
      const manifest = (volumes: readonly string[]) => ({
        about: null,
        shards: shards.map(({ places }, shard) => ({ places, volumes: volumes.map((name) => `${shard}.${name}`) })),
      });
      const index = await BitIndex.open(folder, { workers: 2 });
      try {
        const refused = { name: 'IndexError', code: 'too-large' };
        const cuts = Array.from({ length: 7 }, (_, cut) => BigInt(cut));
        await expect(index.writeRanges(() => 'x', [{ column: 'tiny', cuts }])).rejects.toMatchObject(refused);
        await expect(index.writeRanges(() => 'x', [{ column: 'street', cuts: [] }])).rejects.toMatchObject(refused);
        await index.writeRanges((shard) => `${shard}.ranges`, columns);
      } finally {
        await index.close();
      }
      writeManifest(folder, manifest(['columns', 'rows', 'ranges']));
      const again = await BitIndex.open(folder, { workers: 2 });
      try {
        expect(again.columns.get('price')?.hasStoredRanges).toBe(true);
        const { results } = await again.ask({
          groups: [{ kind: 'everything' }],
          aggregates: columns.map(({ column }) => ({ group: 0, aggregate: { kind: 'storedRanges', column } })),
        });
        for (const [number, { column, cuts }] of columns.entries()) {
          const counts = new Float64Array(cuts.length + 2);
          for (const value of shards.flatMap((shard) => shard.columns.get(column)?.values ?? [])) {
            const range = typeof value === 'bigint' ? 1 + cuts.filter((cut) => cut <= value).length : 0;
            counts[range] = (counts[range] ?? 0) + 1;
          }
          expect(results[number], column).toEqual({ kind: 'ranges', counts });
        }
      } finally {
        await again.close();
      }
    });
  });
});
