import { logGamma } from './log-gamma.ts';

/** Two disjoint groups, and how many of each have something. */
export interface FourfoldTable {
  readonly count: number;
  readonly total: number;
  readonly otherCount: number;
  readonly otherTotal: number;
}

/**
 * ln of Fisher's exact p (1935), two-sided by doubling the tail on the side that was seen, at most 0. Right for groups of
 * any size, also where chi-squared is not.
 */
export function logExactP({ count, total, otherCount, otherTotal }: FourfoldTable): number {
  const having = count + otherCount;
  const all = total + otherTotal;
  if (total === 0 || otherTotal === 0 || having === 0 || having === all) return 0;
  const isOver = count * all >= having * total;
  // The hypergeometric probability of exactly `count`, then its neighbours by their ratio, away from what is expected.
  const logTerm = logChoose(having, count) + logChoose(all - having, total - count) - logChoose(all, total);
  let term = 1;
  let tail = 1;
  for (let x = count; term > tail * 1e-17; ) {
    const [up, down] = [(having - x) * (total - x), x * (all - having - total + x)];
    term *= isOver ? up / ((x + 1) * (all - having - total + x + 1)) : down / ((having - x + 1) * (total - x + 1));
    x += isOver ? 1 : -1;
    tail += term;
  }
  return Math.min(0, logTerm + Math.log(tail) + Math.LN2);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
