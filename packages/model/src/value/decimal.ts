/**
 * An exact decimal: `units` / 10^`scale`. Always normalised (no trailing zero in the fraction), so that two equal
 * values have equal fields.
 */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;
}

const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Largest exponent that is read, either way. */
const MAX_EXPONENT = 9999;

/**
 * Reads decimal text (`-1.50`, `1e3`, `.5`); null when it is not a number, or one with an exponent above 9999 either way.
 * Nothing is rounded.
 */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const digits = `${whole}${fraction}`;
  // Zeros go before the digits become a number: dividing a long one by ten again and again takes the square of its length.
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end -= 1;
  if (end === 0) return { units: 0n, scale: 0 };
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return null;
  const magnitude = BigInt(digits.slice(0, end));
  return normaliseDecimal(sign === '-' ? -magnitude : magnitude, fraction.length - (digits.length - end) - exponent);
}

/** `units` / 10^`scale` (scale may be negative) in normal form. */
export function normaliseDecimal(units: bigint, scale: number): Decimal {
  if (units === 0n) return { units: 0n, scale: 0 };
  if (scale < 0) return { units: units * 10n ** BigInt(-scale), scale: 0 };
  let shortest = units;
  let digits = scale;
  while (digits > 0 && shortest % 10n === 0n) {
    shortest /= 10n;
    digits -= 1;
  }
  return { units: shortest, scale: digits };
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; exact. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = decimalUnitsAt(a, scale);
  const right = decimalUnitsAt(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The value as an integer number of 10^-`scale`; `scale` must not be below the value's own. */
export function decimalUnitsAt(value: Decimal, scale: number): bigint {
  if (scale < value.scale) throw new RangeError(`A value with ${value.scale} decimals has no exact form with ${scale}.`);
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** The value rounded half away from zero to `scale` decimals. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  const divisor = 10n ** BigInt(value.scale - scale);
  const magnitude = value.units < 0n ? -value.units : value.units;
  const rounded = (magnitude + divisor / 2n) / divisor;
  return normaliseDecimal(value.units < 0n ? -rounded : rounded, scale);
}

/** Shortest text: no exponent, no trailing zero, `-0.5` with its zero. */
export function formatDecimal(value: Decimal): string {
  return formatDecimalAt(value, value.scale);
}

/** Text with exactly `scale` decimals; `scale` must not be below the value's own. */
export function formatDecimalAt(value: Decimal, scale: number): string {
  const units = decimalUnitsAt(value, scale);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`;
  return `${units < 0n ? '-' : ''}${whole}${fraction}`;
}
