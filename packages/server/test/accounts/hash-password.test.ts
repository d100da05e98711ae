import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/accounts/hash-password.ts';

test('a password has its hash, which is another each time; another has not', async () => {
  const [one, two] = await Promise.all([hashPassword('한글 비밀번호 열두 자'), hashPassword('한글 비밀번호 열두 자')]);
  expect(one).toMatch(/^scrypt:32768:8:3:[\w-]{22}:[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(await verifyPassword('한글 비밀번호 열두 자', one ?? '')).toBe(true);
  // Decomposed: what another keyboard sends for the same letters.
  expect(await verifyPassword('한글 비밀번호 열두 자'.normalize('NFD'), one ?? '')).toBe(true);
  expect(await verifyPassword('한글 비밀번호 열두 쟈', one ?? '')).toBe(false);
});

test.each(['', 'x', 'scrypt:32768:8:3::', 'a:b', 'bcrypt:32768:8:3:AAAA:AAAA'])('%j is no hash of anything', async (hash) => {
  expect(await verifyPassword('', hash)).toBe(false);
});
