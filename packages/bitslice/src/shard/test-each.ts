import type { CodeInterval } from '../expression/normalise-intervals.ts';
import { compileCodeSearch } from './code-search.ts';
import { gatherCodes } from './gather-values.ts';
import type { OpenColumn, Shard } from './shard.ts';

const PLACES_AT_ONCE = 65_536;
/** Codes below this are exact as numbers. */
const SAFE_NUMBER = 2n ** 53n;

/** Sets in `out` the places whose code lies in one of many disjoint, ascending intervals: each code is searched for. */
export function testEach(shard: Shard, column: OpenColumn, intervals: readonly CodeInterval[], out: number): void {
  if (column.facts.mostCode < SAFE_NUMBER) testNumbers(shard, column, intervals, out);
  else testLarge(shard, column, intervals, out);
}

function testNumbers(shard: Shard, column: OpenColumn, intervals: readonly CodeInterval[], out: number): void {
  const isWithin = compileCodeSearch(intervals);
  const { shape } = column.segment;
  const isSlices = shape.kind === 'slices';
  const positions = isSlices ? shard.temporary(4 * PLACES_AT_ONCE) : 0;
  const gathered = isSlices ? shard.temporary(8 * PLACES_AT_ONCE) : 0;
  // Nothing is allocated from here on.
  const { buffer } = shard.memory;
  const view = shard.memory.bytes;
  for (let first = 0; first < column.places; first += PLACES_AT_ONCE) {
    const length = Math.min(PLACES_AT_ONCE, column.places - first);
    if (isSlices) {
      const asked = new Uint32Array(buffer, positions, length);
      for (let index = 0; index < length; index += 1) asked[index] = first + index;
      shard.kernels.sliceGather(column.at, shape.bits, positions, length, gathered);
    }
    // Each code as two words, the lower first.
    const words = new Uint32Array(buffer, isSlices ? gathered : column.at + 8 * first, 2 * length);
    for (let index = 0; index < length; index += 1) {
      const code = (words[2 * index] ?? 0) + (words[2 * index + 1] ?? 0) * 2 ** 32;
      if (code === 0 || !isWithin(code)) continue;
      const place = first + index;
      view[out + (place >> 3)] = (view[out + (place >> 3)] ?? 0) | (1 << (place & 7));
    }
  }
}

function testLarge(shard: Shard, column: OpenColumn, intervals: readonly CodeInterval[], out: number): void {
  for (let first = 0; first < column.places; first += PLACES_AT_ONCE) {
    const length = Math.min(PLACES_AT_ONCE, column.places - first);
    const positions = Array.from({ length }, (_, index) => first + index);
    const codes = gatherCodes(shard, column, positions);
    const view = shard.memory.bytes;
    codes.forEach((code, index) => {
      if (code === 0n || !intervals.some(({ lo, hi }) => code >= lo && code <= hi)) return;
      const place = first + index;
      view[out + (place >> 3)] = (view[out + (place >> 3)] ?? 0) | (1 << (place & 7));
    });
  }
}
