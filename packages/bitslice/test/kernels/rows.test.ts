import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../world/random.ts';
import { KernelMemory, MASK_KINDS, makeCodes, makeMask } from './kernel-memory.ts';

const cases = fc.record({
  seed: fc.integer(),
  places: fc.constantFrom(1, 64, 511, 512, 1000),
  /** Most rows of a place: one, a few, and more than a word of the mask has. */
  most: fc.constantFrom(1, 3, 200),
  width: fc.constantFrom<number[]>(1, 2, 4, 8),
  /** Null: every row counts. */
  kind: fc.constantFrom(null, ...MASK_KINDS),
  hasOccasions: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Rows of one case, in plain arrays and in memory. */
class Rows {
  readonly memory = new KernelMemory();
  readonly random: Random;
  readonly places: number;
  readonly who: number[] = [];
  readonly starts: number[] = [0];
  readonly codes: bigint[];
  readonly occasions: number[] = [];
  readonly counts: readonly boolean[] | null;
  readonly at: { readonly who: number; readonly starts: number; readonly mask: number; readonly column: number };
  readonly occasionsAt: number;

  constructor({ seed, places, most, width, kind, hasOccasions }: Case) {
    this.random = new Random(seed);
    this.places = places;
    for (let place = 0; place < places; place += 1) {
      if (this.random.isOnceIn(3)) continue;
      const count = 1 + this.random.below(most);
      this.who.push(place);
      let occasion = 1;
      for (let row = 0; row < count; row += 1) {
        if (this.random.isOnceIn(2)) occasion += 1 + this.random.below(3);
        this.occasions.push(occasion);
      }
      this.starts.push(this.occasions.length);
    }
    const rows = this.occasions.length;
    this.codes = makeCodes(this.random, rows, width === 8 ? 1n << 50n : (1n << BigInt(width * 8)) - 1n);
    this.counts = kind === null ? null : makeMask(this.random, rows, kind);
    const { memory } = this;
    this.at = {
      who: memory.put(Uint32Array.from(this.who)),
      starts: memory.put(Uint32Array.from(this.starts)),
      mask: this.counts === null ? 0 : memory.putMask(this.counts),
      column: memory.putCodes(this.codes, width),
    };
    this.occasionsAt = hasOccasions ? memory.put(Uint32Array.from(this.occasions)) : 0;
  }

  /** The rows of each holder that count. */
  rowsOf(holder: number): number[] {
    const [from = 0, to = 0] = this.starts.slice(holder, holder + 2);
    return Array.from({ length: to - from }, (_, index) => from + index).filter((row) => this.counts?.[row] !== false);
  }

  /** How many rows, or occasions where there are any. */
  sizeOf(rows: readonly number[]): number {
    return this.occasionsAt === 0 ? rows.length : new Set(rows.map((row) => this.occasions[row])).size;
  }

  present(rows: readonly number[]): bigint[] {
    return rows.map((row) => this.codes[row] ?? 0n).filter((code) => code !== 0n);
  }

  mask(): number {
    return this.memory.output(KernelMemory.maskBytes(this.places));
  }

  /** A mask of the holders that pass. */
  expect(passes: (rows: readonly number[]) => boolean): boolean[] {
    const mask = new Array<boolean>(this.places).fill(false);
    this.who.forEach((place, holder) => {
      mask[place] = passes(this.rowsOf(holder));
    });
    return mask;
  }

  check(out: number, passes: (rows: readonly number[]) => boolean): void {
    expect(this.memory.readMask(out, this.places)).toEqual(this.expect(passes));
    expect(this.memory.isGuarded()).toBe(true);
  }
}

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
        const rows = new Rows(one);
        const { memory, at } = rows;
        const [pass, any] = [rows.mask(), rows.mask()];
        const testsAt = putTests(memory, tests);
        const holders = rows.who.length;
        memory.kernels.rowsCount(at.who, at.starts, holders, at.mask, rows.occasionsAt, testsAt, tests.length, pass, any);
        rows.check(any, (found) => found.length > 0);
        rows.check(pass, (found) => found.length > 0 && isWithin(tests, BigInt(rows.sizeOf(found))));
      }),
    );
  });

  it('are summed by place', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(-1000n, 1000n), fc.bigInt(1n, 50n), (one, base, scale) => {
        const rows = new Rows(one);
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
        memory.kernels.rowsSum(
          at.who,
          at.starts,
          holders,
          at.mask,
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
      }),
    );
  });

  it('are averaged by place, with bounds that are part of the interval or not', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(-1000n, 1000n), fc.nat(15), fc.bigInt(1n, 9n), (one, base, flags, factor) => {
        const rows = new Rows({ ...one, width: Math.min(one.width, 4) });
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
        memory.kernels.rowsAverage(
          at.who,
          at.starts,
          rows.who.length,
          at.mask,
          rows.occasionsAt,
          at.column,
          Math.min(one.width, 4),
          base,
          1n,
          factor,
          tests,
          1,
          pass,
        );
        rows.check(pass, (found) => {
          const { sum, count, isAny } = measure(found);
          if (!isAny) return false;
          if ((flags & 1) !== 0 && (sum < lo * count || ((flags & 2) !== 0 && sum === lo * count))) return false;
          return (flags & 4) === 0 || sum < hi * count || ((flags & 8) === 0 && sum === hi * count);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('give their least and greatest code by place', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (one, isGreatest) => {
        const rows = new Rows(one);
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
        const rows = new Rows(one);
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
