import type { Comparison } from '../predicate/predicate.ts';
import { compareDecimals, type Decimal } from '../value/decimal.ts';

const ZERO: Decimal = { units: 0n, scale: 0 };
const ONE: Decimal = { units: 1n, scale: 0 };

/** Whether a count's comparison says "at least one" (true) or "none" (false); null where it says anything else. */
export function isSomeCount(comparisons: readonly Comparison[]): boolean | null {
  const [only] = comparisons;
  if (comparisons.length !== 1 || only === undefined || only.op === 'containsAny') return null;
  const value = only.op === 'in' ? (only.values.length === 1 ? only.values[0] : undefined) : only.value;
  if (value?.type !== 'number') return null;
  const isZero = compareDecimals(value.value, ZERO) === 0;
  const isOne = compareDecimals(value.value, ONE) === 0;
  if ((only.op === 'gte' && isOne) || (only.op === 'gt' && isZero)) return true;
  return (only.op === 'lt' && isOne) || ((only.op === 'lte' || only.op === 'in') && isZero) ? false : null;
}
