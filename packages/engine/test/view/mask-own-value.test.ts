import { expect, test } from 'vitest';
import { maskOwnValue } from '../../src/view/mask-own-value.ts';

const seen = (present: number, distinct: number | null) => ({ present, missing: 0, distinct, min: null, max: null });

test.each([
  ['남성', 600, 2],
  ['female', 600, 2],
  ['당뇨병', 3_000_000, 40],
  ['홍길동', 20, 10],
])('of a value that customers share, such as %s, nothing is told', (value, present, distinct) => {
  expect(maskOwnValue(value, { type: 'category', stats: seen(present, distinct) })).toBe('***');
  expect(maskOwnValue([value, 'x'], { type: 'tags', stats: seen(present, distinct) })).toEqual(['***', '***']);
});

test.each([
  ['names of a few', 3, 3],
  ['names of many, which others have, too', 15_000_000, 2_000_000],
  ['texts, whose values are not counted', 600, null],
])('others keep their form: %s', (_, present, distinct) => {
  expect(maskOwnValue('홍길동', { type: 'category', stats: seen(present, distinct) })).toBe('홍*동');
});

test('a missing value stays missing, yes and no are one star', () => {
  const stats = seen(600, 2);
  expect(maskOwnValue(null, { type: 'category', stats })).toBeNull();
  expect([true, false].map((value) => maskOwnValue(value, { type: 'boolean', stats }))).toEqual(['*', '*']);
});
