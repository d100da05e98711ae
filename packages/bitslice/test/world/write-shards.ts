import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Codes, type CodeWidth, type ColumnCodes, ShardWriter, writeManifest } from '@silhouette/bitslice';
import type { PlainColumn, PlainShard } from './world.ts';

/** Runs with the folder of an index that was written from plain arrays, which goes with it. */
export async function withIndex<T>(shards: readonly PlainShard[], run: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'bitslice-test-'));
  try {
    writeShards(dir, shards);
    return await run(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Writes an index: columns in one volume of each shard, labels and tables in another. */
function writeShards(dir: string, shards: readonly PlainShard[]): void {
  for (const [number, shard] of shards.entries()) {
    const writer = new ShardWriter(dir, `${number}.columns`, shard.places);
    for (const [name, column] of shard.columns) {
      const { codes, texts } = encodeColumn(column);
      if (texts !== null) writer.writeTextColumn(name, codes, texts);
      else writer.writeColumn(name, codes, column.spec.kind === 'dictionary');
    }
    writer.finish();
    const rest = new ShardWriter(dir, `${number}.rows`, shard.places);
    rest.writeLabels(shard.labels);
    for (const [name, table] of shard.tables) {
      const who = [...new Set(table.places)];
      const starts = [...who.map((place) => table.places.indexOf(place)), table.places.length];
      rest.writeTable(name, Uint32Array.from(who), Uint32Array.from(starts), table.occasions === 'ordered');
      for (const [field, column] of table.columns) {
        const { codes, texts } = encodeColumn(column);
        if (texts !== null) rest.writeRowTextColumn(name, field, codes, table.places.length, texts);
        else rest.writeRowColumn(name, field, codes, table.places.length);
      }
    }
    rest.finish();
  }
  const manifest = shards.map(({ places }, number) => ({ places, volumes: [`${number}.columns`, `${number}.rows`] }));
  writeManifest(dir, { shards: manifest, about: { made: 'by a test' } });
}

/** Codes of a column, and the texts of its own dictionary in the order in which they come. */
function encodeColumn({ spec, values }: PlainColumn): { codes: ColumnCodes; texts: string[] | null } {
  const numbers = new Map<string, bigint>();
  const codes = values.map((value) => {
    if (value === null) return 0n;
    if (typeof value === 'bigint') return (value - spec.base) / spec.scale + 1n;
    const known = numbers.get(value) ?? BigInt(numbers.size + 1);
    numbers.set(value, known);
    return known;
  });
  const mostCode = spec.kind === 'texts' ? BigInt(numbers.size) : spec.mostCode;
  const facts = { base: spec.base, scale: spec.scale, mostCode, hasMissing: values.includes(null) };
  return {
    codes: { codes: packCodes(codes, spec.width), width: spec.width, facts },
    texts: spec.kind === 'texts' ? [...numbers.keys()] : null,
  };
}

/** Codes of a width as typed arrays. */
export function packCodes(codes: readonly bigint[], width: CodeWidth): Codes {
  switch (width) {
    case 1:
      return Uint8Array.from(codes, Number);
    case 2:
      return Uint16Array.from(codes, Number);
    case 4:
      return Uint32Array.from(codes, Number);
    case 8:
      return BigUint64Array.from(codes);
    case 16:
      return BigUint64Array.from(codes.flatMap((code) => [BigInt.asUintN(64, code), code >> 64n]));
  }
}
