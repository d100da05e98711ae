import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionJsonSchema } from '../../src/predicate/definition-json-schema.ts';
import { ExactNumber, type PlainValue } from '../../src/text/plain-value.ts';
import { arbitraryDefinition } from './arbitrary-definition.ts';
import { parse } from './test-catalog.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
const validate = ajv.compile(definitionJsonSchema());

/** Plain data with the numbers as JSON.parse would give them. */
function toJson(plain: PlainValue): unknown {
  return JSON.parse(JSON.stringify(plain), (_, value) => value);
}
const withNumbers = (plain: PlainValue): unknown => {
  if (plain instanceof ExactNumber) return Number(plain.text);
  if (Array.isArray(plain)) return plain.map(withNumbers);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, withNumbers(value)]));
};

describe('definitionJsonSchema', () => {
  it('takes every definition that the parser takes, numbers as numbers or as decimal strings', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), (definition) => {
        expect(parse(definition).ok).toBe(true);
        for (const json of [withNumbers(definition), toJson(definition)]) {
          expect(validate(json), JSON.stringify([json, validate.errors?.slice(0, 3)])).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '{}',
    '[]',
    '5',
    'null',
    '{"all":{}}',
    '{"all":[],"any":[]}',
    '{"all":[],"comment":""}',
    '{"attribute":"age"}',
    '{"attribute":"","eq":1}',
    '{"attribute":5,"eq":1}',
    '{"attribute":"age","eq":null}',
    '{"attribute":"age","eq":[1]}',
    '{"attribute":"age","gt":true}',
    '{"attribute":"age","eq":1,"exists":true}',
    '{"attribute":"age","between":[1,2]}',
    '{"attribute":"age","exists":"true"}',
    '{"attribute":"interests","containsAny":[1]}',
    '{"attribute":"joined","within":{}}',
    '{"attribute":"joined","within":{"last":0,"unit":"day"}}',
    '{"attribute":"joined","within":{"last":1.5,"unit":"day"}}',
    '{"attribute":"joined","within":{"last":1}}',
    '{"attribute":"joined","within":{"from":"1.1.2024"}}',
    '{"attribute":"joined","anniversary":{"next":367,"unit":"day"}}',
    '{"event":"visit","within":{"next":1,"unit":"day"}}',
    '{"event":"visit","within":{"calendar":"month","offset":1}}',
    '{"event":"visit","within":{"calendar":"month"}}',
    '{"event":"visit","per":"order"}',
    '{"event":"visit","count":{"gte":1},"days":{"gte":1}}',
    '{"event":"visit","count":{}}',
    '{"event":"visit","count":{"gte":"many"}}',
    '{"event":"visit","count":{"contains":"a"}}',
    '{"event":"purchase","sum":{"gte":1}}',
    '{"event":"purchase","sum":{"field":"amount"}}',
    '{"event":"purchase","where":{}}',
    '{"event":"purchase","where":[{"attribute":"age","eq":1}]}',
    '{"sequence":[{"event":"visit"}]}',
    '{"sequence":[{"event":"visit"},{"event":"visit","count":{"gte":1}}]}',
    '{"sequence":[{"event":"visit"},{"event":"visit"}],"gap":{"max":1,"unit":"year"}}',
    '{"audience":"x","version":0}',
    '{"audience":"x","version":"1.5"}',
    '{"customers":[5]}',
    '{"customers":"a"}',
  ])('refuses %s, as the parser does', (definition) => {
    expect(parse(definition).ok).toBe(false);
    expect(validate(JSON.parse(definition))).toBe(false);
  });
});
