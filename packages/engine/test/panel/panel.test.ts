import { dayParts, parseDay } from '@silhouette/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseDateBins, choosePanelValues, compareCodePoints, medianIndex, percentileIndex } from '../../src/panel/index.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

describe('chooseDateBins', () => {
  const starts = (from: string, to: string): string[] =>
    chooseDateBins(day(from), day(to)).flatMap((bin) =>
      bin.fromDay === null ? [] : [new Date(bin.fromDay * 86_400_000).toISOString().slice(0, 10)],
    );

  it('prefers one day, week, month, quarter or year', () => {
    expect(starts('2024-02-20', '2024-03-01')).toHaveLength(10);
    expect(starts('2010-12-01', '2011-12-09').slice(0, 2)).toEqual(['2011-01-01', '2011-02-01']);
    expect(starts('2024-01-01', '2024-03-31').slice(0, 2)).toEqual(['2024-01-08', '2024-01-15']);
    expect(starts('2019-05-05', '2023-02-01')[0]).toBe('2019-07-01');
    expect(starts('2001-05-05', '2015-02-01')[0]).toBe('2002-01-01');
  });
  it('takes several of them where one gives too many', () => {
    expect(starts('1940-03-01', '2006-01-01').slice(0, 2)).toEqual(['1945-01-01', '1950-01-01']);
    expect(starts('1900-01-01', '2299-12-31')[0]).toBe('1920-01-01');
    expect(starts('2024-03-01', '2024-04-05')[0]).toBe('2024-03-02');
  });
  it('gives 10 to 25 bins that abut, for any range wide enough', () => {
    const anyDay = fc.integer({ min: day('1900-01-01'), max: day('2299-12-31') });
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const bins = chooseDateBins(low, high);
        expect(bins.length).toBeLessThanOrEqual(25);
        // Months differ in length: nine bins can come out where ten would be expected.
        expect(bins.length).toBeGreaterThanOrEqual(Math.min(9, high - low + 1));
        for (const [index, bin] of bins.entries()) {
          const next = bins[index + 1];
          if (next === undefined) continue;
          expect(next.fromDay).toBe(bin.toDay);
          if (bin.toDay !== null && high - low > 365 * 30) expect(dayParts(bin.toDay).month).toBe(1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('choosePanelValues', () => {
  it('lists the largest by count, base count, code point', () => {
    const counts = [
      { value: '\u{1f600}', count: 1, baseCount: 2 },
      { value: '\uffee', count: 1, baseCount: 2 },
      { value: 'b', count: 1, baseCount: 3 },
      { value: 'c', count: 4, baseCount: 4 },
      { value: 'd', count: 0, baseCount: 9 },
    ];
    expect(choosePanelValues(counts, null).map((entry) => entry.value)).toEqual(['c', 'b', '\uffee', '\u{1f600}', 'd']);
    const many = Array.from({ length: 60 }, (_, index) => ({ value: String(index), count: index, baseCount: index }));
    expect(choosePanelValues(many, null).map((entry) => entry.count)).toEqual(
      Array.from({ length: 50 }, (_, index) => 59 - index),
    );
  });
  it('follows a given order, with those nobody has', () => {
    expect(choosePanelValues([{ value: 'x', count: 1, baseCount: 1 }], ['z', 'x'])).toEqual([
      { value: 'z', count: 0, baseCount: 0 },
      { value: 'x', count: 1, baseCount: 1 },
    ]);
  });
});

it('orders text as UTF-8 does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
    { numRuns: 3000 },
  );
});

it('finds percentiles and the lower middle', () => {
  expect([1, 2, 3, 4].map(medianIndex)).toEqual([0, 0, 1, 1]);
  expect([percentileIndex(1, 0.99), percentileIndex(100, 0.99), percentileIndex(100, 0.01)]).toEqual([0, 99, 1]);
});
