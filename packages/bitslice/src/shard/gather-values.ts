import { openColumnTexts } from './column-texts.ts';
import { codeAt, readCodes } from './read-codes.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';

/** Values of some places: a value of the column, a text of its own dictionary, or null. */
export type GatheredValues = readonly (bigint | string | null)[];

/** The values of a column at some positions of a shard. `asTexts`: through the column's own dictionary. */
export function gatherValues(shard: Shard, name: string, positions: readonly number[], asTexts: boolean): GatheredValues {
  const column = shard.openColumn(segmentNames.column(name), shard.places);
  const codes = gatherCodes(shard, column, positions);
  if (!asTexts) {
    const { base, scale } = column.facts;
    return codes.map((code) => (code === 0n ? null : base + scale * (code - 1n)));
  }
  const { texts, codes: dictionary } = openColumnTexts(shard, column.segment.name);
  const wanted = new Map<number, string | null>(codes.map((code) => [Number(code), null]));
  dictionary.forEach((code, index) => {
    if (wanted.has(code)) wanted.set(code, texts.read(index));
  });
  return codes.map((code) => (code === 0n ? null : (wanted.get(Number(code)) ?? null)));
}

/** Codes of a column at some positions, exact; 0 = missing. */
export function gatherCodes(shard: Shard, column: OpenColumn, positions: readonly number[]): bigint[] {
  const { shape } = column.segment;
  if (shape.kind === 'codes') {
    const reader = readCodes(shard.memory.buffer, column);
    return positions.map((position) => codeAt(reader, position));
  }
  if (shape.kind === 'blob') return [];
  const view = shard.memory.bytes;
  return positions.map((position) => {
    const at = column.at + (position >> 9) * shape.bits * 64 + ((position & 511) >> 3);
    let code = 0n;
    for (let slice = 0; slice < shape.bits; slice += 1) {
      if ((((view[at + slice * 64] ?? 0) >> (position & 7)) & 1) === 1) code |= 1n << BigInt(slice);
    }
    return code;
  });
}
