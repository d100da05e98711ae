import { logGamma } from './log-gamma.ts';

const PRECISION = 1e-15;
const TINY = 1e-300;
/** Both expansions need a few times √a steps where they are slowest, at x near a. */
const MAX_STEPS = 1_000_000;

/**
 * ln Q(a, x), the logarithm of the regularised upper incomplete gamma function, for a above 0 and x from 0: finite
 * where Q itself is too small for a double. Below x = a + 1 the series of its complement (DLMF 8.11.4), above it the
 * continued fraction (DLMF 8.9.2) by Lentz's method, as in Numerical Recipes (3rd edition, 6.2).
 */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const logFactor = a * Math.log(x) - x - logGamma(a);
  return x < a + 1 ? Math.log1p(-Math.min(1, Math.exp(logFactor) * sumSeries(a, x))) : logFactor + Math.log(sumFraction(a, x));
}

/** Σ x^k / (a (a + 1) … (a + k)). */
function sumSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MAX_STEPS && term > sum * PRECISION; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / …)). */
function sumFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MAX_STEPS; k += 1) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / awayFromZero(numerator * d + b);
    c = awayFromZero(b + numerator / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
