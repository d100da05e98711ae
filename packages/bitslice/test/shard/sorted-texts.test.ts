import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSortedTexts, SortedTexts, sortTexts } from '../../src/shard/sorted-texts.ts';

/** Texts near one another and odd ones: prefixes of others, the empty text, text beyond the first plane, halves of a pair. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '가', '😀'), maxLength: 4 }),
  fc.constantFrom('', 'a\u0000', '\ud800', 'b\udc00', '\uffff', '\u{10000}'),
);

const isText = (one: string): boolean => !/\p{Surrogate}/u.test(one);

function inOrder(texts: readonly string[]): string[] {
  return [...new Set(texts.filter(isText))].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function listOf(texts: readonly string[]): SortedTexts {
  const { bytes, ends } = packSortedTexts(inOrder(texts));
  return new SortedTexts(bytes, ends);
}

describe('lists of texts', () => {
  it('meet where both have a text, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), fc.array(text, { maxLength: 60 }), (mine, asked) => {
        const [here, wanted] = [listOf(mine), sortTexts(asked)];
        const met: [string, string, number][] = [];
        here.meet(wanted, (place, there) => met.push([here.read(place), wanted.read(there), place]));
        const has = new Set(mine);
        const both = inOrder(asked).filter((one) => has.has(one));
        expect(met).toEqual(both.map((one) => [one, one, inOrder(mine).indexOf(one)]));
      }),
      { numRuns: 500 },
    );
  });

  it('are put in order, each text once, whatever the order they came in', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (asked) => {
        const sorted = sortTexts(asked);
        expect(Array.from({ length: sorted.length }, (_, index) => sorted.read(index))).toEqual(inOrder(asked));
      }),
    );
  });
});
