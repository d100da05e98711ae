import type { Described, ValueStats } from '@silhouette/model';
import { describe, expect, test } from 'vitest';
import { integerColumn } from '../../../src/index/native/integer-column.ts';
import { codeWidth } from '../../../src/index/native/native-request.ts';

function describeColumn(type: Described['type'], decimals: number, stats: Partial<ValueStats>): Described {
  return {
    type,
    label: { ko: 'x', en: 'x' },
    description: null,
    decimals,
    unit: null,
    order: null,
    values: new Map(),
    synonyms: [],
    pii: false,
    hidden: false,
    stats: { present: 5, missing: 0, distinct: null, min: null, max: null, ...stats },
  };
}

describe('integerColumn', () => {
  test.each([
    ['number', 0, '0', '200', 'Decimal(9, 0)', 0n, 200n, 1],
    ['number', 2, '-1.50', '2.00', 'Decimal(9, 2)', -150n, 350n, 2],
    ['number', 0, '1000000', '1000255', 'Decimal(9, 0)', 1_000_000n, 255n, 1],
    ['number', 0, '-2147483648', '-2147483648', 'Decimal(9, 0)', -2147483648n, 0n, 1],
    ['number', 0, '0', '2147483647', 'Decimal(9, 0)', 0n, 2147483647n, 4],
    ['number', 0, '-1', '2147483647', 'Decimal(18, 0)', -1n, 2147483648n, 8],
    ['number', 0, '2147483640', '2147483648', 'Decimal(18, 0)', 2147483640n, 8n, 1],
    ['number', 6, '4480.000000', '1209500.000000', 'Decimal(18, 6)', 4480000000n, 1205020000000n, 8],
    ['number', 0, '-9223372036854775808', '9223372036854775807', 'Decimal(18, 0)', -(2n ** 63n), 2n ** 64n - 1n, 8],
    ['number', 0, '9223372036854775808', '9223372036854775809', 'Decimal(38, 0)', 2n ** 63n, 1n, 8],
    [
      'number',
      6,
      `-${'9'.repeat(32)}.999999`,
      `${'9'.repeat(32)}.999999`,
      'Decimal(38, 6)',
      1n - 10n ** 38n,
      2n * (10n ** 38n - 1n),
      16,
    ],
    ['date', 0, '1900-01-01', '1970-01-02', 'Int32', -25567n, 25568n, 2],
    ['datetime', 0, '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00.001Z', "DateTime64(3, 'UTC')", -1n, 2n, 1],
    ['boolean', 0, null, null, 'UInt8', 0n, 1n, 1],
  ] as const)('%s of %i decimals, %s to %s', (type, decimals, min, max, wire, base, most, width) => {
    const request = integerColumn(describeColumn(type, decimals, { min, max }), 'x');
    expect(request).toEqual({ kind: 'integers', column: 'x', wire, nullable: false, base, most });
    expect(codeWidth(request)).toBe(width);
  });

  test('missing values make it nullable; without any value both bounds are 0', () => {
    expect(integerColumn(describeColumn('number', 2, { present: 0, missing: 3 }), 'x')).toMatchObject({
      nullable: true,
      base: 0n,
      most: 0n,
    });
  });

  test('texts, tags and unknown bounds are refused', () => {
    for (const type of ['category', 'text', 'tags'] as const)
      expect(() => integerColumn(describeColumn(type, 0, { min: 'a', max: 'b' }), 'x')).toThrow(RangeError);
    expect(() => integerColumn(describeColumn('number', 0, {}), 'x')).toThrow(RangeError);
    expect(() => integerColumn(describeColumn('date', 0, { min: '2024-02-30', max: '2024-03-01' }), 'x')).toThrow(RangeError);
  });
});
