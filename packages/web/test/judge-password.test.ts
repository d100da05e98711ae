import { expect, test } from 'vitest';
import { judgePassword } from '../src/features/account/judge-password.ts';

test.each([
  ['', 'short'],
  ['eleven chars', 'good'],
  ['eleven char', 'short'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnopqrstuvwxyz', 'weak'],
  ['987654321098765432109876', 'weak'],
  ['abababababababababababab', 'weak'],
  ['qwerqwerqwerqwerqwerqwer', 'weak'],
  ['correct horse battery staple', 'strong'],
  ['서울의 봄밤에 걷는 고양이 세 마리', 'strong'],
  // One character as people count them, whichever way it is made.
  ['e\u0301'.repeat(11), 'short'],
  ['x'.repeat(129), 'long'],
])('%s is %s', (password, word) => {
  expect(judgePassword(password)).toBe(word);
});
