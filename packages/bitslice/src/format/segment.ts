/**
 * How a segment's bytes are laid out. `slices`: `[block of 512 places][slice][64 bytes]`; `codes`: an unsigned integer a place,
 * little endian, padded with zeros to a multiple of 512 places; `blob`: bytes as the writer made them.
 */
export type SegmentShape =
  | { readonly kind: 'slices'; readonly bits: number }
  | { readonly kind: 'codes'; readonly width: CodeWidth }
  | { readonly kind: 'blob' };

/** Bytes of a code. */
export type CodeWidth = 1 | 2 | 4 | 8 | 16;

/**
 * What the codes of a column stand for: code 0 = missing, else value = base + scale * (code - 1). Base and scale are the same
 * in every shard.
 */
export interface ColumnFacts {
  readonly base: bigint;
  /** At least 1. */
  readonly scale: bigint;
  /**
   * At least the largest code that occurs; 0 when every value is missing. The same in every shard where quantiles, extremes and
   * ranges are wanted: it decides the layout.
   */
  readonly mostCode: bigint;
  /** Whether some value is missing. */
  readonly hasMissing: boolean;
}

/** One piece of a volume file. */
export interface Segment {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  /** CRC-32 of the bytes. */
  readonly crc: number;
  readonly shape: SegmentShape;
  /** Null for blobs. */
  readonly facts: ColumnFacts | null;
}

/** Places of a block of slices. */
const BLOCK_PLACES = 512;

/** Bytes of a mask over so many places: whole blocks of 512 bits. */
export function maskBytes(places: number): number {
  return Math.ceil(places / BLOCK_PLACES) * (BLOCK_PLACES / 8);
}

/** Places with the padding that columns have. */
export function paddedPlaces(places: number): number {
  return Math.ceil(places / BLOCK_PLACES) * BLOCK_PLACES;
}

/** Slices needed for a largest code; at least 1. */
export function bitsFor(mostCode: bigint): number {
  return Math.max(1, mostCode.toString(2).length);
}
