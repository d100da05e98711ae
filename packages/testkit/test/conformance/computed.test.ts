import { checkComputed } from '@silhouette/testkit';
import { describe, expect, it } from 'vitest';

describe('standard attributes', () => {
  it.each([11, 12])('say what the events say, on random world %i', { timeout: 120_000 }, async (seed) => {
    expect(await checkComputed(seed)).toBeGreaterThan(50);
  });
});
