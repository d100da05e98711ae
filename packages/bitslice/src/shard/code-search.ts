import type { CodeInterval } from '../expression/normalise-intervals.ts';

/** Whether a code (below 2^53) lies in one of some disjoint, ascending intervals. */
export function compileCodeSearch(intervals: readonly CodeInterval[]): (code: number) => boolean {
  const lows = Float64Array.from(intervals, ({ lo }) => Number(lo));
  const highs = Float64Array.from(intervals, ({ hi }) => Number(hi));
  return (code) => {
    let [low, high] = [0, lows.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (code < (lows[middle] ?? 0)) high = middle - 1;
      else if (code > (highs[middle] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  };
}
