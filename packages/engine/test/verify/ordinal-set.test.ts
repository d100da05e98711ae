import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectOrdinals } from '../../src/verify/ordinal-set.ts';

async function* inChunks(ordinals: readonly number[], size: number): AsyncGenerator<Uint32Array> {
  for (let at = 0; at < ordinals.length; at += size) {
    yield Uint32Array.from(ordinals.slice(at, at + size));
    yield new Uint32Array(0);
  }
}

describe('collectOrdinals', () => {
  it('has a bit for each, whatever the order and the chunks', async () => {
    const lists = fc.uniqueArray(fc.nat(99), { maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 1, max: 9 }), async (ordinals, size) => {
        const { bits, listed, problem } = await collectOrdinals(inChunks(ordinals, size), 100);
        const found = Array.from({ length: 104 }, (_, n) => n).filter((n) => ((bits[n >> 3] ?? 0) >> (n & 7)) % 2 === 1);
        expect(found).toEqual(ordinals.toSorted((a, b) => a - b));
        expect([bits.length, listed, problem]).toEqual([13, ordinals.length, null]);
      }),
    );
  });

  it('sees an ordinal that comes twice, and one of nobody, also in the last byte', async () => {
    const collect = async (ordinals: readonly number[]) => (await collectOrdinals(inChunks(ordinals, 2), 9)).problem;
    expect(await collect([8, 1, 8])).toBe('lists the ordinal 8 twice');
    expect(await collect([8, 9])).toBe('lists the ordinal 9, which none of 9 customers has');
    expect(await collect([2 ** 32 - 1])).toBe('lists the ordinal 4294967295, which none of 9 customers has');
  });
});
