import { expect, test } from 'vitest';
import { normaliseUrl } from '../src/normalise-url.ts';

test.each([
  ['/api/me?q=%61', '/api/me?q=%61'],
  ['/%61pi/m%65', '/api/me'],
  ['/api/audiences/%EC%84%9C', '/api/audiences/%EC%84%9C'],
  ['/api%2Fme', '/api%2Fme'],
  ['/%2561pi', '/%2561pi'],
  ['/%2e%2e/x', '/../x'],
  ['http://any.example:1/api/me?q', '/api/me?q'],
  ['HTTPS://any.example', '/'],
  ['http://any.example?q', '/?q'],
  ['/http://any.example/', '/http://any.example/'],
  ['/%', '/%25'],
  ['/%c0%ae/%61', '/%25c0%25ae/%2561'],
  ['*', '*'],
])('%s is routed as %s', (target, routed) => {
  expect(normaliseUrl(target)).toBe(routed);
});
