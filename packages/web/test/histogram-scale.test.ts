import { compareDecimals, parseDay, parseDecimal } from '@silhouette/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDayScale, makeNumberScale } from '../src/features/explore/editors/histogram-scale.ts';

const binsOf = (edges: readonly string[]) => [...edges.map((to) => ({ to })), { to: null }];

describe('the scale of a number’s histogram', () => {
  it('rests on round values within bins, and on no limit at both ends', () => {
    const scale = makeNumberScale(binsOf(['20000', '40000', '60000']), 0);
    expect(scale).toMatchObject({ last: 40, steps: 10 });
    const at = (position: number) => scale?.valueAt(position);
    expect([0, 1, 10, 11, 25, 39, 40].map(at)).toEqual([null, '2000', '20000', '22000', '50000', '78000', null]);
  });

  it('never rests on a value that the attribute cannot have', () => {
    const steps = (edges: readonly string[], decimals: number) => makeNumberScale(binsOf(edges), decimals)?.steps;
    expect(steps(['1', '2', '3'], 0)).toBe(1);
    expect(steps(['2', '4', '6'], 0)).toBe(2);
    expect(steps(['5', '10', '15'], 0)).toBe(5);
    expect(steps(['1', '2', '3'], 1)).toBe(10);
    expect(makeNumberScale(binsOf(['0.1', '0.2']), 2)?.valueAt(11)).toBe('0.11');
    expect(makeNumberScale(binsOf(['-10', '0', '10']), 0)?.valueAt(5)).toBe('-15');
  });

  it('has no place for handles without a width', () => {
    expect(makeNumberScale(binsOf(['5']), 0)).toBeNull();
    expect(makeNumberScale([{ to: null }], 0)).toBeNull();
  });

  it('puts values of any digits where they lie, inside of both ends', () => {
    const scale = makeNumberScale(binsOf(['20000', '40000', '60000']), 0);
    const place = (value: string) => scale?.positionOf(value);
    expect([place('20000'), place('21000'), place('-5'), place('0'), place('1e30')]).toEqual([10, 10.5, 0.5, 0.5, 39.5]);
    expect(place('20500.0000001')).toBeCloseTo(10.25);
  });

  it('finds every position again, and values rise with positions', () => {
    const width = fc.tuple(fc.constantFrom(1, 2, 5), fc.integer({ min: -3, max: 9 }), fc.integer({ min: -40, max: 40 }));
    fc.assert(
      fc.property(width, fc.integer({ min: 2, max: 24 }), ([digit, power, start], count) => {
        const edges = Array.from({ length: count }, (_, index) => `${digit * (start + index)}e${power}`);
        const scale = makeNumberScale(binsOf(edges), Math.max(0, -power) + 1);
        if (scale === null) throw new Error('no scale');
        let before = parseDecimal('-1e30');
        for (let position = 1; position < scale.last; position += 1) {
          const value = scale.valueAt(position) ?? '';
          expect(scale.positionOf(value)).toBe(position);
          const decimal = parseDecimal(value);
          if (decimal === null || before === null) throw new Error(value);
          expect(compareDecimals(before, decimal)).toBeLessThan(0);
          before = decimal;
        }
      }),
    );
  });
});

describe('the scale of a date’s histogram', () => {
  it('goes by days in bins of weeks, by tenths in bins of months', () => {
    const weeks = makeDayScale(binsOf(['2026-03-02', '2026-03-09', '2026-03-16']));
    expect(weeks).toMatchObject({ steps: 7, last: 28 });
    expect([0, 1, 7, 8, 28].map((position) => weeks?.valueAt(position))).toEqual([
      ...[null, '2026-02-24', '2026-03-02', '2026-03-03', null],
    ]);
    const months = makeDayScale(binsOf(['2026-01-01', '2026-02-01', '2026-03-01']));
    expect([10, 20, 30].map((position) => months?.valueAt(position))).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    expect(months?.positionOf('2026-02-15')).toBeCloseTo(25);
    expect([months?.positionOf('1990-01-01'), months?.positionOf('2090-01-01')]).toEqual([0.5, 39.5]);
  });

  it('rises with every position', () => {
    for (const edges of [
      ['2026-01-01', '2026-04-01', '2026-07-01'],
      ['2024-02-28', '2024-02-29', '2024-03-01'],
    ]) {
      const scale = makeDayScale(binsOf(edges));
      if (scale === null) throw new Error('no scale');
      const days = Array.from({ length: scale.last - 1 }, (_, index) => parseDay(scale.valueAt(index + 1) ?? '') ?? Number.NaN);
      expect(days.every((day, index) => index === 0 || day > (days[index - 1] ?? day))).toBe(true);
    }
  });
});
