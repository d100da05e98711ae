import { type Decimal, normaliseDecimal } from './decimal.ts';

/** One bin of a number panel, [from, to); null = open. */
export interface NumberBin {
  readonly from: Decimal | null;
  readonly to: Decimal | null;
}

/** Where values allow no more: the smallest step, in units, and how many bins there are at least. */
interface BinLimits {
  readonly leastStep?: bigint;
  readonly leastBins?: number;
}

/** Most bins of a histogram. With steps of 1, 2 and 5 the smallest step that keeps to it gives at least 10, where the values' own step allows. */
export const MAX_BINS = 25;

/**
 * Bins of a number attribute: the smallest step of 1, 2 or 5 x 10^k that cuts what lies between the 1st and the 99th
 * percentile into at most 25 bins that begin at multiples of the step. The first and the last bin are open, so that
 * every value has a bin. 10 to 25 bins, fewer where the attribute's decimals allow no smaller step (1 to 5 stars).
 *
 * `p1` and `p99` are units of 10^-`decimals`; `p1` is not above `p99`. The smallest step is one unit, and one bin is enough, unless
 * told otherwise.
 */
export function chooseNumberBins(
  p1: bigint,
  p99: bigint,
  decimals: number,
  { leastStep = 1n, leastBins = 1 }: BinLimits = {},
): readonly NumberBin[] {
  const step = chooseStep(p1, p99, leastStep);
  const first = divideDown(p1, step);
  const [reached, least] = [divideDown(p99, step), first + BigInt(leastBins - 1)];
  const last = reached > least ? reached : least;
  const bins: NumberBin[] = [];
  for (let index = first; index <= last; index += 1n) {
    bins.push({
      from: index === first ? null : normaliseDecimal(index * step, decimals),
      to: index === last ? null : normaliseDecimal((index + 1n) * step, decimals),
    });
  }
  return bins;
}

function chooseStep(p1: bigint, p99: bigint, least: bigint): bigint {
  for (let power = least; ; power *= 10n) {
    for (const factor of [1n, 2n, 5n]) {
      const step = factor * power;
      if (divideDown(p99, step) - divideDown(p1, step) < BigInt(MAX_BINS)) return step;
    }
  }
}

function divideDown(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
