import canonicalizeModule from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalisePredicate, writeCanonicalText } from '../../src/predicate/canonicalise-predicate.ts';
import { hashPredicate } from '../../src/predicate/hash-predicate.ts';
import { MAX_NODES } from '../../src/predicate/limits.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { writeJsonText } from '../../src/text/write-json-text.ts';
import { arbitraryDefinition } from './arbitrary-definition.ts';
import { drawWorld, holds } from './meaning.ts';
import { respell } from './respell.ts';
import { read } from './test-catalog.ts';

// The package is CommonJS whose export is the function itself; its types tell of an ES module's default export instead.
const canonicalize = canonicalizeModule as unknown as typeof canonicalizeModule.default;
/** Shrinking a definition must not draw other numbers for it: one seed gives them all. */
const seeds = fc.integer({ min: 1, max: 0x7fffffff });
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    // Park and Miller's generator.
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}
/** Objects in a value and below: at least as many as it has conditions, filters and groups. */
function countObjects(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const within = Object.values(value).reduce((sum: number, one: unknown) => sum + countObjects(one), 0);
  return within + (Array.isArray(value) ? 0 : 1);
}
const hash = (definition: string): string => hashPredicate(read(definition));
const canonical = (definition: string): unknown => canonicalisePredicate(read(definition));

describe('canonicalisePredicate', () => {
  it.each([
    ['{"attribute":"gender","eq":"F"}', { attribute: 'gender', in: ['F'] }],
    ['{"attribute":"gender","in":["b","가","a","b"]}', { attribute: 'gender', in: ['a', 'b', '가'] }],
    ['{"attribute":"gender","eq":"a","in":["b","a"]}', { attribute: 'gender', in: ['a'] }],
    ['{"attribute":"gender","eq":"c","in":["b","a"]}', { attribute: 'gender', in: [] }],
    ['{"attribute":"age","gte":"30.50","lt":4e1}', { attribute: 'age', gte: '30.5', lt: '40' }],
    ['{"attribute":"age","eq":-0.0}', { attribute: 'age', in: ['0'] }],
    ['{"attribute":"consent","eq":true}', { attribute: 'consent', in: [true] }],
    ['{"attribute":"interests","contains":"a"}', { attribute: 'interests', containsAny: ['a'] }],
    ['{"attribute":"interests","contains":"a","containsAny":["a","b"]}', { attribute: 'interests', containsAny: ['a'] }],
    [
      '{"attribute":"interests","contains":"c","containsAny":["a","b"]}',
      { attribute: 'interests', contains: 'c', containsAny: ['a', 'b'] },
    ],
    [
      '{"attribute":"interests","contains":"b","containsAny":["a"]}',
      { attribute: 'interests', contains: 'a', containsAny: ['b'] },
    ],
    ['{"attribute":"seen","eq":"2024-01-01 09:00"}', { attribute: 'seen', in: ['2024-01-01T00:00:00.000Z'] }],
    [
      '{"attribute":"seen","eq":"2024-01-01","in":["2024-01-01T05:00Z"]}',
      { attribute: 'seen', eq: '2024-01-01', in: ['2024-01-01T05:00:00.000Z'] },
    ],
    ['{"attribute":"joined","within":{"last":3.0,"unit":"day"}}', { attribute: 'joined', within: { last: '3', unit: 'day' } }],
    ['{"event":"purchase"}', { event: 'purchase', per: 'occasion', count: { gte: '1' } }],
    ['{"event":"visit","where":[]}', { event: 'visit', per: 'row', count: { gte: '1' } }],
    [
      '{"event":"visit","where":[{"all":[{"field":"store","eq":"b"},{"field":"store","eq":"a"}]}],"days":{"eq":1}}',
      {
        event: 'visit',
        where: [
          { field: 'store', in: ['a'] },
          { field: 'store', in: ['b'] },
        ],
        days: { in: ['1'] },
      },
    ],
    ['{"all":[{"any":[{"all":[]}]},{"customers":["b","a","b"]}]}', { customers: ['a', 'b'] }],
    ['{"all":[]}', { all: [] }],
    ['{"any":[{"any":[]}]}', { any: [] }],
    ['{"not":{"all":[{"not":{"any":[{"customers":[]}]}}]}}', { customers: [] }],
    ['{"not":{"not":{"not":{"customers":[]}}}}', { not: { customers: [] } }],
    [
      '{"sequence":[{"event":"visit"},{"event":"purchase","within":{"to":"2024-01-01"}}],"gap":{"unit":"day","max":"07"}}',
      { sequence: [{ event: 'visit' }, { event: 'purchase', within: { to: '2024-01-01' } }], gap: { max: '7', unit: 'day' } },
    ],
  ])('%s', (definition, expected) => {
    expect(canonical(definition)).toEqual(expected);
  });

  it('is RFC 8785 text under a SHA-256', () => {
    // sha256sum of the text, by coreutils.
    expect(writeCanonicalText(read('{"all":[]}'))).toBe('{"all":[]}');
    expect(hash('{"all":[]}')).toBe('sha256:79098c84ecd0759285519da2167f9f9008833fb5e97ce257b32c1c2daf2f0224');
  });

  it('tells definitions that mean different things apart', () => {
    const event = (rest: string): string => `{"event":"purchase",${rest}}`;
    const different = [
      '{"all":[]}',
      '{"any":[]}',
      '{"not":{"customers":["a"]}}',
      '{"customers":["a"]}',
      '{"customers":["a "]}',
      '{"customers":["A"]}',
      '{"customers":["a","b"]}',
      '{"customers":["a,b"]}',
      '{"customers":["\u00e9"]}',
      '{"customers":["e\u0301"]}',
      '{"customers":[]}',
      '{"attribute":"gender","in":[]}',
      '{"attribute":"memo","eq":"a"}',
      '{"attribute":"gender","eq":"a"}',
      '{"attribute":"gender","exists":true}',
      '{"attribute":"gender","exists":false}',
      '{"attribute":"age","eq":1}',
      '{"attribute":"age","eq":10}',
      '{"attribute":"age","eq":"1.00000000000000000001"}',
      ...['gt', 'gte', 'lt', 'lte'].map((operator) => `{"attribute":"age","${operator}":1}`),
      '{"attribute":"seen","eq":"2024-01-01"}',
      '{"attribute":"seen","eq":"2024-01-01T00:00"}',
      '{"attribute":"seen","eq":"2024-01-01T00:00Z"}',
      ...[
        '{"last":1,"unit":"day"}',
        '{"last":1,"unit":"week"}',
        '{"last":7,"unit":"day"}',
        '{"from":"2024-01-01"}',
        '{"to":"2024-01-01"}',
      ].map((window) => `{"attribute":"seen","within":${window}}`),
      ...['{"next":1,"unit":"day"}', '{"calendar":"month","offset":0}', '{"calendar":"month","offset":-1}'].map(
        (window) => `{"attribute":"seen","within":${window}}`,
      ),
      '{"attribute":"seen","within":{"ago":{"from":2,"to":1,"unit":"day"}}}',
      '{"attribute":"seen","anniversary":{"next":1,"unit":"day"}}',
      '{"attribute":"joined","anniversary":{"next":1,"unit":"day"}}',
      event('"count":{"gte":1}'),
      event('"count":{"gte":1},"per":"row"'),
      event('"count":{"gt":1}'),
      event('"days":{"gte":1}'),
      event('"recency":{"unit":"day","gte":1}'),
      event('"recency":{"unit":"week","gte":1}'),
      ...['sum', 'avg', 'min', 'max', 'distinct', 'first', 'last', 'top'].map((kind) =>
        event(`"${kind}":{"field":"amount","gte":1}`),
      ),
      event('"avg":{"field":"amount","gte":1},"per":"row"'),
      event('"sum":{"field":"quantity","gte":1}'),
      event('"where":[{"field":"brand","eq":"a"}]'),
      event('"where":[{"not":{"field":"brand","eq":"a"}}]'),
      event('"where":[{"field":"brand","eq":"a"},{"field":"brand","eq":"b"}]'),
      event('"where":[{"any":[{"field":"brand","eq":"a"},{"field":"brand","eq":"b"}]}]'),
      event('"where":[{"any":[]}]'),
      '{"sequence":[{"event":"visit"},{"event":"purchase"}]}',
      '{"sequence":[{"event":"purchase"},{"event":"visit"}]}',
      '{"sequence":[{"event":"purchase"},{"event":"visit"},{"event":"visit"}]}',
      '{"sequence":[{"event":"visit"},{"event":"purchase"}],"gap":{"max":1,"unit":"day"}}',
      '{"sequence":[{"event":"visit"},{"event":"purchase"}],"gap":{"max":24,"unit":"hour"}}',
      '{"all":[{"customers":["a"]},{"customers":["b"]}]}',
      '{"any":[{"customers":["a"]},{"customers":["b"]}]}',
      '{"all":[{"any":[{"customers":["a"]},{"customers":["b"]}]},{"customers":["c"]}]}',
      '{"any":[{"all":[{"customers":["a"]},{"customers":["b"]}]},{"customers":["c"]}]}',
    ];
    expect(new Set(different).size).toBe(different.length);
    const hashes = new Map<string, string>();
    for (const definition of different) {
      const digest = hash(definition);
      expect(hashes.get(digest) ?? null, definition).toBeNull();
      hashes.set(digest, definition);
    }
  });

  it('is the same for every spelling', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), seeds, (definition, seed) => {
        const respelled = respell(definition, drawFrom(seed));
        // A spelling that grew beyond what is read at all says nothing.
        fc.pre(countObjects(respelled) <= MAX_NODES);
        expect(hashPredicate(read(respelled))).toBe(hashPredicate(read(definition)));
      }),
      { numRuns: 500, interruptAfterTimeLimit: 5000 },
    );
  });

  it('is a definition of the same set and its own canonical form, and its text is RFC 8785', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), seeds, (definition, seed) => {
        const predicate = read(definition);
        const random = drawFrom(seed);
        const form = canonicalisePredicate(predicate);
        const text = writeCanonicalText(predicate);
        expect(canonicalize(form)).toBe(text);
        const again = read(parseJsonText(writeJsonText(form)));
        expect(writeCanonicalText(again)).toBe(text);
        for (let world = 0; world < 20; world += 1) {
          const customer = drawWorld(random);
          expect(holds(again, customer), JSON.stringify(customer)).toBe(holds(predicate, customer));
        }
      }),
      { numRuns: 500, interruptAfterTimeLimit: 5000 },
    );
  });

  it('takes a list of 100,000 values and 10,000 nodes in its stride', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `customer ${index}`);
    const nested = Array.from({ length: 195 }).reduce<string>(
      (inner, _, level) => `{"${level % 2 === 0 ? 'any' : 'all'}":[{"customers":["${level}"]},${inner}]}`,
      JSON.stringify({ customers: keys }),
    );
    expect(hash(nested)).toMatch(/^sha256:[0-9a-f]{64}$/);
    const tags = `{"attribute":"interests","contains":"customer 7","containsAny":${JSON.stringify(keys)}}`;
    expect(canonical(tags)).toEqual({ attribute: 'interests', containsAny: ['customer 7'] });
    expect(hash(tags.replace('customer 7', 'x'))).toMatch(/^sha256:/);
    const wide = `{"any":[${Array.from({ length: 9_999 }, (_, index) => `{"attribute":"age","eq":${index}}`).join(',')}]}`;
    expect(hash(wide)).toMatch(/^sha256:/);
  });

  it('refuses a reference that is not resolved', () => {
    expect(() => hash('{"all":[{"audience":"vip"}]}')).toThrow(/"vip".*resolve/);
  });
});
