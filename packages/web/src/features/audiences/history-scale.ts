/** A round number at or above every count, and the lines of the axis from 0 to it. */
export interface CountAxis {
  readonly top: number;
  readonly lines: readonly number[];
}

/** Lines aimed at between 0 and the top. */
const LINES = 4;

/** The axis of counts: from 0, so that heights compare as the counts do, in steps of 1, 2 or 5 × 10^k. */
export function makeCountAxis(counts: readonly number[]): CountAxis {
  const largest = Math.max(1, ...counts);
  const rough = largest / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  // Customers are whole: no line stands between two.
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const steps = Math.ceil(largest / step);
  return { top: steps * step, lines: Array.from({ length: steps + 1 }, (_, index) => index * step) };
}
