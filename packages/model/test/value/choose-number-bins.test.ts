import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseNumberBins } from '../../src/value/choose-number-bins.ts';
import { compareDecimals, formatDecimal } from '../../src/value/decimal.ts';

describe('chooseNumberBins', () => {
  const edges = (p1: bigint, p99: bigint, decimals: number): string[] =>
    chooseNumberBins(p1, p99, decimals).flatMap((bin) => (bin.from === null ? [] : [formatDecimal(bin.from)]));

  it('cuts money into round steps', () => {
    expect(edges(300n, 119_900n, 2)).toEqual(Array.from({ length: 23 }, (_, index) => String((index + 1) * 50)));
  });
  it('goes below zero with multiples of the step', () => {
    expect(edges(-11n, 9n, 0)).toEqual(Array.from({ length: 20 }, (_, index) => String(index - 10)));
    expect(edges(-101n, -1n, 0)).toEqual(Array.from({ length: 20 }, (_, index) => String(5 * (index - 20))));
  });
  it('never steps below the decimals of the attribute', () => {
    expect(edges(1n, 5n, 0)).toEqual(['2', '3', '4', '5']);
    expect(edges(10n, 50n, 1)).toEqual(
      Array.from({ length: 20 }, (_, index) => formatDecimal({ units: BigInt(12 + 2 * index), scale: 1 }).replace(/\.0$/, '')),
    );
    expect(chooseNumberBins(7n, 7n, 2)).toEqual([{ from: null, to: null }]);
  });
  it('gives 10 to 25 bins that abut, for any range wide enough', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: 0n, max: 10n ** 31n }),
        fc.nat(6),
        (p1, width, decimals) => {
          const bins = chooseNumberBins(p1, p1 + width, decimals);
          expect(bins.length).toBeLessThanOrEqual(25);
          expect(bins.length).toBeGreaterThanOrEqual(Math.min(10, Number(width) + 1));
          expect(bins[0]?.from).toBeNull();
          expect(bins.at(-1)?.to).toBeNull();
          for (const [index, bin] of bins.entries()) {
            const next = bins[index + 1];
            if (next === undefined) continue;
            expect(next.from).toEqual(bin.to);
            if (bin.from !== null && bin.to !== null) expect(compareDecimals(bin.from, bin.to)).toBeLessThan(0);
          }
        },
      ),
    );
  });
});
