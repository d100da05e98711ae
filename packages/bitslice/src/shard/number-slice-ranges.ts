import { paddedPlaces } from '../format/segment.ts';
import { writeBits } from './mask-bits.ts';
import type { OpenColumn, Shard } from './shard.ts';

/**
 * Numbers the range between cuts of every place of a column of `bits` slices, as `outBits` slices at `out` (zeros). Cuts are codes,
 * ascending; one past the largest code is reached by nobody and cannot be written in the column's bits.
 */
export function numberSliceRanges(
  shard: Shard,
  column: OpenColumn,
  bits: number,
  cuts: readonly bigint[],
  out: number,
  outBits: number,
): void {
  const usable = cuts.map((code) => (code < 1n ? 1n : code)).filter((code) => code <= column.facts.mostCode);
  const bounds = new Uint8Array(Math.max(1, usable.length * bits));
  for (const [index, code] of usable.entries()) bounds.set(writeBits(code, bits), index * bits);
  const at = shard.put(bounds);
  shard.kernels.sliceRanges(column.at, bits, paddedPlaces(shard.places) / 512, at, usable.length, out, outBits);
}
