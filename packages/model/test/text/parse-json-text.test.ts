import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Issue, SilhouetteError } from '../../src/error.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { ExactNumber, toPlainValue } from '../../src/text/plain-value.ts';
import { writeJsonText } from '../../src/text/write-json-text.ts';

function issuesOf(text: string): readonly Issue[] {
  try {
    parseJsonText(text);
  } catch (error) {
    if (error instanceof SilhouetteError) return error.issues;
    throw error;
  }
  throw new Error('No issue.');
}

describe('parseJsonText', () => {
  it('keeps the digits of numbers', () => {
    expect(parseJsonText('[0.10, 9007199254740993, -1e400, {"a": 1.50}]')).toEqual([
      new ExactNumber('0.10'),
      new ExactNumber('9007199254740993'),
      new ExactNumber('-1e400'),
      { a: new ExactNumber('1.50') },
    ]);
  });

  it('reads whatever JSON.parse reads to the same values, and writes it back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const plain = parseJsonText(text);
        expect(plain).toEqual(toPlainValue(JSON.parse(text)));
        expect(parseJsonText(writeJsonText(plain, indent))).toEqual(plain);
      }),
    );
  });

  it('refuses what JSON.parse refuses, with line and column', () => {
    for (const text of [
      '',
      '{',
      '{"a":1,}',
      '[1 2]',
      '{a:1}',
      "{'a':1}",
      '01',
      '+1',
      '.5',
      '1.',
      'NaN',
      '"\t"',
      '"\\x"',
      'tru',
      '[1]]',
      '"a',
      '{"a"}',
    ]) {
      expect(() => JSON.parse(text), text).toThrow();
      expect(issuesOf(text), text).toMatchObject([
        { path: '', code: 'invalid-json', message: expect.stringMatching(/line 1, column \d+/) },
      ]);
    }
    expect(issuesOf('{\n  "a": 1,\r\n  "b" 2\n}')[0]?.message).toContain('line 3, column 7');
  });

  it('skips a byte order mark', () => {
    expect(parseJsonText('\uFEFF{"a":true}')).toEqual({ a: true });
  });

  it('reports every repeated key with its path, equal values too', () => {
    const issues = issuesOf('{"a":1,"b":[{"c":{}},{"c":1,"d e":2,\n"c":1,"d e":3}],"\\u0061":1}');
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'b[1].c duplicate-key',
      'b[1]["d e"] duplicate-key',
      'a duplicate-key',
    ]);
    expect(issues[0]?.message).toContain('"c" stands a second time at line 2, column 1');
  });

  it('does not take a key in a list, a string or another object for a repetition', () => {
    const text = '{"a":["a","a",{"a":{"a":"a"}}],"b":"\\",\\"a\\":1","c":{"a":1}}';
    expect(parseJsonText(text)).toEqual(toPlainValue(JSON.parse(text)));
  });

  it('keeps a key "__proto__" a key', () => {
    const plain = parseJsonText('{"__proto__":{"polluted":true}}');
    expect(Object.keys(plain ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(issuesOf('{"__proto__":1,"__proto__":1}')).toMatchObject([{ code: 'duplicate-key' }]);
  });

  it('refuses depth without recursion and length without reading', () => {
    expect(() => parseJsonText('['.repeat(500) + ']'.repeat(500))).not.toThrow();
    expect(issuesOf('['.repeat(501) + ']'.repeat(501))).toMatchObject([
      { code: 'too-deep', message: expect.stringContaining('line 1, column 501') },
    ]);
    expect(issuesOf('{"a":'.repeat(1_000_000))).toMatchObject([{ code: 'too-deep' }]);
    expect(issuesOf(' '.repeat(8 * 1024 * 1024 + 1))).toMatchObject([{ code: 'too-large' }]);
  });
});
