import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK_MODE } from '../../src/kernels/kernels.ts';
import { writeByteSet } from '../../src/shard/byte-set.ts';
import { Random } from '../world/random.ts';
import { KernelMemory, MASK_KINDS, makeCodes, makeMask, SIZES } from './kernel-memory.ts';

const cases = fc.record({
  seed: fc.integer(),
  places: fc.constantFrom(...SIZES),
  width: fc.constantFrom(1, 2, 4, 8),
  kind: fc.constantFrom(...MASK_KINDS),
});

function mostOf(width: number): bigint {
  return (1n << BigInt(width * 8)) - 1n;
}

/** Groups of 16 places with the padding that columns have. */
function groupsOf(places: number): number {
  return Math.ceil(places / 512) * 32;
}

/** Runs a kernel that yields a mask in each mode and compares. */
function checkModes(
  memory: KernelMemory,
  before: readonly boolean[],
  passes: readonly boolean[],
  run: (out: number, mode: number) => void,
): void {
  const inMode = (mode: number): boolean[] => {
    const out = memory.putMask(before);
    run(out, mode);
    return memory.readMask(out, before.length);
  };
  expect(inMode(MASK_MODE.store)).toEqual(passes);
  expect(inMode(MASK_MODE.and)).toEqual(passes.map((isSet, place) => isSet && before[place] === true));
  expect(inMode(MASK_MODE.or)).toEqual(passes.map((isSet, place) => isSet || before[place] === true));
  expect(memory.isGuarded()).toBe(true);
}

describe('codes', () => {
  it('are compared with bounds', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('any', 'equal', 'most', 'least'), ({ seed, places, width, kind }, edge) => {
        const random = new Random(seed);
        const most = mostOf(width);
        const codes = makeCodes(random, places, most);
        const [x, y] = [random.bigUpTo(most), random.bigUpTo(most)];
        const lo = edge === 'least' ? 1n : x < y ? x : y;
        const hi = edge === 'equal' ? lo : edge === 'most' ? most : x < y ? y : x;
        const memory = new KernelMemory();
        const column = memory.putCodes(codes, width);
        checkModes(
          memory,
          makeMask(random, places, kind),
          codes.map((code) => code >= lo && code <= hi),
          (out, mode) => memory.kernels.codesRange(column, width, groupsOf(places), lo, hi, out, mode),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('are looked up in a set', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2, 255, 256, 257, 65_535), ({ seed, places, width, kind }, most) => {
        fc.pre((width === 2 || width === 4) && BigInt(most) <= mostOf(width));
        const random = new Random(seed);
        const codes = makeCodes(random, places, BigInt(most));
        const table = Uint8Array.from({ length: most + 1 }, () => random.below(2));
        const memory = new KernelMemory();
        const [column, at] = [memory.putCodes(codes, width), memory.put(table)];
        checkModes(
          memory,
          makeMask(random, places, kind),
          codes.map((code) => table[Number(code)] === 1),
          (out, mode) => memory.kernels.codesSet(column, width, groupsOf(places), at, out, mode),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('of one byte are looked up in a set', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(2n, 100n, 127n, 128n, 255n), ({ seed, places, kind }, most) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, most);
        const intervals = Array.from({ length: random.below(6) }, () => {
          const [x, y] = [random.bigUpTo(255n), random.bigUpTo(255n)];
          return { lo: x < y ? x : y, hi: random.below(2) === 0 ? (x < y ? x : y) : x < y ? y : x };
        });
        const memory = new KernelMemory();
        const [column, set] = [memory.putCodes(codes, 1), memory.put(writeByteSet(intervals))];
        checkModes(
          memory,
          makeMask(random, places, kind),
          codes.map((code) => intervals.some(({ lo, hi }) => code >= lo && code <= hi)),
          (out, mode) => memory.kernels.bytesSet(column, groupsOf(places), set, out, mode),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('are counted', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2, 255, 256, 257, 100_000), ({ seed, places, width, kind }, most) => {
        fc.pre(width < 8 && BigInt(most) <= mostOf(width));
        const random = new Random(seed);
        const codes = makeCodes(random, places, BigInt(most));
        const mask = makeMask(random, places, kind);
        const memory = new KernelMemory();
        // Counts are added to what is there.
        const expected = new Array<number>(most + 1).fill(2);
        const first = memory.put(Uint32Array.from(expected));
        const second = memory.put(new Uint32Array(most + 1));
        const words = KernelMemory.maskBytes(places) / 8;
        memory.kernels.codesHistogram(memory.putCodes(codes, width), width, words, memory.putMask(mask), first, second);
        codes.forEach((code, place) => {
          if (mask[place] === true) expected[Number(code)] = (expected[Number(code)] ?? 0) + 1;
        });
        const others = memory.readWords(second, most + 1);
        expect(memory.readWords(first, most + 1).map((count, code) => count + (others[code] ?? 0))).toEqual(expected);
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are numbered by a table of ranges', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2, 255, 300, 65_535), ({ seed, places, width }, most) => {
        fc.pre(width <= 2 && BigInt(most) <= mostOf(width));
        const random = new Random(seed);
        const codes = makeCodes(random, places, BigInt(most));
        const table = Uint8Array.from({ length: most + 1 }, (_, code) => (code === 0 ? 0 : 1 + random.below(7)));
        const memory = new KernelMemory();
        const bytes = KernelMemory.maskBytes(places) * 3;
        const [out, scratch] = [memory.output(bytes), memory.output(512)];
        const column = memory.putCodes(codes, width);
        memory.kernels.codesRanges(column, width, places, memory.put(table), out, 3, scratch);
        const expected = memory.putSlices(
          codes.map((code) => BigInt(table[Number(code)] ?? 0)),
          3,
        );
        expect(memory.bytes.slice(out, out + bytes)).toEqual(memory.bytes.slice(expected, expected + bytes));
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
