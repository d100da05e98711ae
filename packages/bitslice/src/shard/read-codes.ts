import type { OpenColumn } from './shard.ts';

/** Codes of a column of codes up to 8 bytes wide as numbers or `bigint`s; 16 bytes as `bigint`. A view for this step. */
export type CodeReader =
  | { readonly kind: 'small'; readonly codes: Uint8Array | Uint16Array | Uint32Array }
  | { readonly kind: 'wide'; readonly read: (place: number) => bigint };

/** How to read a column's codes, place by place. @throws TypeError for slices */
export function readCodes(buffer: ArrayBuffer, column: OpenColumn): CodeReader {
  const { shape } = column.segment;
  if (shape.kind !== 'codes') throw new TypeError(`"${column.segment.name}" is kept in slices, not in codes.`);
  switch (shape.width) {
    case 1:
      return { kind: 'small', codes: new Uint8Array(buffer, column.at, column.places) };
    case 2:
      return { kind: 'small', codes: new Uint16Array(buffer, column.at, column.places) };
    case 4:
      return { kind: 'small', codes: new Uint32Array(buffer, column.at, column.places) };
    case 8: {
      const codes = new BigUint64Array(buffer, column.at, column.places);
      return { kind: 'wide', read: (place) => codes[place] ?? 0n };
    }
    case 16: {
      const codes = new BigUint64Array(buffer, column.at, column.places * 2);
      return { kind: 'wide', read: (place) => (codes[place * 2] ?? 0n) | ((codes[place * 2 + 1] ?? 0n) << 64n) };
    }
  }
}

/** The code of a place, exact. */
export function codeAt(reader: CodeReader, place: number): bigint {
  return reader.kind === 'small' ? BigInt(reader.codes[place] ?? 0) : reader.read(place);
}
