import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../src/portrait/adjust-p-values.ts';
import { cohensH, nameEffect } from '../../src/portrait/effect-size.ts';
import { logExactP } from '../../src/portrait/log-exact-p.ts';
import { logGamma } from '../../src/portrait/log-gamma.ts';
import { logUpperGamma } from '../../src/portrait/log-upper-gamma.ts';
import { phiOf } from '../../src/portrait/phi.ts';
import { testHomogeneity } from '../../src/portrait/test-homogeneity.ts';

/** Upper tail of chi-squared. */
const tail = (statistic: number, freedom: number): number => Math.exp(logUpperGamma(freedom / 2, statistic / 2));

describe('ln Γ', () => {
  it.each([
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [1, 0],
    [5, Math.log(24)],
    [100, 359.1342053695754],
    [1e8, 1742068066.1038346],
  ])('at %d', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-13 * Math.max(1, expected));
  });
});

describe('the upper tail of chi-squared', () => {
  // Critical values as tables print them (NIST/SEMATECH e-Handbook 1.3.6.7.4).
  it.each([
    [2.706, 1, 0.1],
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [10.828, 1, 0.001],
    [5.991, 2, 0.05],
    [18.307, 10, 0.05],
    [2.558, 10, 0.99],
    [43.773, 30, 0.05],
    [14.953, 30, 0.99],
    [124.342, 100, 0.05],
    [149.449, 100, 0.001],
  ])('of %d with %d degrees of freedom is %d', (statistic, freedom, expected) => {
    expect(tail(statistic, freedom) / expected).toBeCloseTo(1, 2);
  });

  it('is 1 at zero, and exact where it has a closed form', () => {
    expect(tail(0, 7)).toBe(1);
    // Two degrees of freedom: e^(-x/2); four: e^(-x/2) (1 + x/2).
    for (const x of [0.001, 1, 2.9, 3.1, 40, 700]) {
      expect(logUpperGamma(1, x / 2)).toBeCloseTo(-x / 2, 11);
      expect(logUpperGamma(2, x / 2)).toBeCloseTo(-x / 2 + Math.log1p(x / 2), 11);
    }
  });

  it('stays finite where p does not, and with as many parts as a category may have', () => {
    // erfc(√(x/2)) for large x: e^(-x/2) √(2 / πx) (1 - 1/x).
    const x = 1e7;
    const expected = -x / 2 + 0.5 * Math.log(2 / (Math.PI * x)) + Math.log1p(-1 / x);
    expect(logUpperGamma(0.5, x / 2)).toBeCloseTo(expected, 6);
    expect(logUpperGamma(50_000, 50_000)).toBeCloseTo(Math.log(0.4994), 2);
    expect(logUpperGamma(50_000, 200_000)).toBeLessThan(-50_000);
    expect(Number.isFinite(logUpperGamma(50_000, 1e9))).toBe(true);
  });
});

describe('the test of homogeneity', () => {
  it('is Pearson’s: party by gender, in Agresti 2007 (χ² 30.07, p 2.954e-7)', () => {
    const test = testHomogeneity({ own: [762, 327, 468], other: [484, 239, 477] });
    expect(test.statistic).toBeCloseTo(30.07, 2);
    expect(test.freedom).toBe(2);
    expect(Math.exp(test.logP)).toBeCloseTo(2.954e-7, 10);
    expect(test.leastExpected).toBeCloseTo((566 * 1200) / 2757, 6);
  });

  it('asks nothing of one part, of nobody, and of parts that nobody has', () => {
    expect(testHomogeneity({ own: [5, 0], other: [9, 0] })).toMatchObject({ freedom: 0, logP: 0 });
    expect(testHomogeneity({ own: [0, 0], other: [9, 3] })).toMatchObject({ freedom: 0, logP: 0 });
    expect(testHomogeneity({ own: [5, 1, 0], other: [9, 3, 0] }).freedom).toBe(1);
  });

  it('gives V 1 to groups with nothing in common, and about 0 to chance among many parts', () => {
    expect(testHomogeneity({ own: [30, 0], other: [0, 970] }).cramersV).toBeCloseTo(1, 10);
    const own = Array.from({ length: 1000 }, (_, index) => Number(index % 10 === 0));
    expect(testHomogeneity({ own, other: own.map((count) => 3 - count) }).cramersV).toBe(0);
  });
});

describe('the exact test', () => {
  it('is Fisher’s: tea with milk, and convicted twins', () => {
    const twice = (p: number): number => Math.log(2 * p);
    expect(logExactP({ count: 3, total: 4, otherCount: 1, otherTotal: 4 })).toBeCloseTo(twice(17 / 70), 10);
    expect(logExactP({ count: 4, total: 4, otherCount: 0, otherTotal: 4 })).toBeCloseTo(twice(1 / 70), 10);
    expect(logExactP({ count: 0, total: 4, otherCount: 4, otherTotal: 4 })).toBeCloseTo(twice(1 / 70), 10);
    // 10 of 13 against 2 of 17: 1.549e-5 + 4.497e-4 (Fisher 1935).
    expect(Math.exp(logExactP({ count: 10, total: 13, otherCount: 2, otherTotal: 17 })) / 2).toBeCloseTo(0.00046518, 7);
  });

  it('agrees with chi-squared where both are right, on millions', () => {
    const table = { count: 301_000, total: 1_000_000, otherCount: 4_200_000, otherTotal: 14_000_000 };
    const { logP } = testHomogeneity({
      own: [table.count, table.total - table.count],
      other: [table.otherCount, table.otherTotal - table.otherCount],
    });
    expect(logExactP(table) / logP).toBeCloseTo(1, 1);
  });

  it('says nothing of what nobody or everybody has', () => {
    expect(logExactP({ count: 0, total: 4, otherCount: 0, otherTotal: 9 })).toBe(0);
    expect(logExactP({ count: 4, total: 4, otherCount: 9, otherTotal: 9 })).toBe(0);
  });
});

describe('the false-discovery correction', () => {
  // The example of Benjamini and Hochberg 1995, section 4: of 15 comparisons their procedure calls four at 0.05.
  const paper = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  const harmonic = paper.reduce((sum, _, index) => sum + 1 / (index + 1), 0);

  it('is theirs times 1 + 1/2 + … + 1/15, whatever the order', () => {
    const order = [7, 0, 14, 3, 9, 1, 12, 5, 2, 10, 4, 13, 6, 11, 8];
    const adjusted = adjustPValues(order.map((index) => Math.log(paper[index] ?? 1))).map(Math.exp);
    const of = (index: number): number => adjusted[order.indexOf(index)] ?? Number.NaN;
    expect(of(0)).toBeCloseTo(0.0015 * harmonic, 10);
    expect(of(3)).toBeCloseTo(((0.0095 * 15) / 4) * harmonic, 10);
    expect(paper.filter((_, index) => of(index) / harmonic < 0.05)).toHaveLength(4);
    expect(paper.filter((_, index) => of(index) < 0.05)).toHaveLength(3);
    // 0.0278 x 15 / 6 is above 0.0298 x 15 / 7: it takes the smaller one of the rank after it.
    expect(of(5) / of(6)).toBeCloseTo(1, 10);
    expect(of(14)).toBe(1);
  });

  it('keeps the order of p-values too small for a double', () => {
    const [least = 0, more = 0, none = 0] = adjustPValues([-5000, -4000, 0]);
    expect(least).toBeLessThan(more);
    expect(more).toBeCloseTo(-4000 + Math.log(1.5) + Math.log(11 / 6), 9);
    expect(none).toBe(0);
    expect(adjustPValues([])).toEqual([]);
  });
});

describe('effect sizes', () => {
  it('are Cohen’s: table 6.2.2 of 1988', () => {
    expect(cohensH(0.5, 0)).toBeCloseTo(1.571, 3);
    expect(cohensH(0.4, 0)).toBeCloseTo(1.369, 3);
    expect(cohensH(0.1, 0.25)).toBeCloseTo(0.644 - 1.047, 2);
    expect(cohensH(1, 0)).toBeCloseTo(Math.PI, 12);
    expect([0.19, -0.2, 0.5, -0.8].map(nameEffect)).toEqual(['negligible', 'small', 'medium', 'large']);
  });

  it('phi is 1 for the same customers, -1 for all others, 0 for everyone', () => {
    expect(phiOf(100, 30, 30, 30)).toBeCloseTo(1, 12);
    expect(phiOf(100, 30, 70, 0)).toBeCloseTo(-1, 12);
    expect(phiOf(100, 30, 50, 15)).toBeCloseTo(0, 12);
    expect(phiOf(100, 30, 100, 30)).toBe(0);
  });
});
