import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareDecimals,
  type Decimal,
  decimalUnitsAt,
  formatDecimal,
  formatDecimalAt,
  normaliseDecimal,
  parseDecimal,
  roundDecimal,
} from '../../src/value/decimal.ts';

const decimal = (text: string): Decimal => {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`${text} is no number.`);
  return value;
};

describe('decimals', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['0e99999', '0'],
    ['1.50', '1.5'],
    ['+.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['1e3', '1000'],
    ['1.25E-3', '0.00125'],
    ['-1200e-2', '-12'],
    ['12345678901234567890.12345678901234567890', '12345678901234567890.1234567890123456789'],
  ])('%s is %s', (text, expected) => {
    expect(formatDecimal(decimal(text))).toBe(expected);
  });

  it.each([
    '',
    '.',
    '-',
    '+',
    'e3',
    '1e',
    '1,000',
    '1 000',
    ' 1',
    '1.2.3',
    '0x1F',
    'NaN',
    'Infinity',
    '1e10000',
    '1e-10000',
    '１',
  ])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('are normalised: equal values have equal fields', () => {
    expect(decimal('1.500e1')).toEqual({ units: 15n, scale: 0 });
    expect(normaliseDecimal(1500n, 2)).toEqual({ units: 15n, scale: 0 });
    expect(normaliseDecimal(15n, -2)).toEqual({ units: 1500n, scale: 0 });
    expect(normaliseDecimal(0n, 5)).toEqual({ units: 0n, scale: 0 });
  });

  it('compare, scale and round as whole numbers of a finer unit do', () => {
    const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const scales = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(units, scales, units, scales, scales, (a, aScale, b, bScale, to) => {
        const [left, right] = [normaliseDecimal(a, aScale), normaliseDecimal(b, bScale)];
        const [fineA, fineB] = [a * 10n ** BigInt(12 - aScale), b * 10n ** BigInt(12 - bScale)];
        expect(decimalUnitsAt(left, 12)).toBe(fineA);
        expect(Math.sign(compareDecimals(left, right))).toBe(fineA < fineB ? -1 : fineA > fineB ? 1 : 0);
        expect(parseDecimal(formatDecimal(left))).toEqual(left);
        const rounded = decimalUnitsAt(roundDecimal(left, to), 12);
        const step = 10n ** BigInt(12 - to);
        const distance = rounded > fineA ? rounded - fineA : fineA - rounded;
        expect(rounded % step).toBe(0n);
        expect(distance * 2n <= step).toBe(true);
        // Half goes away from zero.
        if (distance * 2n === step) expect(rounded > 0n ? rounded > fineA : rounded < fineA).toBe(true);
      }),
    );
  });

  it('round half away from zero', () => {
    const round = (text: string, scale: number): string => formatDecimal(roundDecimal(decimal(text), scale));
    expect([
      round('2.5', 0),
      round('-2.5', 0),
      round('0.0005', 3),
      round('-0.0005', 3),
      round('2.4999', 0),
      round('1.005', 2),
    ]).toEqual(['3', '-3', '0.001', '-0.001', '2', '1.01']);
  });

  it('are written with as many decimals as asked for, never fewer than they have', () => {
    expect(formatDecimalAt(decimal('-0.5'), 3)).toBe('-0.500');
    expect(formatDecimalAt(decimal('12'), 0)).toBe('12');
    expect(() => formatDecimalAt(decimal('0.25'), 1)).toThrow(RangeError);
    expect(() => decimalUnitsAt(decimal('0.25'), 1)).toThrow(RangeError);
  });

  it('read a million digits in their stride', () => {
    expect(decimal(`1.${'0'.repeat(1_000_000)}`)).toEqual({ units: 1n, scale: 0 });
    expect(decimal(`1${'0'.repeat(1_000)}e-1000`)).toEqual({ units: 1n, scale: 0 });
  });
});
