import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/accounts/hash-password.ts';
import { checkNewPassword } from '../../src/accounts/read-password.ts';

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

test('a text of megabytes is no password, and is told so before it is spelt out', async () => {
  // NFKC makes 18 characters of this one: counted they would take gigabytes, and half a minute.
  const text = '\uFDFA'.repeat(5_000_000);
  const startedAtMs = performance.now();
  expect(checkNewPassword(text)).toContain('at most 128');
  expect(await verifyPassword(text, await hashPassword('another one of twelve'))).toBe(false);
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  // As many characters as are taken, each spelt by three.
  expect(checkNewPassword('각'.normalize('NFD').repeat(128))).toBeNull();
  expect(checkNewPassword('각'.normalize('NFD').repeat(129))).toContain('at most 128');
});
