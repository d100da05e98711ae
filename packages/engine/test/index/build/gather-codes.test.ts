import type { ColumnCodes } from '@silhouette/bitslice';
import { describe, expect, test } from 'vitest';
import { compactTexts, gatherCodes } from '../../../src/index/build/gather-codes.ts';

const FACTS = { base: 7n, scale: 1n, mostCode: 3n, hasMissing: true } as const;

describe('gatherCodes', () => {
  test.each([
    [1, Uint8Array.of(1, 0, 3, 200), [3, 200]],
    [2, Uint16Array.of(1, 0, 3, 60_000), [3, 60_000]],
    [4, Uint32Array.of(1, 0, 3, 4_000_000_000), [3, 4_000_000_000]],
    [8, BigUint64Array.of(1n, 0n, 3n, 2n ** 62n), [3n, 2n ** 62n]],
    [16, BigUint64Array.of(1n, 0n, 0n, 0n, 3n, 4n, 5n, 2n ** 60n), [3n, 4n, 5n, 2n ** 60n]],
  ] as const)('of %i bytes', (width, codes, expected) => {
    const gathered = gatherCodes({ codes, width, facts: FACTS }, Uint32Array.of(2, 3));
    expect([...gathered.codes]).toEqual(expected);
    expect(gathered.codes.constructor).toBe(codes.constructor);
    expect([gathered.width, gathered.facts]).toEqual([width, FACTS]);
  });
});

describe('compactTexts', () => {
  test('keeps the texts that are named, in their order, and missing values', () => {
    const column: ColumnCodes = { codes: Uint16Array.of(4, 0, 2, 4), width: 2, facts: { ...FACTS, base: 0n, mostCode: 4n } };
    const { column: compact, texts } = compactTexts(column, ['a', 'b', 'c', 'd']);
    expect(texts).toEqual(['b', 'd']);
    expect([...compact.codes]).toEqual([2, 0, 1, 2]);
    expect(compact.facts.mostCode).toBe(2n);
  });

  test('of rows without any text', () => {
    const column: ColumnCodes = { codes: Uint8Array.of(0, 0), width: 1, facts: { ...FACTS, mostCode: 3n } };
    const { column: compact, texts } = compactTexts(column, ['a', 'b', 'c']);
    expect(texts).toEqual([]);
    expect(compact.facts.mostCode).toBe(0n);
  });
});
