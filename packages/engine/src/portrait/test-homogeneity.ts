import { logUpperGamma } from './log-upper-gamma.ts';

/** Two disjoint groups spread over the same parts: a place for each part, and one part for each customer. */
export interface SpreadTable {
  readonly own: readonly number[];
  readonly other: readonly number[];
}

/** Pearson's chi-squared test of whether two groups are spread alike. */
export interface HomogeneityTest {
  readonly statistic: number;
  /** Parts that anyone has, less one. */
  readonly freedom: number;
  /** ln of the upper tail; 0 (p = 1) where there is nothing to test. */
  readonly logP: number;
  /** Cramér's V (1946), corrected for the bias that many parts of few customers give it (Bergsma 2013): 0 spread alike, 1 nothing in common. */
  readonly cramersV: number;
  /** The smallest count expected of a part: the test is sound from {@link LEAST_EXPECTED} on. */
  readonly leastExpected: number;
}

/** Cochran (1954): below it chi-squared is no good approximation. */
export const LEAST_EXPECTED = 5;

/** Pearson (1900). Groups of nobody, and parts that nobody has, say nothing. */
export function testHomogeneity({ own, other }: SpreadTable): HomogeneityTest {
  const [ownTotal, otherTotal] = [sum(own), sum(other)];
  const total = ownTotal + otherTotal;
  const parts = own.map((count, index) => ({ a: count, b: other[index] ?? 0 })).filter(({ a, b }) => a + b > 0);
  const freedom = parts.length - 1;
  if (ownTotal === 0 || otherTotal === 0 || freedom < 1) {
    return { statistic: 0, freedom: 0, logP: 0, cramersV: 0, leastExpected: 0 };
  }
  let statistic = 0;
  let leastExpected = Number.POSITIVE_INFINITY;
  for (const { a, b } of parts) {
    const ownExpected = (ownTotal / total) * (a + b);
    const otherExpected = (otherTotal / total) * (a + b);
    statistic += (a - ownExpected) ** 2 / ownExpected + (b - otherExpected) ** 2 / otherExpected;
    leastExpected = Math.min(leastExpected, ownExpected, otherExpected);
  }
  const logP = logUpperGamma(freedom / 2, statistic / 2);
  return { statistic, freedom, logP, cramersV: correctV(statistic, freedom, total), leastExpected };
}

/** Of a table of two groups: φ² less what it is expected to be by chance, over the most it can be. */
function correctV(statistic: number, freedom: number, total: number): number {
  const excess = statistic / total - freedom / (total - 1);
  const most = Math.min(freedom - freedom ** 2 / (total - 1), 1 - 1 / (total - 1));
  return excess <= 0 || most <= 0 ? 0 : Math.sqrt(Math.min(1, excess / most));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
