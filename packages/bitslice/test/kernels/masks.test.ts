import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../world/random.ts';
import { KernelMemory, MASK_KINDS, makeMask, SIZES } from './kernel-memory.ts';

const cases = fc.record({
  seed: fc.integer(),
  places: fc.constantFrom(...SIZES),
  kinds: fc.tuple(fc.constantFrom(...MASK_KINDS), fc.constantFrom(...MASK_KINDS)),
});

describe('masks', () => {
  it('are intersected, united, subtracted and counted', () => {
    fc.assert(
      fc.property(cases, ({ seed, places, kinds }) => {
        const random = new Random(seed);
        const [a, b] = [makeMask(random, places, kinds[0]), makeMask(random, places, kinds[1])];
        const memory = new KernelMemory();
        const { kernels } = memory;
        const bytes = KernelMemory.maskBytes(places);
        const [left, right] = [memory.putMask(a), memory.putMask(b)];
        const both = a.map((isSet, place) => isSet && b[place] === true);
        const checks = [
          { run: kernels.maskAnd, expected: both },
          { run: kernels.maskOr, expected: a.map((isSet, place) => isSet || b[place] === true) },
          { run: kernels.maskAndNot, expected: a.map((isSet, place) => isSet && b[place] !== true) },
        ];
        for (const { run, expected } of checks) {
          const out = memory.output(bytes);
          run(out, left, right, bytes);
          expect(memory.readMask(out, places)).toEqual(expected);
          // The target may be an operand.
          const own = memory.putMask(a);
          run(own, own, right, bytes);
          expect(memory.readMask(own, places)).toEqual(expected);
        }
        expect(kernels.maskCount(left, bytes)).toBe(a.filter(Boolean).length);
        expect(kernels.maskCountAnd(left, right, bytes)).toBe(both.filter(Boolean).length);
        expect(memory.isGuarded()).toBe(true);
      }),
    );
  });

  it('give the positions of their ones from any place on, as many as are wanted', () => {
    fc.assert(
      fc.property(cases, fc.nat(4200), fc.nat(600), ({ seed, places, kinds }, start, most) => {
        const mask = makeMask(new Random(seed), places, kinds[0]);
        const memory = new KernelMemory();
        const from = Math.min(start, places);
        const expected = mask.flatMap((isSet, place) => (isSet && place >= from ? [place] : [])).slice(0, most);
        const out = memory.output(4 * most);
        const found = memory.kernels.maskPositions(memory.putMask(mask), places, from, most, out);
        expect(memory.readWords(out, found)).toEqual(expected);
        expect(memory.isGuarded()).toBe(true);
      }),
    );
  });
});
