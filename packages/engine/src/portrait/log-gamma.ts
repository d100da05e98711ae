const SHIFT = 10;
/** Bernoulli terms B_2k / (2k (2k - 1)) of Stirling's series. */
const TERMS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360] as const;

/**
 * ln Γ(x) for x above 0, to about 14 digits: Stirling's series (DLMF 5.11.1), after going up to 10 by Γ(x + 1) = x Γ(x).
 */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < SHIFT) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  let power = inverse;
  let series = 0;
  for (const term of TERMS) {
    series += term * power;
    power *= inverse * inverse;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
