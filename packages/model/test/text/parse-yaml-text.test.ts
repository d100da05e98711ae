import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Issue, SilhouetteError } from '../../src/error.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { parseYamlText } from '../../src/text/parse-yaml-text.ts';
import { ExactNumber } from '../../src/text/plain-value.ts';
import { writeJsonText } from '../../src/text/write-json-text.ts';

function issuesOf(text: string): readonly Issue[] {
  try {
    parseYamlText(text);
  } catch (error) {
    if (error instanceof SilhouetteError) return error.issues;
    throw error;
  }
  throw new Error('No issue.');
}

describe('parseYamlText', () => {
  it('keeps the digits of numbers in every form of the core schema', () => {
    expect(parseYamlText('[0.10, 9007199254740993, 1e400, 007, +5, .5, 1., 0x1F, 0o17, -0x10]')).toEqual(
      ['0.10', '9007199254740993', '1e400', '007', '+5', '.5', '1.', '31', '15', '-0x10'].map((text) =>
        text === '-0x10' ? text : new ExactNumber(text),
      ),
    );
  });

  it('reads YAML 1.2: yes, no and dates are text', () => {
    expect(parseYamlText('{a: yes, b: No, c: 2024-01-01, d: 1:30, e: true, f: ~, g: , h: "1", i: !!str 1, j: 1_000}')).toEqual({
      a: 'yes',
      b: 'No',
      c: '2024-01-01',
      d: '1:30',
      e: true,
      f: null,
      g: null,
      h: '1',
      i: '1',
      j: '1_000',
    });
    expect(parseYamlText('')).toBeNull();
    expect(parseYamlText('%YAML 1.1\n---\na: yes')).toEqual({ a: 'yes' });
  });

  it('takes keys as they are written', () => {
    expect(parseYamlText('true: [Y]\nfalse: [N]\n1: one\n1.50: x\n__proto__: {a: b}')).toEqual(
      parseJsonText('{"true":["Y"],"false":["N"],"1":"one","1.50":"x","__proto__":{"a":"b"}}'),
    );
  });

  it('reads JSON and what the library writes to the same values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        const plain = parseJsonText(json);
        expect(parseYamlText(json)).toEqual(plain);
        expect(parseJsonText(writeJsonText(parseYamlText(stringify(JSON.parse(json)))))).toEqual(
          parseJsonText(writeJsonText(plain)),
        );
      }),
    );
  });

  it.each([
    ['a: 1\nb:\n  - c: 1\n    c: 1\n"a": 2', ['b[0].c duplicate-key', 'a duplicate-key'], 'line 4, column 5'],
    ['1: a\n"1": b', ['1 duplicate-key'], 'line 2, column 1'],
    ['a: .inf', ['a invalid-yaml'], 'line 1, column 4'],
    ['a: -.INF', ['a invalid-yaml'], '-.INF'],
    ['a: .nan', ['a invalid-yaml'], '.nan'],
    ['a: [1', [' invalid-yaml'], 'line 1, column'],
    ['a: "b', [' invalid-yaml'], 'line 1, column'],
    ['a:\n\t- b', [' invalid-yaml'], 'line 2, column 1'],
    ['a: !money 5', [' invalid-yaml'], '!money'],
    ['a: !!binary aGk=', [' invalid-yaml'], 'binary'],
    ['? [a]\n: b', [' invalid-yaml'], 'key'],
    [': b', [' invalid-yaml'], 'key'],
    ['a: 1\n---\nb: 2', [' invalid-yaml'], 'second document'],
    ['a: *nope', [' invalid-yaml'], 'line 1, column 4'],
    ['a: &x [*x]', ['a[0] invalid-yaml'], '*x'],
  ])('refuses %j', (text, places, message) => {
    const issues = issuesOf(text);
    const known = issues.map(({ path, code }) => `${path} ${code}`);
    // The library reports an alias without an anchor for the whole document.
    if (text !== 'a: *nope') expect(known).toEqual(places);
    expect(issues[0]?.message).toContain(message);
  });

  it('follows aliases, but not until they fill the memory', () => {
    expect(parseYamlText('a: &x {n: 1}\nb: [*x, *x]')).toEqual(parseJsonText('{"a":{"n":1},"b":[{"n":1},{"n":1}]}'));
    const names = 'abcdefghij';
    const bomb = [...names]
      .map((name, index) => `${name}: &${name} [${Array(10).fill(index === 0 ? 'x' : `*${names[index - 1]}`)}]`)
      .join('\n');
    expect(issuesOf(bomb)[0]).toMatchObject({ code: 'invalid-yaml', message: expect.stringContaining('100000 values') });
  });

  it('refuses depth and length at once', () => {
    const nested = (depth: number): string => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;
    expect(() => parseYamlText(nested(450))).not.toThrow();
    for (const text of [nested(10_000), '['.repeat(50_000), '- '.repeat(50_000), '? '.repeat(50_000)]) {
      expect(issuesOf(text)).toMatchObject([{ code: 'too-deep' }]);
    }
    expect(issuesOf('x'.repeat(8 * 1024 * 1024 + 1))).toMatchObject([{ code: 'too-large' }]);
  });

  it('reads a map of 20,000 keys in its stride', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `key${index}: ${index}`).join('\n');
    expect(Object.keys(parseYamlText(text) ?? {})).toHaveLength(20_000);
  });
});
