import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelMemory } from './kernel-memory.ts';
import { cases, KernelRows } from './kernel-rows.ts';

type Pair = readonly [bigint, bigint];

function isWithin(tests: readonly Pair[], value: bigint): boolean {
  return tests.some(([from, to]) => value >= from && value <= to);
}

function putTests(memory: KernelMemory, tests: readonly Pair[]): number {
  return memory.put(BigInt64Array.from(tests.flat()));
}

const countTests: fc.Arbitrary<Pair[]> = fc.array(fc.tuple(fc.bigInt(0n, 210n), fc.bigInt(0n, 210n)), { maxLength: 3 });

describe('rows', () => {
  it('are counted by place', () => {
    fc.assert(
      fc.property(cases, countTests, (one, tests) => {
        const rows = new KernelRows(one);
        const { memory, at } = rows;
        const [pass, any] = [rows.mask(), rows.mask()];
        const testsAt = putTests(memory, tests);
        const holders = rows.who.length;
        memory.kernels.rowsCount(
          at.who,
          at.starts,
          holders,
          at.mask,
          rows.occasionsAt,
          rows.occasionWidth,
          testsAt,
          tests.length,
          pass,
          any,
        );
        rows.check(any, (found) => found.length > 0);
        const passes = (found: readonly number[]): boolean => found.length > 0 && isWithin(tests, BigInt(rows.sizeOf(found)));
        rows.check(pass, passes);
        if (at.mask === 0) return;
        const [pass2, any2] = [rows.mask(), rows.mask()];
        memory.kernels.rowsCountSparse(
          at.who,
          at.starts,
          rows.coarse,
          rows.words,
          at.mask,
          rows.occasionsAt,
          rows.occasionWidth,
          testsAt,
          tests.length,
          pass2,
          any2,
        );
        rows.check(any2, (found) => found.length > 0);
        rows.check(pass2, passes);
        const [pass3, any3] = [rows.mask(), rows.mask()];
        memory.kernels.rowsCountTally(
          at.who,
          holders,
          rows.heads,
          rows.coarse,
          rows.words,
          at.mask,
          rows.occasionsAt,
          rows.occasionWidth,
          testsAt,
          tests.length,
          pass3,
          any3,
          rows.scratch,
        );
        rows.check(any3, (found) => found.length > 0);
        rows.check(pass3, passes);
      }),
    );
  });

  it('are summed by place', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(-1000n, 1000n), fc.bigInt(1n, 50n), (one, base, scale) => {
        const rows = new KernelRows(one);
        const { memory, at, random } = rows;
        const sum = (found: readonly number[]): bigint =>
          rows.present(found).reduce((total, code) => total + base + scale * code, 0n);
        const sums = rows.who.map((_, holder) => sum(rows.rowsOf(holder)));
        // Bounds that some place meets exactly.
        const pick = (): bigint => sums[random.below(Math.max(1, sums.length))] ?? 0n;
        const tests: Pair[] = [
          [pick(), pick()],
          [pick() + 1n, pick() - 1n],
        ];
        const [pass, any] = [rows.mask(), rows.mask()];
        const testsAt = putTests(memory, tests);
        const holders = rows.who.length;
        if (at.mask === 0) {
          memory.kernels.rowsSum(
            at.who,
            at.starts,
            holders,
            at.column,
            one.width,
            base,
            scale,
            testsAt,
            tests.length,
            pass,
            any,
          );
          rows.check(any, (found) => found.length > 0);
          rows.check(pass, (found) => found.length > 0 && isWithin(tests, sum(found)));
          return;
        }
        const [pass2, any2] = [rows.mask(), rows.mask()];
        memory.kernels.rowsSumSparse(
          at.who,
          at.starts,
          rows.coarse,
          rows.words,
          at.mask,
          at.column,
          one.width,
          base,
          scale,
          testsAt,
          tests.length,
          pass2,
          any2,
        );
        rows.check(any2, (found) => found.length > 0);
        rows.check(pass2, (found) => found.length > 0 && isWithin(tests, sum(found)));
        const [pass3, any3] = [rows.mask(), rows.mask()];
        memory.kernels.rowsSumTally(
          at.who,
          holders,
          rows.heads,
          rows.coarse,
          rows.words,
          at.mask,
          at.column,
          one.width,
          base,
          scale,
          testsAt,
          tests.length,
          pass3,
          any3,
          rows.scratch,
        );
        rows.check(any3, (found) => found.length > 0);
        rows.check(pass3, (found) => found.length > 0 && isWithin(tests, sum(found)));
      }),
    );
  });

  it('are averaged by place, with bounds that are part of the interval or not', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(-1000n, 1000n), fc.nat(15), fc.bigInt(1n, 9n), (one, base, flags, factor) => {
        const rows = new KernelRows({ ...one, width: Math.min(one.width, 4) });
        const { memory, at, random } = rows;
        const measure = (found: readonly number[]): { sum: bigint; count: bigint; isAny: boolean } => {
          const present = rows.present(found);
          const sum = present.reduce((total, code) => total + base + code, 0n) * factor;
          return { sum, count: BigInt(rows.sizeOf(found)), isAny: present.length > 0 };
        };
        const some = rows.who.map((_, holder) => measure(rows.rowsOf(holder))).filter(({ isAny }) => isAny);
        const pick = (): bigint => {
          const { sum, count } = some[random.below(Math.max(1, some.length))] ?? { sum: 0n, count: 1n };
          return sum / count;
        };
        const [x, y] = [pick(), pick()];
        const [lo, hi] = x < y ? [x, y] : [y, x];
        const pass = rows.mask();
        const tests = memory.put(BigInt64Array.from([BigInt(flags), lo, hi, 0n]));
        const passes = (found: readonly number[]): boolean => {
          const { sum, count, isAny } = measure(found);
          if (!isAny) return false;
          if ((flags & 1) !== 0 && (sum < lo * count || ((flags & 2) !== 0 && sum === lo * count))) return false;
          return (flags & 4) === 0 || sum < hi * count || ((flags & 8) === 0 && sum === hi * count);
        };
        if (at.mask === 0) {
          memory.kernels.rowsAverage(
            at.who,
            at.starts,
            rows.who.length,
            rows.occasionsAt,
            rows.occasionWidth,
            at.column,
            Math.min(one.width, 4),
            base,
            1n,
            factor,
            tests,
            1,
            pass,
          );
          rows.check(pass, passes);
          return;
        }
        const pass2 = rows.mask();
        memory.kernels.rowsAverageSparse(
          at.who,
          at.starts,
          rows.coarse,
          rows.words,
          at.mask,
          rows.occasionsAt,
          rows.occasionWidth,
          at.column,
          Math.min(one.width, 4),
          base,
          1n,
          factor,
          tests,
          1,
          pass2,
        );
        rows.check(pass2, passes);
        const pass3 = rows.mask();
        memory.kernels.rowsAverageTally(
          at.who,
          rows.who.length,
          rows.heads,
          rows.coarse,
          rows.words,
          at.mask,
          rows.occasionsAt,
          rows.occasionWidth,
          at.column,
          Math.min(one.width, 4),
          base,
          1n,
          factor,
          tests,
          1,
          pass3,
          rows.scratch,
        );
        rows.check(pass3, passes);
      }),
      { numRuns: 150 },
    );
  });

  it('give their least and greatest code by place', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (one, isGreatest) => {
        const rows = new KernelRows(one);
        const { memory, at, random } = rows;
        const pick = (): bigint => rows.codes[random.below(Math.max(1, rows.codes.length))] ?? 0n;
        const tests: Pair[] = [[pick(), pick()]];
        const pass = rows.mask();
        const testsAt = putTests(memory, tests);
        const holders = rows.who.length;
        const greatest = isGreatest ? 1 : 0;
        memory.kernels.rowsExtreme(
          at.who,
          at.starts,
          holders,
          at.mask,
          at.column,
          one.width,
          greatest,
          testsAt,
          tests.length,
          pass,
        );
        rows.check(pass, (found) => {
          const [first, ...others] = rows.present(found);
          if (first === undefined) return false;
          return isWithin(
            tests,
            others.reduce((a, b) => ((isGreatest ? b > a : b < a) ? b : a), first),
          );
        });
      }),
    );
  });

  it('give their first and last by place', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (one, isLast) => {
        const rows = new KernelRows(one);
        const { memory, at, who } = rows;
        const out = memory.output(4 * who.length);
        memory.kernels.rowsEnd(at.starts, who.length, at.mask, isLast ? 1 : 0, out);
        expect(memory.readWords(out, who.length)).toEqual(
          who.map((_, holder) => rows.rowsOf(holder).at(isLast ? -1 : 0) ?? 0xffff_ffff),
        );
        expect(memory.isGuarded()).toBe(true);
      }),
    );
  });
});
