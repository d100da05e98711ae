import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckedText, writeCheckedText } from '@silhouette/bitslice';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bitslice-test-'));
  path = join(dir, 'x.json');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a checked text', () => {
  it('comes back as it was, whole numbers of any size too', () => {
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.bigInt(),
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }).filter((one) => !('$' in one)),
      ),
    })).value;
    fc.assert(
      fc.property(values, (value) => {
        writeCheckedText(path, value);
        expect(readCheckedText(path)).toEqual(value);
      }),
    );
  });

  it('of another version, another format or none is refused', () => {
    writeCheckedText(path, { a: 1n });
    const text = readFileSync(path, 'utf8');
    for (const other of [text.replace('bitslice 1', 'bitslice 2'), '{}', '']) {
      writeFileSync(path, other);
      expect(() => readCheckedText(path)).toThrow(expect.objectContaining({ name: 'IndexError', code: 'format' }));
    }
    writeFileSync(path, `${text} `);
    expect(() => readCheckedText(path)).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(() => readCheckedText(join(dir, 'none.json'))).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});
