import { expect, test } from 'vitest';
import { readOwnPath } from '../../src/accounts/own-path.ts';

test.each(['/', '/audiences/vip?x=1#y', '/catalog?attribute=city', '/#q=abc'])('%s is a path of our own', (path) => {
  expect(readOwnPath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  '/api/session/sso?next=/',
  'audiences',
  '',
  null,
  undefined,
  `/${'a'.repeat(3_000)}`,
])('%j leads nowhere else', (text) => {
  expect(readOwnPath(text)).toBe('/');
});
