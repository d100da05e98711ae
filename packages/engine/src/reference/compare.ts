import { assertNever, type Comparison, compareDecimals, type Decimal, type Literal } from '@silhouette/model';

/** Sign of a value against a constant: negative below, 0 equal (on a datetime: within the day), positive above. */
export type SignAgainst = (literal: Literal) => number;

/** Whether all comparisons hold for a value that is there. Not for tags. */
export function holdsComparisons(comparisons: readonly Comparison[], signAgainst: SignAgainst): boolean {
  return comparisons.every((comparison) => {
    switch (comparison.op) {
      case 'in':
        return comparison.values.some((literal) => signAgainst(literal) === 0);
      case 'gt':
        return signAgainst(comparison.value) > 0;
      case 'gte':
        return signAgainst(comparison.value) >= 0;
      case 'lt':
        return signAgainst(comparison.value) < 0;
      case 'lte':
        return signAgainst(comparison.value) <= 0;
      case 'containsAny':
        return refuseLiteral('containsAny', 'a single value');
      default:
        return assertNever(comparison);
    }
  });
}

/** Whether all comparisons hold for the exact decimal `units` / 10^`scale`, divided by `parts` (1 or more; nothing is rounded). */
export function holdsForNumber(comparisons: readonly Comparison[], units: bigint, scale: number, parts = 1): boolean {
  return holdsComparisons(comparisons, (literal) => compareDecimals({ units, scale }, multiply(numberOf(literal), parts)));
}

/** The number that a constant is. @throws TypeError when it is of another type (the parser lets none through). */
export function numberOf(literal: Literal): Decimal {
  return literal.type === 'number' ? literal.value : refuseLiteral(literal.type, 'a number');
}

/** @throws TypeError always: a constant of a type that the parser does not let through. */
export function refuseLiteral(found: string, against: string): never {
  throw new TypeError(`A ${found} cannot be compared with ${against}: the definition did not come from parsePredicate.`);
}

function multiply(value: Decimal, by: number): Decimal {
  return { units: value.units * BigInt(by), scale: value.scale };
}
