import { expect, test } from 'vitest';
import { formatBytes } from '../src/features/exports/format-bytes.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1_540, '1.5 kB'],
  [999_940, '999.9 kB'],
  [999_999, '1 MB'],
  [2_500_000_000, '2.5 GB'],
  [7e15, '7,000 TB'],
] as const)('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});
