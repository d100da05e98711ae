import type { AverageParts } from '@silhouette/lake';
import { assertNever, type Comparison, type Decimal, decimalUnitsAt, type Literal } from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { NEVER, writeAll, writeAny } from './boolean-sql.ts';

/** No sum of a customer's rows has more units, and no average of them either. */
const MAX_UNITS = 10n ** 50n;
/** No customer has more rows. */
const COUNT_DIGITS = 12;
const MAX_COUNT = 10n ** BigInt(COUNT_DIGITS);
/** More values than this are looked up as a set. */
const MAX_SEPARATE_VALUES = 10;

/** A fraction with a denominator of at most {@link MAX_COUNT}, and whether the constant is it or lies just above it. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exact: boolean;
}

/**
 * SQL (0 or 1, never null) of comparisons of an average: sum against constant times count, in 256-bit integers, so
 * that no quotient is ever rounded. Missing (0) where no row has a value.
 */
export function compileAverage(
  parts: AverageParts,
  decimals: number,
  comparisons: readonly Comparison[],
  bindings: Bindings,
): string {
  const units = `toInt256(${parts.sum} * ${10n ** BigInt(decimals)})`;
  const compare = (op: '=' | '>' | '>=' | '<' | '<=', constant: Decimal): string => {
    const fraction = approximateFromBelow(constant, decimals);
    if (fraction === 'above') return op === '<' || op === '<=' ? '1' : NEVER;
    if (fraction === 'below') return op === '>' || op === '>=' ? '1' : NEVER;
    // An average has a small denominator: it is below a constant between two such fractions when it is not above the lower one.
    if (!fraction.exact && op === '=') return NEVER;
    const operator = fraction.exact ? op : op === '>' || op === '>=' ? '>' : '<=';
    const left = fraction.denominator === 1n ? units : `${units} * ${bindings.bind('Int256', String(fraction.denominator))}`;
    return `${left} ${operator} ${bindings.bind('Int256', String(fraction.numerator))} * toInt256(${parts.count})`;
  };
  const isAny = (values: readonly Literal[]): string => {
    const constants = values.map(expectNumber);
    if (constants.length <= MAX_SEPARATE_VALUES) return writeAny(constants.map((constant) => compare('=', constant)));
    // Many: the average in whole 10^-12 of a unit, where it is whole, is looked up in a set.
    const places = decimals + COUNT_DIGITS;
    const inSet = constants.filter(({ scale }) => scale <= places).map((constant) => decimalUnitsAt(constant, places));
    const possible = inSet.filter((value) => value <= MAX_UNITS * MAX_COUNT && value >= -MAX_UNITS * MAX_COUNT);
    const scaled = `${units} * toInt256('${MAX_COUNT}')`;
    const count = `toInt256(greatest(${parts.count}, 1))`;
    const set = `SELECT toInt256(arrayJoin(${bindings.bindList('String', possible.map(String))}))`;
    const listed = `(${scaled} % ${count} = 0 AND intDiv(${scaled}, ${count}) IN (${set}))`;
    return writeAny([listed, ...constants.filter(({ scale }) => scale > places).map((constant) => compare('=', constant))]);
  };
  const tests = comparisons.map((comparison) => {
    switch (comparison.op) {
      case 'in':
        return isAny(comparison.values);
      case 'gt':
        return compare('>', expectNumber(comparison.value));
      case 'gte':
        return compare('>=', expectNumber(comparison.value));
      case 'lt':
        return compare('<', expectNumber(comparison.value));
      case 'lte':
        return compare('<=', expectNumber(comparison.value));
      case 'containsAny':
        throw new TypeError('An average holds no tags: the definition did not come from parsePredicate.');
      default:
        return assertNever(comparison);
    }
  });
  return writeAll([`${parts.present} > 0`, ...tests]);
}

/**
 * The constant, in units of the field, as a fraction whose denominator a count can have; where there is none, the
 * largest such fraction below it. Comparing with that is exact: no average lies between the two. `above`, `below`:
 * farther out than any average.
 */
function approximateFromBelow(constant: Decimal, decimals: number): Fraction | 'above' | 'below' {
  const numerator = constant.units * 10n ** BigInt(Math.max(decimals - constant.scale, 0));
  const denominator = 10n ** BigInt(Math.max(constant.scale - decimals, 0));
  if (numerator > MAX_UNITS * denominator) return 'above';
  if (numerator < -MAX_UNITS * denominator) return 'below';
  const divisor = findGcd(numerator < 0n ? -numerator : numerator, denominator);
  if (denominator / divisor <= MAX_COUNT) {
    return { numerator: numerator / divisor, denominator: denominator / divisor, exact: true };
  }
  const rest = ((numerator % denominator) + denominator) % denominator;
  const whole = (numerator - rest) / denominator;
  const below = findFareyBelow(rest, denominator);
  return { numerator: whole * below.denominator + below.numerator, denominator: below.denominator, exact: false };
}

/**
 * The largest fraction below a/b (between 0 and 1, in no small terms) with a denominator of at most
 * {@link MAX_COUNT}: the walk down the Stern-Brocot tree, runs of one direction taken at once.
 */
function findFareyBelow(a: bigint, b: bigint): { readonly numerator: bigint; readonly denominator: bigint } {
  let [lowNumerator, lowDenominator, highNumerator, highDenominator] = [0n, 1n, 1n, 1n];
  for (;;) {
    const upTo = (a * lowDenominator - lowNumerator * b) / (highNumerator * b - a * highDenominator);
    const up = minimum(upTo, (MAX_COUNT - lowDenominator) / highDenominator);
    lowNumerator += up * highNumerator;
    lowDenominator += up * highDenominator;
    const downTo = (highNumerator * b - a * highDenominator) / (a * lowDenominator - lowNumerator * b);
    const down = minimum(downTo, (MAX_COUNT - highDenominator) / lowDenominator);
    highNumerator += down * lowNumerator;
    highDenominator += down * lowDenominator;
    if (up === 0n && down === 0n) return { numerator: lowNumerator, denominator: lowDenominator };
  }
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function findGcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : findGcd(b, a % b);
}

function expectNumber(literal: Literal): Decimal {
  if (literal.type === 'number') return literal.value;
  throw new TypeError(`A ${literal.type} cannot be compared with an average: the definition did not come from parsePredicate.`);
}
