import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK_MODE } from '../../src/kernels/kernels.ts';
import { Random } from '../world/random.ts';
import { encodeCodes, KernelMemory, MASK_KINDS, makeCodes, makeMask, SIZES } from './kernel-memory.ts';

const WIDTHS = [1, 2, 4, 8, 16] as const;

const cases = fc.record({
  seed: fc.integer(),
  places: fc.constantFrom(...SIZES),
  bits: fc.integer({ min: 1, max: 70 }),
  kind: fc.constantFrom(...MASK_KINDS),
  isWhole: fc.boolean(),
});

function mostOf(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

function lowest(code: bigint, bits: number, digit: bigint): number {
  for (let slice = 0; slice < bits - 1; slice += 1) if (((code >> BigInt(slice)) & 1n) === digit) return slice;
  return bits - 1;
}

describe('slices', () => {
  it('are written from codes of every width', () => {
    fc.assert(
      fc.property(cases, ({ seed, places, bits, isWhole }) => {
        const codes = makeCodes(new Random(seed), places, mostOf(bits), isWhole);
        for (const width of WIDTHS.filter((one) => one * 8 >= bits)) {
          const memory = new KernelMemory();
          const from = memory.put(encodeCodes(codes, width));
          const bytes = KernelMemory.maskBytes(places) * bits;
          const out = memory.output(bytes);
          const scratch = memory.output(512);
          for (let plane = 0; plane < width; plane += 1) {
            memory.kernels.sliceEncode(from, width, places, plane, out, bits, scratch);
          }
          const expected = memory.putSlices(codes, bits);
          expect(memory.bytes.slice(out, out + bytes)).toEqual(memory.bytes.slice(expected, expected + bytes));
          expect(memory.isGuarded()).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are read place by place', () => {
    fc.assert(
      fc.property(cases, ({ seed, places, bits, kind }) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits));
        const positions = makeMask(random, places, kind).flatMap((isSet, place) => (isSet ? [place] : []));
        const memory = new KernelMemory();
        const out = memory.output(8 * positions.length);
        const at = memory.put(Uint32Array.from(positions));
        memory.kernels.sliceGather(memory.putSlices(codes, bits), bits, at, positions.length, out);
        expect(memory.readLongs(out, positions.length)).toEqual(
          positions.map((position) => BigInt.asUintN(64, codes[position] ?? 0n)),
        );
        expect(memory.isGuarded()).toBe(true);
      }),
    );
  });

  it('are compared with one bound or two, whatever slices need not be read', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('any', 'equal', 'most', 'least'), fc.boolean(), (one, edge, isExact) => {
        const { seed, places, bits, kind, isWhole } = one;
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits), isWhole);
        const [x, y] = [random.bigUpTo(mostOf(bits)), random.bigUpTo(mostOf(bits))];
        const lo = edge === 'least' ? 0n : x < y ? x : y;
        const hi = edge === 'equal' ? lo : edge === 'most' ? mostOf(bits) : x < y ? y : x;
        const memory = new KernelMemory();
        const column = memory.putSlices(codes, bits);
        const [low, high] = [memory.putBits(lo, bits), memory.putBits(hi, bits)];
        const loStop = isExact ? lowest(lo, bits, 1n) : 0;
        const hiStop = isExact ? lowest(hi, bits, 0n) : 0;
        const before = makeMask(random, places, kind);
        for (const [bounds, holds] of [
          [1, (code: bigint) => code >= lo],
          [2, (code: bigint) => code <= hi],
          [3, (code: bigint) => code >= lo && code <= hi],
        ] as const) {
          const passes = codes.map(holds);
          const blocks = Math.ceil(places / 512);
          const run = (mode: number): boolean[] => {
            const out = memory.putMask(before);
            memory.kernels.sliceRange(column, bits, blocks, low, loStop, high, hiStop, bounds, out, mode);
            return memory.readMask(out, places);
          };
          expect(run(MASK_MODE.store)).toEqual(passes);
          expect(run(MASK_MODE.and)).toEqual(passes.map((isSet, place) => isSet && before[place] === true));
          expect(run(MASK_MODE.or)).toEqual(passes.map((isSet, place) => isSet || before[place] === true));
        }
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('are counted code by code, up to five of them', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 5 }), ({ seed, places, kind, isWhole }, bits) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits), isWhole);
        const mask = makeMask(random, places, kind);
        const memory = new KernelMemory();
        // Counts are added to what is there.
        const out = memory.put(new Uint32Array(1 << bits).fill(3));
        const scratch = memory.output(512);
        const column = memory.putSlices(codes, bits);
        memory.kernels.sliceHistogram(column, bits, Math.ceil(places / 512), memory.putMask(mask), out, scratch);
        const expected = new Array<number>(1 << bits).fill(3);
        codes.forEach((code, place) => {
          if (mask[place] === true) expected[Number(code)] = (expected[Number(code)] ?? 0) + 1;
        });
        expect(memory.readWords(out, 1 << bits)).toEqual(expected);
        const sparse = memory.put(new Uint32Array(1 << bits).fill(3));
        memory.kernels.sliceHistogramSparse(column, bits, Math.ceil(places / 512) * 8, memory.putMask(mask), sparse);
        expect(memory.readWords(sparse, 1 << bits)).toEqual(expected);
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('are counted where every place has the same code, which fills every counter', () => {
    for (const bits of [1, 2, 3, 4, 5]) {
      for (const code of [0n, mostOf(bits)]) {
        const places = 512 * 40 + 3;
        const memory = new KernelMemory();
        const out = memory.output(4 << bits);
        const column = memory.putSlices(new Array<bigint>(places).fill(code), bits);
        const mask = memory.putMask(new Array<boolean>(places).fill(true));
        memory.kernels.sliceHistogram(column, bits, 41, mask, out, memory.output(512));
        const expected = new Array<number>(1 << bits).fill(0);
        expected[Number(code)] = places;
        expect(memory.readWords(out, 1 << bits)).toEqual(expected);
      }
    }
  });

  it('are summed by their ones', () => {
    fc.assert(
      fc.property(cases, ({ seed, places, bits, kind }) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits));
        const mask = makeMask(random, places, kind);
        const memory = new KernelMemory();
        const out = memory.output(4 * bits);
        memory.kernels.sliceOnes(memory.putSlices(codes, bits), bits, Math.ceil(places / 512), memory.putMask(mask), out);
        const sum = memory.readWords(out, bits).reduce((total, ones, slice) => total + (BigInt(ones) << BigInt(slice)), 0n);
        expect(sum).toBe(codes.reduce((total, code, place) => (mask[place] === true ? total + code : total), 0n));
        expect(memory.isGuarded()).toBe(true);
      }),
    );
  });

  it('are narrowed slice by slice', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.nat(), ({ seed, places, bits, kind }, first, second) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits));
        const mask = makeMask(random, places, kind);
        const [slice, next] = [(first % (bits + 1)) - 1, (second % (bits + 1)) - 1];
        const bit = (code: bigint, at: number): number => Number((code >> BigInt(at)) & 1n);
        for (const want of [0, 1]) {
          const memory = new KernelMemory();
          const at = memory.putMask(mask);
          const column = memory.putSlices(codes, bits);
          const count = memory.kernels.sliceNarrow(column, bits, Math.ceil(places / 512), at, slice, want, next);
          const kept = mask.map((isSet, place) => isSet && (slice < 0 || bit(codes[place] ?? 0n, slice) === want));
          expect(memory.readMask(at, places)).toEqual(kept);
          expect(count).toBe(kept.filter((isSet, place) => isSet && (next < 0 || bit(codes[place] ?? 0n, next) === 1)).length);
          expect(memory.isGuarded()).toBe(true);
        }
      }),
    );
  });

  it('tell the least and the greatest code of a mask', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ seed, places, bits, kind, isWhole }, isSorted) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits), isWhole);
        // Descending and ascending codes change the best in many blocks.
        if (isSorted) codes.sort((a, b) => (a < b ? -1 : 1) * (seed % 2 === 0 ? 1 : -1));
        const mask = makeMask(random, places, kind);
        const members = codes.filter((_, place) => mask[place]);
        const memory = new KernelMemory();
        const column = memory.putSlices(codes, bits);
        for (const greatest of [0, 1]) {
          const best = memory.output(bits);
          const blocks = Math.ceil(places / 512);
          // The column's own extreme ends the search; one that does not occur ends nothing.
          const extreme = codes.reduce(
            (a, b) => ((greatest === 1 ? b > a : b < a) ? b : a),
            greatest === 1 ? 0n : mostOf(bits),
          );
          const limit = memory.put(Uint8Array.from({ length: bits }, (_, slice) => Number((extreme >> BigInt(slice)) & 1n)));
          const found = memory.kernels.sliceExtreme(column, bits, blocks, memory.putMask(mask), greatest, limit, best);
          expect(found).toBe(members.length > 0 ? 1 : 0);
          if (members.length === 0) continue;
          const expected = members.reduce((a, b) => ((greatest === 1 ? b > a : b < a) ? b : a));
          let code = 0n;
          for (let slice = 0; slice < bits; slice += 1) code |= BigInt(memory.bytes[best + slice] ?? 0) << BigInt(slice);
          expect(code).toBe(expected);
        }
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('are numbered by the range between cuts that a code lies in', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(0, 1, 2, 7, 24, 30), ({ seed, places, bits, isWhole }, cutCount) => {
        const random = new Random(seed);
        const codes = makeCodes(random, places, mostOf(bits), isWhole);
        const cuts = Array.from({ length: cutCount }, () => 1n + random.bigUpTo(mostOf(bits) - 1n));
        cuts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const memory = new KernelMemory();
        const outBits = (cutCount + 1).toString(2).length;
        const bounds = memory.put(
          Uint8Array.from(
            cuts.flatMap((cut) => Array.from({ length: bits }, (_, slice) => Number((cut >> BigInt(slice)) & 1n))),
          ),
        );
        const bytes = KernelMemory.maskBytes(places) * outBits;
        const out = memory.output(bytes);
        // What was there before does not matter.
        memory.bytes.fill(0xff, out, out + bytes);
        const blocks = Math.ceil(places / 512);
        memory.kernels.sliceRanges(memory.putSlices(codes, bits), bits, blocks, bounds, cutCount, out, outBits);
        const ranges = codes.map((code) => (code === 0n ? 0n : 1n + BigInt(cuts.filter((cut) => cut <= code).length)));
        const expected = memory.putSlices(ranges, outBits);
        expect(memory.bytes.slice(out, out + bytes)).toEqual(memory.bytes.slice(expected, expected + bytes));
        expect(memory.isGuarded()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
