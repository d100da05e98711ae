import { describe, expect, it } from 'vitest';
import type { AttributeId, FieldId } from '../../src/brand.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { catalogFromJson, catalogToJson } from '../../src/catalog/catalog-json.ts';
import { parseDecimal } from '../../src/value/decimal.ts';
import { makeAttribute, SAMPLE_CATALOG } from './sample-catalog.ts';

const price = parseDecimal('12345678901234567890.123456');
if (price === null) throw new Error('a decimal');

const CATALOG: Catalog = {
  ...SAMPLE_CATALOG,
  attributes: [
    ...SAMPLE_CATALOG.attributes,
    makeAttribute('computed', {
      origin: {
        kind: 'computed',
        spec: {
          event: SAMPLE_CATALOG.events[0]?.id ?? ('' as never),
          measure: 'recency',
          field: null,
          recencyUnit: 'week',
          within: { kind: 'range', fromDay: 1, toDay: null },
          where: [
            {
              kind: 'not',
              child: {
                kind: 'any',
                children: [
                  {
                    kind: 'field',
                    field: 'amount' as FieldId,
                    test: { kind: 'compare', comparisons: [{ op: 'gte', value: { type: 'number', value: price } }] },
                  },
                  { kind: 'field', field: 'brand' as FieldId, test: { kind: 'exists', exists: false } },
                  {
                    kind: 'field',
                    field: 'concerns' as FieldId,
                    test: { kind: 'compare', comparisons: [{ op: 'containsAny', values: ['__proto__', ''] }] },
                  },
                  {
                    kind: 'field',
                    field: 'shipped' as FieldId,
                    test: { kind: 'compare', comparisons: [{ op: 'in', values: [{ type: 'date', day: -3 }] }] },
                  },
                ],
              },
            },
          ],
        },
      },
    }),
    makeAttribute('__proto__', { values: new Map([['__proto__', { ko: '가', en: 'a' }]]) }),
  ],
  panels: ['__proto__' as AttributeId],
};

describe('catalog JSON', () => {
  it('reads back equal what it wrote, also through text', () => {
    expect(catalogFromJson(JSON.parse(JSON.stringify(catalogToJson(CATALOG))))).toEqual(CATALOG);
  });

  it('refuses anything else, naming the place', () => {
    const json = { ...catalogToJson(SAMPLE_CATALOG), timeZone: 'Nowhere', panels: [1] };
    expect(() => catalogFromJson(json)).toThrow(/timeZone: The stored catalog cannot be read[\s\S]*panels\.0/);
    expect(() => catalogFromJson(null)).toThrow(/stored catalog/);
  });
});
