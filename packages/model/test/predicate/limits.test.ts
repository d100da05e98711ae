import { describe, expect, it } from 'vitest';
import { SilhouetteError } from '../../src/error.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import type { PlainValue } from '../../src/text/plain-value.ts';
import { issuesOf, parse, placesOf } from './test-catalog.ts';

const nest = (levels: number, inner: PlainValue = { all: [] }): PlainValue => {
  let plain = inner;
  for (let level = 1; level < levels; level += 1) plain = { not: plain };
  return plain;
};

describe('limits of a definition', () => {
  it('takes 200 levels and refuses 201, filters of rows counted in', () => {
    expect(parse(nest(200)).ok).toBe(true);
    expect(issuesOf(nest(201))).toMatchObject([{ code: 'too-deep', path: Array(200).fill('not').join('.') }]);
    const filtered = (levels: number): PlainValue => nest(levels - 1, { event: 'visit', where: [{ field: 'store', eq: 'a' }] });
    expect(parse(filtered(200)).ok).toBe(true);
    expect(placesOf(filtered(201)).map((place) => place.split(' ')[1])).toEqual(['too-deep']);
    expect(parse(JSON.stringify(nest(200))).ok).toBe(true);
  });

  it('does not overflow on data nested a hundred thousand deep', () => {
    expect(issuesOf(nest(100_000))).toMatchObject([{ code: 'too-deep' }]);
  });

  it('takes 10,000 nodes and refuses one more, once', () => {
    const group = (nodes: number): PlainValue => ({ all: Array(nodes - 1).fill({ customers: [] }) });
    expect(parse(group(10_000)).ok).toBe(true);
    expect(placesOf(group(10_001))).toEqual(['all[9999] too-large']);
    expect(placesOf({ any: [group(9_000), group(9_000), group(9_000)] })).toHaveLength(1);
    const filters = Array(10_000).fill({ field: 'store', eq: 'a' });
    expect(placesOf({ event: 'visit', where: filters })).toEqual(['where[9999] too-large']);
  });

  it('takes 100,000 values in a list and refuses one more', () => {
    const keys = Array.from({ length: 100_001 }, (_, index) => `k${index}`);
    for (const wrap of [
      (list: string[]): PlainValue => ({ customers: list }),
      (list: string[]): PlainValue => ({ attribute: 'gender', in: list }),
      (list: string[]): PlainValue => ({ attribute: 'interests', containsAny: list }),
    ]) {
      expect(parse(wrap(keys.slice(1))).ok).toBe(true);
      expect(issuesOf(wrap(keys))).toMatchObject([{ code: 'too-large', message: expect.stringContaining('100001') }]);
    }
  });

  it('reports a hundred wrong values of a list, then how many were not looked at', () => {
    const issues = issuesOf({ attribute: 'age', in: Array(100_000).fill('x') });
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)?.message).toContain('99900 values');
  });

  it('reports a thousand issues, then how many more there are', () => {
    const issues = issuesOf({ all: Array(5000).fill({ attribute: 'nope', eq: 1 }) });
    expect(issues).toHaveLength(1001);
    expect(issues.at(-1)?.message).toContain('4000 more');
  });

  it('refuses 10,000 nested nots and 10 MB of JSON text at once', () => {
    const codeOf = (text: string): string => {
      try {
        return parse(text).ok ? 'ok' : 'issues';
      } catch (error) {
        return error instanceof SilhouetteError ? error.code : String(error);
      }
    };
    expect(codeOf(`${'{"not":'.repeat(10_000)}{"all":[]}${'}'.repeat(10_000)}`)).toBe('too-deep');
    expect(codeOf('{"not":'.repeat(10_000))).toBe('too-deep');
    expect(codeOf(`{"customers":["${'x'.repeat(10_000_000)}"]}`)).toBe('too-large');
    expect(codeOf(`{"customers":[${'"k",'.repeat(2_500_000)}"k"]}`)).toBe('too-large');
    expect(() => parseJsonText(`{"customers":[${'"k",'.repeat(1_000_000)}"k"]}`)).not.toThrow();
  });
});
