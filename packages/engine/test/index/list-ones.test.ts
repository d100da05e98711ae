import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listOnes } from '../../src/index/answer/list-ones.ts';

it('listOnes tells where the ones of a mask are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(2 ** 31), (mask, first) => {
      const expected = [...mask].flatMap((byte, at) =>
        [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => Math.floor(byte / 2 ** bit) % 2 === 1).map((bit) => first + at * 8 + bit),
      );
      expect([...listOnes(mask, first)]).toEqual(expected);
    }),
  );
});
