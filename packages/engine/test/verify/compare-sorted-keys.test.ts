import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../src/panel/compare-code-points.ts';
import { compareSortedKeys } from '../../src/verify/compare-sorted-keys.ts';

async function* inChunks(keys: readonly string[], size: number): AsyncGenerator<readonly string[]> {
  for (let at = 0; at < keys.length; at += size) {
    yield keys.slice(at, at + size);
    yield [];
  }
}

const keyLists = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 3 }), { maxLength: 40 });

describe('compareSortedKeys', () => {
  it('tells what each list has alone, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(keyLists, keyLists, fc.integer({ min: 1, max: 7 }), async (a, b, size) => {
        const [first, second] = [a.toSorted(compareCodePoints), b.toSorted(compareCodePoints)];
        const found = await compareSortedKeys(inChunks(first, size), inChunks(second, size + 1), 1000);
        expect(found.counts).toEqual([first.length, second.length]);
        expect(found.onlyIn[0]).toEqual(first.filter((key) => !second.includes(key)));
        expect(found.onlyIn[1]).toEqual(second.filter((key) => !first.includes(key)));
        expect(found.ascends).toEqual([true, true]);
      }),
    );
  });

  it('sees keys that are out of order or come twice', async () => {
    const found = await compareSortedKeys(inChunks(['a', 'b', 'b'], 2), inChunks(['b', 'a'], 1), 10);
    expect(found.ascends).toEqual([false, false]);
  });
});
