import { type Decimal, formatDecimalAt, normaliseDecimal } from '@silhouette/model';
import type { Subject } from './subject.ts';

/** Operators of an order. */
export type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

/** A comparison with a constant, exact in the column's own decimals. */
export type Bound =
  | { readonly kind: 'bound'; readonly operator: '>' | '>=' | '<' | '<='; readonly text: string; readonly exact: boolean }
  /** Every value that is there passes. */
  | { readonly kind: 'present' }
  | { readonly kind: 'never' };

/**
 * `value op constant` for a value with so many decimals and digits, without rounding the constant: one with more
 * decimals lies between two values (`> 1.255` is `> 1.25` on two decimals), one beyond the range decides by itself.
 * `exact` tells whether the constant is one of the values.
 */
export function compileBound(op: RangeOperator, constant: Decimal, subject: Subject): Bound {
  const scale = subject.kind === 'number' ? subject.decimals : 0;
  const limit = subject.kind === 'number' ? 10n ** BigInt(subject.digits) - 1n : 2n ** 63n - 1n;
  const isLower = op === 'gt' || op === 'gte';
  const exact = constant.scale <= scale;
  const below = exact
    ? constant.units * 10n ** BigInt(scale - constant.scale)
    : divideDown(constant.units, 10n ** BigInt(constant.scale - scale));
  if (below > limit) return { kind: isLower ? 'never' : 'present' };
  if (below < -limit) return { kind: isLower ? 'present' : 'never' };
  if (exact) return { kind: 'bound', operator: OPERATORS[op], text: writeUnits(below, scale), exact };
  return { kind: 'bound', operator: isLower ? '>' : '<=', text: writeUnits(below, scale), exact };
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function writeUnits(units: bigint, scale: number): string {
  return formatDecimalAt(normaliseDecimal(units, scale), scale);
}

function divideDown(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
