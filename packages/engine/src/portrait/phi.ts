/**
 * The phi coefficient of two groups of a base of `n`: the correlation of belonging to one with belonging to the other, -1 (each
 * is the other's complement) to 1 (the same customers); 0 where one is nobody or everyone. `both` are in both.
 */
export function phiOf(n: number, one: number, other: number, both: number): number {
  const spread = Math.sqrt(one) * Math.sqrt(n - one) * Math.sqrt(other) * Math.sqrt(n - other);
  return spread === 0 ? 0 : (n * both - one * other) / spread;
}
