import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyMask } from '../../src/view/key-mask.ts';

const mask = new KeyMask(Buffer.alloc(32, 7));

describe('pseudonyms of keys', () => {
  it('are found again, are the same each time, and say nothing of the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const told = mask.hide(key);
        expect(mask.find(told)).toBe(Buffer.from(key, 'utf8').toString('utf8'));
        expect(new KeyMask(Buffer.alloc(32, 7)).hide(key)).toBe(told);
        expect(told).toMatch(/^p-[A-Za-z0-9_-]+$/);
        if (key.length > 5) expect(Buffer.from(told.slice(2), 'base64url').includes(Buffer.from(key))).toBe(false);
      }),
    );
    expect(new Set(['a', 'b', 'A', 'a ', 'a\u0080'].map((key) => mask.hide(key))).size).toBe(5);
  });

  it('are none of another secret, nor with anything changed', () => {
    const told = mask.hide('mina@example.com');
    expect(new KeyMask(Buffer.alloc(32, 8)).find(told)).toBeNull();
    for (let place = 0; place < told.length; place += 1) {
      const other = told[place] === 'A' ? 'B' : 'A';
      expect(mask.find(told.slice(0, place) + other + told.slice(place + 1)), String(place)).toBeNull();
    }
    for (const text of ['', 'p-', 'p-AAAA', 'mina@example.com', `${told}=`, `${told}AA`, told.slice(2)])
      expect(mask.find(text)).toBeNull();
  });
});
