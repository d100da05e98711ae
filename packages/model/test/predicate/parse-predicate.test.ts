import { describe, expect, it } from 'vitest';
import { parseYamlText } from '../../src/text/parse-yaml-text.ts';
import { parseDay } from '../../src/time/calendar.ts';
import { issuesOf, parse, placesOf, read } from './test-catalog.ts';

const number = (units: bigint, scale = 0) => ({ type: 'number', value: { units, scale } });
const text = (value: string) => ({ type: 'text', value });
const atLeastOne = [{ op: 'gte', value: number(1n) }];

describe('parsePredicate reads', () => {
  it('the example of the contracts', () => {
    const definition =
      '{"all":[{"event":"purchase","within":{"last":3,"unit":"month"},"avg":{"field":"amount","gte":100000}},{"attribute":"gender","eq":"F"},{"attribute":"age","gte":30,"lt":40}]}';
    expect(read(definition)).toEqual({
      kind: 'all',
      children: [
        {
          kind: 'event',
          event: 'purchase',
          where: [],
          within: { kind: 'last', n: 3, unit: 'month' },
          measure: { kind: 'avg', field: 'amount', per: 'occasion', comparisons: [{ op: 'gte', value: number(100_000n) }] },
        },
        { kind: 'attribute', attribute: 'gender', test: { kind: 'compare', comparisons: [{ op: 'in', values: [text('F')] }] } },
        {
          kind: 'attribute',
          attribute: 'age',
          test: {
            kind: 'compare',
            comparisons: [
              { op: 'gte', value: number(30n) },
              { op: 'lt', value: number(40n) },
            ],
          },
        },
      ],
    });
  });

  it('the same from YAML, where 3 and "3", 1e5 and 100_000 by its digits are numbers', () => {
    const yaml = `
all:
  - event: purchase
    within: { last: "3", unit: month }
    avg: { field: amount, gte: 1e5 }
  - { attribute: age, gte: "30.0", lt: 40 }`;
    const json =
      '{"all":[{"event":"purchase","within":{"last":3,"unit":"month"},"avg":{"field":"amount","gte":100000}},{"attribute":"age","gte":30,"lt":40}]}';
    const parsed = parse(parseYamlText(yaml));
    expect(parsed).toEqual({ ok: true, predicate: read(json) });
  });

  it('numbers by their text, where a double would round them', () => {
    const comparisons = read(
      '{"attribute":"balance","eq":0.1000000000000000055511151231257827,"in":["9007199254740993",1.50,-0]}',
    );
    expect(comparisons).toMatchObject({
      test: {
        comparisons: [
          { op: 'in', values: [number(1000000000000000055511151231257827n, 34)] },
          { op: 'in', values: [number(9007199254740993n), number(15n, 1), number(0n)] },
        ],
      },
    });
  });

  it('counts per row where the event has no occasions, per occasion elsewhere, at least one by default', () => {
    expect(read('{"event":"visit"}')).toMatchObject({ measure: { kind: 'count', per: 'row', comparisons: atLeastOne } });
    expect(read('{"event":"purchase"}')).toMatchObject({
      measure: { kind: 'count', per: 'occasion', comparisons: atLeastOne },
    });
    expect(read('{"event":"purchase","per":"row"}')).toMatchObject({ measure: { kind: 'count', per: 'row' } });
    expect(
      read('{"event":"visit","avg":{"field":"store","gte":1}}'.replace('visit', 'review').replace('store', 'stars')),
    ).toMatchObject({
      measure: { kind: 'avg', per: 'row' },
    });
  });

  it('dates and date-times, local to Asia/Seoul unless they say otherwise', () => {
    const seen = (value: string) => read(`{"attribute":"seen","gte":"${value}"}`);
    const value = (literal: unknown) => ({ test: { comparisons: [{ value: literal }] } });
    expect(seen('2024-01-31')).toMatchObject(value({ type: 'date', day: parseDay('2024-01-31') }));
    for (const spelled of ['2024-01-31T10:00', '2024-01-31 10:00:00', '2024-01-31T01:00Z', '2024-01-30T20:00:00.000-05:00']) {
      expect(seen(spelled), spelled).toMatchObject(value({ type: 'instant', atMs: Date.UTC(2024, 0, 31, 1) }));
    }
    expect(seen('2024-01-31T01:00:00.001Z')).toMatchObject(value({ type: 'instant', atMs: Date.UTC(2024, 0, 31, 1) + 1 }));
    expect(read('{"attribute":"joined","lt":"2299-12-31"}')).toMatchObject(
      value({ type: 'date', day: parseDay('2299-12-31') }),
    );
  });

  it.each([
    ['{"last":2,"unit":"hour"}', { kind: 'last', n: 2, unit: 'hour' }],
    ['{"from":"2024-02-29"}', { kind: 'range', fromDay: parseDay('2024-02-29'), toDay: null }],
    ['{"from":"2024-02-29","to":"2024-02-29"}', { kind: 'range', fromDay: 19782, toDay: 19782 }],
    ['{"ago":{"from":90,"to":0,"unit":"day"}}', { kind: 'ago', from: 90, to: 0, unit: 'day' }],
    ['{"calendar":"quarter","offset":-1}', { kind: 'calendar', period: 'quarter', offset: -1 }],
    ['{"calendar":"week","offset":0}', { kind: 'calendar', period: 'week', offset: 0 }],
  ])('the window %s over events and attributes', (window, expected) => {
    expect(read(`{"event":"visit","within":${window}}`)).toMatchObject({ within: expected });
    expect(read(`{"attribute":"seen","within":${window}}`)).toMatchObject({ test: { kind: 'within', window: expected } });
  });

  it('windows ahead over attributes only', () => {
    const window = (json: string) => read(`{"attribute":"birthday","within":${json}}`);
    expect(window('{"next":7,"unit":"day"}')).toMatchObject({ test: { window: { kind: 'next', n: 7, unit: 'day' } } });
    expect(window('{"calendar":"month","offset":2}')).toMatchObject({ test: { window: { offset: 2 } } });
    expect(read('{"attribute":"birthday","anniversary":{"next":366,"unit":"day"}}')).toMatchObject({ test: { nextDays: 366 } });
  });

  it.each([
    ['{"event":"purchase","days":{"gte":1.5}}', { kind: 'days', comparisons: [{ op: 'gte', value: number(15n, 1) }] }],
    ['{"event":"purchase","recency":{"unit":"week","lt":2,"in":[]}}', { kind: 'recency', unit: 'week' }],
    ['{"event":"purchase","sum":{"field":"amount","eq":0}}', { kind: 'sum', field: 'amount' }],
    [
      '{"event":"purchase","min":{"field":"shipped","gte":"2024-01-01"}}',
      { comparisons: [{ value: { type: 'date', day: 19723 } }] },
    ],
    ['{"event":"purchase","max":{"field":"quantity","in":[1,2]}}', { kind: 'max' }],
    ['{"event":"purchase","distinct":{"field":"memo","gte":3}}', { kind: 'distinct', field: 'memo' }],
    ['{"event":"purchase","distinct":{"field":"gift","gte":2}}', { kind: 'distinct' }],
    ['{"event":"purchase","first":{"field":"gift","eq":true}}', { kind: 'first', test: { kind: 'compare' } }],
    ['{"event":"purchase","last":{"field":"brand","exists":false}}', { kind: 'last', test: { kind: 'exists', exists: false } }],
    ['{"event":"purchase","top":{"field":"shipped","lt":"2024-01-01"}}', { kind: 'top' }],
    [
      '{"event":"login","last":{"field":"ended","eq":"2024-01-01"}}',
      { test: { comparisons: [{ values: [{ type: 'date', day: 19723 }] }] } },
    ],
  ])('the measure of %s', (definition, measure) => {
    expect(read(definition)).toMatchObject({ measure });
  });

  it('filters of one row, sequences, audiences and customers', () => {
    const where =
      '[{"any":[{"field":"brand","in":["B1"]},{"not":{"field":"gift","eq":true}}]},{"all":[]},{"field":"concerns","contains":"dry"}]';
    expect(
      read(
        `{"sequence":[{"event":"purchase","where":${where}},{"event":"visit","within":{"last":1,"unit":"year"}}],"gap":{"max":2,"unit":"month"}}`,
      ),
    ).toEqual({
      kind: 'sequence',
      steps: [
        {
          event: 'purchase',
          where: [
            {
              kind: 'any',
              children: [
                { kind: 'field', field: 'brand', test: { kind: 'compare', comparisons: [{ op: 'in', values: [text('B1')] }] } },
                {
                  kind: 'not',
                  child: {
                    kind: 'field',
                    field: 'gift',
                    test: { kind: 'compare', comparisons: [{ op: 'in', values: [{ type: 'boolean', value: true }] }] },
                  },
                },
              ],
            },
            { kind: 'all', children: [] },
            {
              kind: 'field',
              field: 'concerns',
              test: { kind: 'compare', comparisons: [{ op: 'containsAny', values: ['dry'] }] },
            },
          ],
          within: null,
        },
        { event: 'visit', where: [], within: { kind: 'last', n: 1, unit: 'year' } },
      ],
      gap: { max: 2, unit: 'month' },
    });
    expect(read('{"audience":"vip"}')).toEqual({ kind: 'audience', audience: 'vip', version: null });
    expect(read('{"audience":"vip","version":3}')).toEqual({ kind: 'audience', audience: 'vip', version: 3 });
    expect(read('{"customers":["007",""," ","고객"]}')).toEqual({ kind: 'customers', keys: ['007', '', ' ', '고객'] });
  });

  it('values that need not exist and conditions that nobody meets', () => {
    for (const legal of [
      '{"attribute":"gender","eq":""}',
      '{"attribute":"gender","in":[]}',
      '{"attribute":"interests","containsAny":[]}',
      '{"attribute":"age","gt":5,"lt":5}',
      '{"attribute":"age","eq":1,"in":[2]}',
      '{"customers":[]}',
      '{"all":[]}',
      '{"any":[]}',
      '{"event":"purchase","where":[]}',
      '{"event":"purchase","count":{"lt":1}}',
      `{"attribute":"gender","eq":${JSON.stringify("'; DROP TABLE customers; --")}}`,
    ]) {
      expect(parse(legal).ok, legal).toBe(true);
    }
  });
});

describe('parsePredicate refuses', () => {
  // Definition, then path and code of every issue, then what the first message must say.
  it.each<[string, string[], RegExp]>([
    ['{"attribute":"gendr","eq":"F"}', ['attribute unknown-attribute'], /"gendr".*Did you mean "gender"\?/],
    ['{"attribute":"zzzzzz","eq":"F"}', ['attribute unknown-attribute'], /There are "gender".* and \d+ more/],
    ['{"event":"purchas"}', ['event unknown-event'], /Did you mean "purchase"\?/],
    [
      '{"event":"purchase","where":[{"field":"bran","eq":"x"}]}',
      ['where[0].field unknown-field'],
      /"purchase" has no field "bran".*"brand"/,
    ],
    ['{"event":"purchase","sum":{"field":"spend","gte":1}}', ['sum.field unknown-field'], /"amount"/],
    ['{"attribute":"age","between":[1,2]}', ['between unknown-operator'], /"between".*"gte"/],
    ['{"attribute":"age","gte":1,"neq":2}', ['neq unknown-operator'], /"neq"/],
    ['{"attribute":"gender","eq":5}', ['eq wrong-type'], /write "5" instead of 5/],
    ['{"attribute":"gender","in":["a",007]}'.replace('007', '7.50'), ['in[1] wrong-type'], /write "7\.50" instead of 7\.50/],
    ['{"attribute":"gender","eq":true}', ['eq wrong-type'], /write "true"/],
    ['{"attribute":"gender","eq":null}', ['eq wrong-type'], /\{"exists": false\}/],
    ['{"attribute":"gender","gt":"F"}', ['gt wrong-type'], /use "eq" or "in"/],
    ['{"attribute":"memo","gt":"F"}', ['gt wrong-type'], /use "eq" or "in"/],
    ['{"attribute":"gender","contains":"F"}', ['contains wrong-type'], /"eq" or "in"/],
    ['{"attribute":"consent","gt":false}', ['gt wrong-type'], /"eq" or "in"/],
    ['{"attribute":"consent","eq":"true"}', ['eq wrong-type'], /write true without quotes/],
    ['{"attribute":"consent","eq":1}', ['eq wrong-type'], /true or false/],
    ['{"attribute":"interests","eq":"a"}', ['eq wrong-type'], /"contains" or "containsAny"/],
    ['{"attribute":"interests","containsAny":["a",1]}', ['containsAny[1] wrong-type'], /"1"/],
    ['{"attribute":"interests","containsAny":"a"}', ['containsAny wrong-type'], /list/],
    ['{"attribute":"age","eq":"thirty"}', ['eq wrong-type'], /number/],
    ['{"attribute":"age","eq":"1,000"}', ['eq wrong-type'], /number/],
    ['{"attribute":"age","eq":" 5"}', ['eq wrong-type'], /number/],
    ['{"attribute":"age","eq":""}', ['eq wrong-type'], /number/],
    ['{"attribute":"age","eq":[1]}', ['eq wrong-type'], /number/],
    ['{"attribute":"age","in":5}', ['in wrong-type'], /list/],
    ['{"attribute":"age","eq":1e999999}', ['eq too-large'], /digits/],
    ['{"attribute":"age","within":{"last":1,"unit":"day"}}', ['within wrong-type'], /dates/],
    ['{"attribute":"age","anniversary":{"next":1,"unit":"day"}}', ['anniversary wrong-type'], /dates/],
    ['{"attribute":"joined","eq":"2024-01-01T10:00"}', ['eq wrong-type'], /write "2024-01-01"/],
    ['{"attribute":"joined","eq":"2023-02-29"}', ['eq invalid-value'], /no day 2023-02-29/],
    ['{"attribute":"joined","eq":"1.1.2024"}', ['eq invalid-value'], /yyyy-mm-dd/],
    ['{"attribute":"joined","eq":20240101}', ['eq wrong-type'], /in quotes/],
    ['{"attribute":"joined","eq":"1899-12-31"}', ['eq invalid-value'], /1900-01-01 to 2299-12-31/],
    ['{"attribute":"seen","eq":"2300-01-01T00:00"}', ['eq invalid-value'], /1900-01-01 to 2299-12-31/],
    ['{"attribute":"seen","eq":"2024-01-01T24:00"}', ['eq invalid-value'], /hours/],
    ['{"attribute":"seen","eq":"2024-01-01T10:00:00.0001Z"}', ['eq invalid-value'], /milliseconds/],
    ['{"attribute":"seen","eq":"2024-01-01T10:00+24:00"}', ['eq invalid-value'], /offset/],
    ['{"attribute":"seen","eq":"yesterday"}', ['eq invalid-value'], /yyyy-mm-dd/],
    ['{"attribute":"seen","eq":5}', ['eq wrong-type'], /in quotes/],
    ['{"attribute":"age"}', [' missing-key'], /"eq"/],
    ['{"attribute":"age","eq":1,"exists":true}', [' invalid-definition'], /"eq" and "exists" exclude/],
    ['{"attribute":"joined","exists":true,"within":{"last":1,"unit":"day"}}', [' invalid-definition'], /exclude/],
    ['{"attribute":"age","exists":1}', ['exists wrong-type'], /true or false/],
    ['{"attribute":5,"eq":1}', ['attribute wrong-type'], /"5"/],
    ['{"attribute":"age","eq":1,"per":"row"}', ['per unknown-key'], /"per"/],
    ['{}', [' invalid-definition'], /"all", "any", "not", "attribute"/],
    ['[]', [' wrong-type'], /object/],
    ['null', [' wrong-type'], /null/],
    ['{"all":[],"any":[]}', [' invalid-definition'], /"all" and "any" exclude/],
    ['{"attribute":"age","eq":1,"event":"visit"}', [' invalid-definition'], /"attribute" and "event"/],
    ['{"alll":[]}', ['alll unknown-key'], /Did you mean "all"/],
    ['{"all":{}}', ['all wrong-type'], /list/],
    ['{"all":[[]]}', ['all[0] wrong-type'], /object/],
    ['{"not":[]}', ['not wrong-type'], /object/],
    ['{"not":{"not":{"attribute":"x","eq":1}}}', ['not.not.attribute unknown-attribute'], /"x"/],
    ['{"all":[],"comment":"x"}', ['comment unknown-key'], /"all"/],
    ['{"event":"visit","within":null}', ['within wrong-type'], /null/],
    ['{"event":"visit","within":{}}', ['within invalid-definition'], /"last"/],
    ['{"event":"visit","within":{"last":0,"unit":"day"}}', ['within.last invalid-value'], /at least 1/],
    ['{"event":"visit","within":{"last":1.5,"unit":"day"}}', ['within.last invalid-value'], /whole/],
    ['{"event":"visit","within":{"last":1}}', ['within missing-key'], /"unit"/],
    ['{"event":"visit","within":{"last":1,"unit":"days"}}', ['within.unit invalid-value'], /"day"/],
    ['{"event":"visit","within":{"last":1,"unit":"day","from":"2024-01-01"}}', ['within invalid-definition'], /exclude/],
    ['{"event":"visit","within":{"from":"2024-02-01","to":"2024-01-31"}}', ['within impossible-window'], /begins after/],
    ['{"event":"visit","within":{"from":"2024-02-01T00:00"}}', ['within.from wrong-type'], /without a time/],
    ['{"event":"visit","within":{"from":"2024-02-01","to":null}}', ['within.to wrong-type'], /null/],
    ['{"event":"visit","within":{"ago":{"from":30,"to":30,"unit":"day"}}}', ['within.ago impossible-window'], /nothing in it/],
    ['{"event":"visit","within":{"ago":{"from":1,"to":2,"unit":"day"}}}', ['within.ago impossible-window'], /larger/],
    ['{"event":"visit","within":{"ago":{"from":2,"to":1,"unit":"hour"}}}', ['within.ago.unit invalid-value'], /"day"/],
    ['{"event":"visit","within":{"ago":{"from":2,"to":-1,"unit":"day"}}}', ['within.ago.to invalid-value'], /at least 0/],
    ['{"event":"visit","within":{"calendar":"month","offset":1}}', ['within.offset impossible-window'], /ahead/],
    ['{"event":"visit","within":{"calendar":"month"}}', ['within missing-key'], /"offset"/],
    ['{"event":"visit","within":{"calendar":"day","offset":0}}', ['within.calendar invalid-value'], /"week"/],
    ['{"event":"visit","within":{"next":1,"unit":"day"}}', ['within.next impossible-window'], /"last"/],
    ['{"attribute":"seen","within":{"next":1,"unit":"hour"}}', ['within.unit invalid-value'], /"day"/],
    ['{"attribute":"seen","anniversary":{"next":367,"unit":"day"}}', ['anniversary.next invalid-value'], /1 to 366/],
    ['{"attribute":"seen","anniversary":{"next":7,"unit":"week"}}', ['anniversary.unit invalid-value'], /"day"/],
    ['{"event":"visit","count":{"gte":1},"days":{"gte":1}}', [' invalid-definition'], /"count" and "days"/],
    ['{"event":"visit","count":1}', ['count wrong-type'], /"gte"/],
    ['{"event":"visit","count":{}}', ['count missing-key'], /"gte"/],
    ['{"event":"visit","count":{"exists":true}}', ['count.exists unknown-key'], /"exists"/],
    ['{"event":"visit","count":{"gte":"many"}}', ['count.gte wrong-type'], /number/],
    ['{"event":"visit","recency":{"lt":1}}', ['recency missing-key'], /"unit"/],
    ['{"event":"visit","recency":{"unit":"quarter","lt":1}}', ['recency.unit invalid-value'], /"month"/],
    ['{"event":"purchase","per":"row","days":{"gte":1}}', ['per invalid-definition'], /"count" and "avg" only/],
    ['{"event":"purchase","per":"order"}', ['per invalid-value'], /"occasion" or "row"/],
    ['{"event":"visit","per":"occasion"}', ['per invalid-value'], /no occasions/],
    ['{"event":"purchase","sum":{"field":"brand","gte":1}}', ['sum.field wrong-type'], /"amount" and "quantity"/],
    ['{"event":"purchase","sum":{"gte":1}}', ['sum missing-key'], /"field"/],
    ['{"event":"purchase","sum":{"field":"amount"}}', ['sum missing-key'], /"gte"/],
    ['{"event":"purchase","avg":{"field":"shipped","gte":1}}', ['avg.field wrong-type'], /number field/],
    ['{"event":"purchase","min":{"field":"brand","eq":"B1"}}', ['min.field wrong-type'], /number or date/],
    ['{"event":"login","max":{"field":"ended","gte":"2024-01-01"}}', ['max.field wrong-type'], /number or date/],
    ['{"event":"purchase","min":{"field":"shipped","gte":5}}', ['min.gte wrong-type'], /date/],
    ['{"event":"purchase","min":{"field":"amount","exists":true}}', ['min.exists unknown-key'], /"exists"/],
    ['{"event":"purchase","distinct":{"field":"concerns","gte":1}}', ['distinct.field wrong-type'], /but tags/],
    ['{"event":"purchase","distinct":{"field":"brand","eq":"B1"}}', ['distinct.eq wrong-type'], /number/],
    ['{"event":"purchase","top":{"field":"concerns","exists":true}}', ['top.field wrong-type'], /but tags/],
    ['{"event":"purchase","first":{"field":"brand","gt":"a"}}', ['first.gt wrong-type'], /"eq" or "in"/],
    ['{"event":"purchase","where":{"field":"brand","eq":"x"}}', ['where wrong-type'], /list/],
    ['{"event":"purchase","where":[{"attribute":"age","eq":1}]}', ['where[0] invalid-definition'], /"field"/],
    [
      '{"event":"purchase","where":[{"field":"shipped","within":{"last":1,"unit":"day"}}]}',
      ['where[0].within unknown-key'],
      /"within"/,
    ],
    [
      '{"event":"purchase","where":[{"not":{"all":[{"field":"x","eq":1}]}}]}',
      ['where[0].not.all[0].field unknown-field'],
      /"x"/,
    ],
    ['{"sequence":[{"event":"visit"}]}', ['sequence invalid-definition'], /at least two/],
    ['{"sequence":[]}', ['sequence invalid-definition'], /at least two/],
    ['{"sequence":[{"event":"visit"},{"event":"visit","count":{"gte":1}}]}', ['sequence[1].count unknown-key'], /"where"/],
    ['{"sequence":[{"event":"visit"},{"attribute":"age","eq":1}]}', ['sequence[1] invalid-definition'], /"event"/],
    ['{"sequence":[{"event":"visit"},{"event":"visit"}],"gap":{"max":1,"unit":"year"}}', ['gap.unit invalid-value'], /"month"/],
    [
      '{"sequence":[{"event":"visit"},{"event":"visit"}],"gap":{"max":0,"unit":"day"}}',
      ['gap.max invalid-value'],
      /at least 1/,
    ],
    ['{"audience":""}', ['audience unknown-audience'], /id/],
    ['{"audience":"x","version":0}', ['version invalid-value'], /at least 1/],
    ['{"customers":[5,"a",null]}', ['customers[0] wrong-type', 'customers[2] wrong-type'], /write "5" instead of 5/],
    ['{"customers":"a"}', ['customers wrong-type'], /list/],
    ['{"attribute":"gender","eq":"\\ud800"}', ['eq invalid-value'], /surrogate/],
    ['{"__proto__":{"all":[]}}', [' invalid-definition'], /needs one of the keys/],
  ])('%s', (definition, places, message) => {
    expect(placesOf(definition)).toEqual(places);
    expect(issuesOf(definition)[0]?.message).toMatch(message);
  });

  it('everything at once, in the order of the definition', () => {
    const definition = `{"all":[
      {"attribute":"gendr","eq":"F"},
      {"any":[{"attribute":"age","gte":"old","lt":true},{"event":"purchas","where":[{"field":"brand","eq":1},{"oops":2}],"within":{"last":-1,"unit":"day"},"sum":{"gte":1}}]},
      {"not":{"attribute":"joined","within":{"from":"2024-13-01","to":"x"}}},
      {"event":"purchase","where":[{"field":"brand","eq":1}],"within":{"next":1,"unit":"day"},"per":"row","max":{"field":"memo","foo":1}}
    ]}`;
    expect(placesOf(definition)).toEqual([
      'all[0].attribute unknown-attribute',
      'all[1].any[0].gte wrong-type',
      'all[1].any[0].lt wrong-type',
      'all[1].any[1].event unknown-event',
      'all[1].any[1].where[1] invalid-definition',
      'all[1].any[1].within.last invalid-value',
      'all[1].any[1].sum missing-key',
      'all[2].not.within.from invalid-value',
      'all[2].not.within.to invalid-value',
      'all[3].where[0].eq wrong-type',
      'all[3].within.next impossible-window',
      'all[3].per invalid-definition',
      'all[3].max.foo unknown-operator',
      'all[3].max.field wrong-type',
    ]);
  });

  it('what is wrong in each of several parts that exclude one another', () => {
    expect(placesOf('{"attribute":"age","eq":"x","exists":1,"within":{"last":0,"unit":"day"}}')).toEqual([
      ' invalid-definition',
      'within wrong-type',
      'within.last invalid-value',
      'eq wrong-type',
      'exists wrong-type',
    ]);
    expect(placesOf('{"event":"visit","per":"row","count":{},"sum":{"field":"x","gte":1}}')).toEqual([
      ' invalid-definition',
      'count missing-key',
      'sum.field unknown-field',
    ]);
  });

  it('a hundred unknown keys of one object, then how many more there are', () => {
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, true]));
    expect(issuesOf({ all: [], ...keys })).toHaveLength(101);
    expect(issuesOf({ all: [], ...keys }).at(-1)?.message).toContain('4900 more keys');
    expect(issuesOf(keys)).toHaveLength(1);
  });

  it('and every message is a sentence that does not grow with what was sent', () => {
    const long = 'x'.repeat(1_000_000);
    for (const definition of [
      `{"attribute":"${long}","eq":1}`,
      `{"${long}":1}`,
      `{"attribute":"age","eq":"${long}"}`,
      `{"attribute":"age","${long}":1}`,
      `{"attribute":"seen","eq":"${long}"}`,
      `{"event":"visit","within":{"last":1,"unit":"${long}"}}`,
      `{"attribute":"age","eq":${'9'.repeat(1_000_000)}}`,
    ]) {
      const [issue] = issuesOf(definition);
      expect(issue?.message.length).toBeLessThan(700);
      expect(issue?.path.length).toBeLessThan(100);
      expect(issue?.message).toMatch(/^["\p{Lu}].*[.?]$/u);
    }
  });
});
