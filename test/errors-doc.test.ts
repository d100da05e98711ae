import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '@silhouette/model';
import { expect, test } from 'vitest';

test('docs/errors.md and the table of codes say the same, both ways', () => {
  const doc = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...doc.matchAll(/^\| `([a-z-]+)` \| (\d+) \| (.+) \|$/gm)].map(([, code, status, text]) => ({
    code,
    status: Number(status),
    text,
  }));
  expect(Object.fromEntries(rows.map(({ code, status }) => [code, status]))).toEqual(ERROR_CODES);
  for (const { code, text } of rows) expect(text?.length, code).toBeGreaterThan(20);
});
