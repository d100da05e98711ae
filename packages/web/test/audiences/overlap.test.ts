import type { OverlapRegion } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { describePart, orderParts } from '../../src/features/audiences/describe-part.ts';
import { makeCountAxis } from '../../src/features/audiences/history-scale.ts';
import { nameApart } from '../../src/features/audiences/name-apart.ts';
import { readOverlapIds, writeOverlapLink } from '../../src/features/audiences/overlap-address.ts';
import { en } from '../../src/i18n/en.ts';

describe('the address of an overlap', () => {
  it('names audiences of any script, and is read as it was written', () => {
    const ids = ['서울-여성', 'a_b', '30대'];
    const link = writeOverlapLink(ids);
    expect(link).toMatch(/^\/audiences\/overlap\?ids=[\w%,-]+$/);
    expect(readOverlapIds(link.slice(link.indexOf('?')))).toEqual(ids);
  });

  it('drops nothing but repetitions: too many are for the page to say', () => {
    expect(readOverlapIds('?ids=a,b,a,%20,c')).toEqual(['a', 'b', 'c']);
    expect(readOverlapIds('?ids=a,b,c,d,e,f')).toHaveLength(6);
    expect(readOverlapIds('?ids=')).toEqual([]);
    expect(readOverlapIds('?x=1')).toBeNull();
  });
});

it('audiences of one name are told apart by their places', () => {
  expect(nameApart(['VIP', 'New', 'VIP'])).toEqual(['VIP (1)', 'New', 'VIP (3)']);
  expect(nameApart(['A', 'B'])).toEqual(['A', 'B']);
});

describe('parts', () => {
  const region = (inside: number[], out: number[], count: number): OverlapRegion => {
    return { in: inside, out, count, share: 0, audience: null };
  };

  it('are said by who is in them and in no other', () => {
    const names = ['A', 'B', 'C'];
    expect(describePart(region([1], [0, 2], 1), names, en)).toBe('Only in B');
    expect(describePart(region([0, 2], [1], 1), names, en)).toBe('In A, C, in no other');
    expect(describePart(region([0, 1, 2], [], 1), names, en)).toBe('In all of them');
  });

  it('are those that somebody is in, largest first', () => {
    const parts = orderParts([region([0], [1], 2), region([1], [0], 0), region([0, 1], [], 5)]);
    expect(parts.map(({ count }) => count)).toEqual([5, 2]);
  });
});

describe('the axis of counts', () => {
  it.each([
    [[0], 1, [0, 1]],
    [[3], 3, [0, 1, 2, 3]],
    [[7], 8, [0, 2, 4, 6, 8]],
    [[1018, 700], 1500, [0, 500, 1000, 1500]],
    [[15_000_000], 15_000_000, [0, 5_000_000, 10_000_000, 15_000_000]],
  ])('of %j reaches %i', (counts, top, lines) => {
    expect(makeCountAxis(counts)).toEqual({ top, lines });
  });
});
