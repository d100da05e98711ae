import { describe, expect, it } from 'vitest';
import { type Rounding, tellCount, tellPart } from '../../src/view/rounding.ts';

const SECRETS = Array.from({ length: 400 }, (_, n) => Buffer.from(`secret ${n}`));
const rounding = (to: number, secret = 0): Rounding => ({ to, secret: SECRETS[secret] ?? Buffer.alloc(8) });

describe('numbers of customers that are told', () => {
  it('are multiples, 0 below the smallest group, and the same whenever there are as many', () => {
    for (let count = 0; count < 300; count += 1) {
      const told = tellCount(rounding(10), count);
      expect(told % 10).toBe(0);
      expect(Math.abs(told - count)).toBeLessThan(count < 20 ? 20 : 10);
      if (count < 10) expect(told).toBe(0);
      expect(tellCount({ to: 10, secret: Buffer.from('secret 0') }, count)).toBe(told);
    }
  });

  it('are right on average over secrets, and not alike under two', () => {
    const mean = (count: number): number =>
      SECRETS.reduce((sum, _, secret) => sum + tellCount(rounding(10, secret), count), 0) / SECRETS.length;
    for (const count of [25, 37, 43, 58]) expect(Math.abs(mean(count) - count), String(count)).toBeLessThan(1);
    const differ = Array.from({ length: 100 }, (_, n) => 20 + n).filter(
      (count) => tellCount(rounding(10, 0), count) !== tellCount(rounding(10, 1), count),
    );
    expect(differ.length).toBeGreaterThan(15);
  });

  it('of a part are those of the group where too few are not in it, and never more than the group’s', () => {
    for (const secret of [0, 1, 2]) {
      for (let whole = 0; whole < 80; whole += 1) {
        const group = tellCount(rounding(10, secret), whole);
        for (let count = 0; count <= whole; count += 1) {
          const told = tellPart(rounding(10, secret), count, whole);
          expect(told).toBeLessThanOrEqual(group);
          expect(told % 10).toBe(0);
          if (count < 10) expect(told).toBe(0);
          else if (whole - count < 10 && tellCount(rounding(10, secret), count) > 0) expect(told).toBe(group);
        }
      }
    }
  });
});
