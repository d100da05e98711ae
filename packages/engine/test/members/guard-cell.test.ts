import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardCell } from '../../src/members/guard-cell.ts';

test.each(['=1+1', '+82', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x', "=cmd|' /C calc'!A0"])(
  '%j is given an apostrophe, once',
  (text) => {
    expect(guardCell(text)).toBe(`'${text}`);
    expect(guardCell(guardCell(text))).toBe(`'${text}`);
  },
);

test.each(['', 'a=b', "'=1", '(1)', ' =1', '서울', '1+1', '"=1"'])('%j is as it was', (text) => {
  expect(guardCell(text)).toBe(text);
});

test('whatever the text, its first character is no sign, and nothing else has changed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('=', '＠', '\t').map((sign) => `${sign}x`),
      ),
      (text) => {
        const guarded = guardCell(text);
        expect(guarded.normalize('NFKC')).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(guarded === text || guarded === `'${text}`).toBe(true);
      },
    ),
  );
});
