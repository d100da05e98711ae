/** Where percentile `p` (0-1) of `n` sorted values stands: element floor(p * n), as ClickHouse's `quantileExact`. `n` at least 1. */
export function percentileIndex(n: number, p: number): number {
  return Math.min(Math.floor(p * n), n - 1);
}

/** Where the lower middle of `n` sorted values stands. `n` at least 1. */
export function medianIndex(n: number): number {
  return Math.floor((n - 1) / 2);
}

/** Percentiles between which a histogram's bins are chosen. */
export const BIN_PERCENTILES = { low: 0.01, high: 0.99 } as const;
