import { describe, expect, it } from 'vitest';
import { hashQueryKey } from '../src/api/hash-query-key.ts';

const keys = (from: number) => Array.from({ length: 5000 }, (_, index) => `key-${from + index}`);

describe('the hash of a query key', () => {
  it('is the same for keys that say the same', () => {
    expect(hashQueryKey(['explore', { a: 1, b: [null, 'x'] }, []])).toBe(
      hashQueryKey(['explore', { b: [null, 'x'], a: 1, c: undefined }, []]),
    );
    expect(hashQueryKey(['explore', { customers: keys(0) }])).toBe(hashQueryKey(['explore', { customers: keys(0) }]));
  });

  it('differs where one value of many does, or only the type of one', () => {
    const hashes = [[{ customers: keys(0) }], [{ customers: keys(1) }], [{ in: keys(0) }], ['1'], [1], [null], [['1']], ['#1']];
    expect(new Set(hashes.map(hashQueryKey)).size).toBe(hashes.length);
  });

  it('is short for what is long, and written once for an object', () => {
    let reads = 0;
    const audience = {
      get customers() {
        reads += 1;
        return keys(0);
      },
    };
    const question = { audience, asOf: null };
    expect(hashQueryKey(['explore', question, []]).length).toBeLessThan(100);
    for (let time = 0; time < 1000; time += 1) hashQueryKey(['explore', question, []]);
    expect(reads).toBe(1);
  });

  it('never takes a forgotten text for another', () => {
    const first = hashQueryKey([keys(0)]);
    const others = Array.from({ length: 20 }, (_, index) => hashQueryKey([keys(100 + index)]));
    expect(new Set([first, ...others, hashQueryKey([keys(0)])]).size).toBe(22);
  });
});
