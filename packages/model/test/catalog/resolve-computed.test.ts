import { describe, expect, it } from 'vitest';
import type { EventType } from '../../src/catalog/catalog.ts';
import { parseCatalogFile } from '../../src/catalog/parse-catalog-file.ts';
import { resolveComputed } from '../../src/catalog/resolve-computed.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { makeEvent, makeField, SAMPLE_EVENTS } from './sample-catalog.ts';

function resolve(computed: string, events: readonly EventType[] = SAMPLE_EVENTS, sourceIds: string[] = []) {
  const ids = events.map((event) => `${JSON.stringify(event.id)}: { from: o, customer: c, time: t }`).join(', ');
  const file = parseCatalogFile(
    `silhouette: 1\ntimeZone: Asia/Seoul\nsources: { o: { files: [o.csv] } }\nevents: { ${ids} }\ncomputed: ${computed}`,
  );
  if (!file.ok) throw new Error(JSON.stringify(file.issues));
  return resolveComputed(file.catalogFile.computed, events, TimeZone.of('Asia/Seoul'), sourceIds);
}

function specOf(definition: string) {
  const result = resolve(`{ x: ${definition} }`);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  const [attribute] = result.attributes;
  return { ...attribute, spec: attribute?.origin.kind === 'computed' ? attribute.origin.spec : null };
}

describe('resolveComputed', () => {
  it('reads windows, filters and measures of the audience language', () => {
    const { spec, label, decimals, unit } = specOf(
      '{ event: purchase, within: { last: 90, unit: day }, where: [{ field: brand, eq: B1 }, { field: amount, gte: 0.10 }], sum: amount }',
    );
    expect(spec).toEqual({
      event: 'purchase',
      measure: 'sum',
      field: 'amount',
      recencyUnit: null,
      within: { kind: 'last', n: 90, unit: 'day' },
      where: [
        {
          kind: 'field',
          field: 'brand',
          test: { kind: 'compare', comparisons: [{ op: 'in', values: [{ type: 'text', value: 'B1' }] }] },
        },
        {
          kind: 'field',
          field: 'amount',
          test: { kind: 'compare', comparisons: [{ op: 'gte', value: { type: 'number', value: { units: 1n, scale: 1 } } }] },
        },
      ],
    });
    expect({ label, decimals, unit }).toEqual({
      label: { ko: '최근 90일 구매 금액 합계 (조건부)', en: 'Purchase amount, sum, last 90 days (filtered)' },
      decimals: 0,
      unit: 'KRW',
    });
  });

  it.each([
    ['{ event: purchase, count: true }', 'count', null, null, 'number'],
    ['{ event: purchase, rows: true }', 'rows', null, null, 'number'],
    ['{ event: purchase, days: true }', 'days', null, null, 'number'],
    ['{ event: purchase, recency: true }', 'recency', null, 'day', 'number'],
    ['{ event: purchase, recency: { unit: month } }', 'recency', null, 'month', 'number'],
    ['{ event: purchase, first: true }', 'firstDate', null, null, 'date'],
    ['{ event: purchase, last: true }', 'lastDate', null, null, 'date'],
    ['{ event: purchase, last: brand }', 'last', 'brand', null, 'category'],
    ['{ event: purchase, first: gift }', 'first', 'gift', null, 'boolean'],
    ['{ event: purchase, min: shipped }', 'min', 'shipped', null, 'date'],
    ['{ event: purchase, avg: amount }', 'avg', 'amount', null, 'number'],
    ['{ event: purchase, distinct: memo }', 'distinct', 'memo', null, 'number'],
  ])('reads %s', (definition, measure, field, recencyUnit, type) => {
    const { spec, type: found } = specOf(definition);
    expect(spec).toMatchObject({ measure, field, recencyUnit });
    expect(found).toBe(type);
  });

  it('lets the file name, group and hide what it computes', () => {
    const found = specOf('{ event: purchase, last: brand, label: Last brand, group: taste, pii: true, values: { B1: One } }');
    expect(found).toMatchObject({ label: { ko: 'Last brand', en: 'Last brand' }, group: 'taste', pii: true, hidden: false });
    expect([...(found.values ?? [])]).toEqual([
      ['B1', { ko: 'One', en: 'One' }],
      ['B2', { ko: '루미', en: 'Lumi' }],
    ]);
  });

  it.each([
    [
      '{ event: purchase, sum: brand }',
      'computed.x.sum',
      'wrong-type',
      '"sum" takes a field of type number, and "brand" has the type category.',
    ],
    ['{ event: purchase, first: concerns }', 'computed.x.first', 'wrong-type', '"concerns" has the type tags'],
    ['{ event: purchase, sum: amout }', 'computed.x.sum', 'unknown-field', 'amount'],
    ['{ event: purchase, sum: true }', 'computed.x.sum', 'wrong-type', 'Write sum: and the id of a field'],
    ['{ event: purchase, count: 5 }', 'computed.x.count', 'wrong-type', 'Write count: true'],
    ['{ event: purchase, recency: { unit: minute } }', 'computed.x.recency', 'invalid-value', 'Write recency: true'],
    ['{ event: purchase, count: true, within: { last: 0, unit: day } }', 'computed.x.within.last', 'invalid-value', ''],
    ['{ event: purchase, count: true, within: { next: 1, unit: day } }', 'computed.x.within.next', 'impossible-window', ''],
    ['{ event: purchase, count: true, where: [{ field: amount, gte: a }] }', 'computed.x.where[0].gte', 'wrong-type', ''],
  ])('refuses %s', (definition, path, code, message) => {
    const result = resolve(`{ x: ${definition} }`);
    expect(result.ok ? [] : result.issues).toMatchObject([{ path, code, message: expect.stringContaining(message) }]);
  });

  it('names both attributes of one id', () => {
    const events = [makeEvent('a_b'), makeEvent('a', { fields: [makeField('b')] })];
    const clash = resolve('{ standard: true }', events);
    expect(clash.ok ? [] : clash.issues.map((issue) => issue.message)).toContain(
      'The id "first_a_b_all" is both the standard attribute "a_b, first date, all time" (event "a_b") and the standard attribute "a b, first, all time" (event "a", field "b"); rename one of the two.',
    );
    const custom = resolve('{ standard: true, count_visit_all: { event: visit, count: true } }');
    expect(custom.ok ? [] : custom.issues).toMatchObject([
      {
        path: 'computed.standard',
        code: 'clashing-id',
        message: expect.stringMatching(/both computed.count_visit_all and the standard/),
      },
    ]);
    const source = resolve('{ spend: { event: purchase, sum: amount } }', SAMPLE_EVENTS, ['spend']);
    expect(source.ok ? [] : source.issues).toMatchObject([
      { path: 'computed.spend', message: expect.stringContaining('"spend" of the customer table') },
    ]);
  });
});
