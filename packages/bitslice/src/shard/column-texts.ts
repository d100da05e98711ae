import type { Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';
import { SortedTexts, sortTexts } from './sorted-texts.ts';

/** The dictionary of a column that has one of its own; views hold for this step. @throws IndexError `unknown-column` */
export function openColumnTexts(shard: Shard, column: string): { readonly texts: SortedTexts; readonly codes: Uint32Array } {
  const ends = shard.cache.describe(segmentNames.textEnds(column));
  const bytes = shard.cache.describe(segmentNames.textBytes(column));
  const endsAt = shard.cache.load(ends.name);
  const bytesAt = shard.cache.load(bytes.name);
  const codesAt = shard.cache.load(segmentNames.textCodes(column));
  const length = ends.bytes / 4;
  return {
    texts: new SortedTexts(
      shard.memory.bytes.subarray(bytesAt, bytesAt + bytes.bytes),
      new Uint32Array(shard.memory.buffer, endsAt, length),
    ),
    codes: new Uint32Array(shard.memory.buffer, codesAt, length),
  };
}

/** Codes of the texts that the column has. */
export function findTextCodes(shard: Shard, column: string, wanted: readonly string[]): number[] {
  const { texts, codes } = openColumnTexts(shard, column);
  const found: number[] = [];
  texts.meet(sortTexts(wanted), (place) => found.push(codes[place] ?? 0));
  return found;
}

/** Codes of the lists that have, for each list of `each`, one of its texts. A list is kept as its JSON text. */
export function findListCodes(shard: Shard, column: string, each: readonly (readonly string[])[]): number[] {
  const { texts, codes } = openColumnTexts(shard, column);
  const wanted = each.map((list) => new Set(list));
  const found: number[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    const list = readList(texts.read(index));
    if (wanted.every((one) => list.some((text) => one.has(text)))) found.push(codes[index] ?? 0);
  }
  return found;
}

/** The texts of a list that was written as JSON. */
function readList(text: string): readonly string[] {
  // Written by the builder, checked by CRC.
  return JSON.parse(text) as readonly string[];
}

/** By code (from 1; 0 is empty): where its text stands in the order of texts. */
export function rankCodes(shard: Shard, column: string): Uint32Array {
  const { codes } = openColumnTexts(shard, column);
  const ranks = new Uint32Array(codes.length + 1);
  codes.forEach((code, rank) => {
    ranks[code] = rank + 1;
  });
  return ranks;
}
