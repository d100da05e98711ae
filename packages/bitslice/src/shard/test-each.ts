import type { CodeInterval } from '../expression/normalise-intervals.ts';
import { gatherCodes } from './gather-values.ts';
import type { OpenColumn, Shard } from './shard.ts';

const PLACES_AT_ONCE = 65_536;

/** Sets in `out` the places whose code lies in one of many disjoint, ascending intervals: each is searched for. */
export function testEach(shard: Shard, column: OpenColumn, intervals: readonly CodeInterval[], out: number): void {
  for (let first = 0; first < column.places; first += PLACES_AT_ONCE) {
    const length = Math.min(PLACES_AT_ONCE, column.places - first);
    const positions = Array.from({ length }, (_, index) => first + index);
    const codes = gatherCodes(shard, column, positions);
    const view = shard.memory.bytes;
    codes.forEach((code, index) => {
      if (code === 0n || !isWithin(intervals, code)) return;
      const place = first + index;
      view[out + (place >> 3)] = (view[out + (place >> 3)] ?? 0) | (1 << (place & 7));
    });
  }
}

function isWithin(intervals: readonly CodeInterval[], code: bigint): boolean {
  let [low, high] = [0, intervals.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const interval = intervals[middle];
    if (interval === undefined) return false;
    if (code < interval.lo) high = middle - 1;
    else if (code > interval.hi) low = middle + 1;
    else return true;
  }
  return false;
}
