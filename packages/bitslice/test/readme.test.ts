import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const ENTRY = new URL('../dist/index.js', import.meta.url).href;

it('the example of the README prints what the README says', async () => {
  const [, example = ''] = /```js\n(.*?)```/s.exec(README) ?? [];
  const [, printed = ''] = /\nprints\n\n```\n(.*?)```/s.exec(README) ?? [];
  expect(example).toContain("from '@silhouette/bitslice'");
  const dir = mkdtempSync(join(tmpdir(), 'bitslice-test-'));
  try {
    const file = join(dir, 'example.mjs');
    // The package as it is published: the compiled files.
    writeFileSync(file, example.replace('@silhouette/bitslice', ENTRY));
    const { stdout } = await run(process.execPath, [file], { env: { ...process.env, TMPDIR: dir, NO_COLOR: '1' } });
    expect(stdout).toBe(printed);
    expect(printed).not.toBe('');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
