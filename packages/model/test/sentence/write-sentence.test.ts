import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AttributeId } from '../../src/brand.ts';
import { parsePredicate } from '../../src/predicate/parse-predicate.ts';
import { writeConditionSentence, writeSentence } from '../../src/sentence/write-sentence.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { SAMPLE_CATALOG } from '../catalog/sample-catalog.ts';

/** The end of 2026-11-21 in Seoul. */
const AS_OF = Date.UTC(2026, 10, 21, 15);

/** Blocks of five lines: definition, sentence (ko, en), condition (ko, en). */
const GOLDEN = readFileSync(new URL('./golden-sentences.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n\n')
  .map((block) => block.split('\n'));

function predicateOf(definition: string, catalog = SAMPLE_CATALOG) {
  const parsed = parsePredicate(parseJsonText(definition), { catalog });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.predicate;
}

describe('writeSentence', () => {
  it('has many examples', () => expect(GOLDEN.length).toBeGreaterThanOrEqual(150));

  it.each(GOLDEN)('%s', (definition = '', ko, en, koCondition, enCondition) => {
    const context = { catalog: SAMPLE_CATALOG, asOfMs: AS_OF };
    expect(writeSentence(predicateOf(definition), context)).toEqual({ ko, en });
    expect(writeConditionSentence(predicateOf(definition), context)).toEqual({ ko: koCondition, en: enCondition });
  });

  it('calls saved audiences by their names, and by their ids where the name is not known or not theirs alone', () => {
    const definition = '{"all":[{"audience":"vip"},{"not":{"audience":"young","version":2}},{"audience":"gone"}]}';
    const write = (names: Readonly<Record<string, string>>) =>
      writeSentence(predicateOf(definition), {
        catalog: SAMPLE_CATALOG,
        asOfMs: AS_OF,
        audienceNames: new Map(Object.entries(names)),
      });
    expect(write({ vip: '우수 고객, "서울"', young: 'Young\n ones', other: 'Gone' })).toEqual({
      ko: '고객군 ‘우수 고객, "서울"’에 속하고 고객군 ‘Young ones’(버전 2)에 속하지 않고 고객군 ‘gone’에 속하는 고객',
      en: 'Customers who are in the audience ‘우수 고객, "서울"’, who are not in the audience ‘Young ones’ (version 2), and who are in the audience ‘gone’',
    });
    expect(write({ vip: 'Best', young: 'Best' }).en).toBe(
      'Customers who are in the audience ‘Best (vip)’, who are not in the audience ‘Best (young)’ (version 2), and who are in the audience ‘gone’',
    );
    expect(write({ vip: 'x'.repeat(100) }).en).toContain(`‘${'x'.repeat(60)}…’`);
  });

  it.each([
    // 15:00 on the 9th: the 9th counts so far.
    [
      'Asia/Seoul',
      Date.UTC(2026, 10, 9, 6),
      '{"last":1,"unit":"day"}',
      '최근 1일(2026-11-09부터)',
      'the last day (since 2026-11-09)',
    ],
    [
      'Asia/Seoul',
      Date.UTC(2026, 10, 9, 15),
      '{"last":1,"unit":"day"}',
      '최근 1일(2026-11-09부터)',
      'the last day (since 2026-11-09)',
    ],
    // 31 May minus 3 months.
    ['Asia/Seoul', Date.UTC(2026, 4, 30, 15), '{"last":3,"unit":"month"}', '(2026-02-28부터)', '(since 2026-02-28)'],
    // Across the end of summer time.
    [
      'Europe/London',
      Date.UTC(2026, 9, 25, 12),
      '{"last":24,"unit":"hour"}',
      '(2026-10-24 13:00부터)',
      '(since 2026-10-24 13:00)',
    ],
    [
      'Europe/London',
      Date.UTC(2026, 9, 25, 12),
      '{"calendar":"week","offset":-1}',
      '지난주(2026-10-12~2026-10-18)',
      'last week (2026-10-12 to 2026-10-18)',
    ],
    // Far beyond any date: the window is told without days.
    [
      'Asia/Seoul',
      AS_OF,
      '{"last":9007199254740991,"unit":"hour"}',
      '최근 9,007,199,254,740,991시간 동안',
      'the last 9,007,199,254,740,991 hours',
    ],
    [
      'Asia/Seoul',
      AS_OF,
      '{"calendar":"year","offset":-9007199254740991}',
      '9,007,199,254,740,991년 전의 해 구매',
      'in the year 9,007,199,254,740,991 years ago',
    ],
  ])('tells windows with local days: %s %d %s', (zone, asOfMs, within, ko, en) => {
    const catalog = { ...SAMPLE_CATALOG, timeZone: TimeZone.of(zone) };
    const sentence = writeSentence(predicateOf(`{"event":"purchase","within":${within}}`, catalog), { catalog, asOfMs });
    expect(sentence.ko).toContain(ko);
    expect(sentence.en).toContain(en);
  });

  it('calls computed attributes by what they measure, unless the file names them', () => {
    const sentenceOf = (definition: string, label?: string) => {
      const attributes = SAMPLE_CATALOG.attributes.map((one) =>
        label === undefined ? one : { ...one, label: { ko: label, en: label } },
      );
      const catalog = { ...SAMPLE_CATALOG, attributes };
      return writeSentence(predicateOf(definition, catalog), { catalog, asOfMs: AS_OF }).en.replace('Customers whose ', '');
    };
    const stems = [
      'count_purchase',
      'rows_purchase',
      'days_visit',
      'recency_visit',
      'sum_purchase_amount',
      'avg_review_stars',
      'min_purchase_amount',
    ];
    stems.push('max_purchase_amount', 'distinct_purchase_brand');
    expect(stems.map((stem) => sentenceOf(`{"attribute":"${stem}_30d","eq":1}`))).toEqual([
      'number of purchases in the last 30 days is 1',
      'number of purchase rows in the last 30 days is 1',
      'number of days with a store visit in the last 30 days is 1 day',
      'time since the last store visit in the last 30 days is 1 day',
      'total purchase amount in the last 30 days is ₩1',
      'average review stars in the last 30 days is 1 point',
      'smallest purchase amount in the last 30 days is ₩1',
      'largest purchase amount in the last 30 days is ₩1',
      'number of different purchase brands in the last 30 days is 1',
    ]);
    expect(sentenceOf('{"attribute":"first_visit_store_all","eq":"A"}')).toBe('store of the first store visit is A');
    expect(sentenceOf('{"attribute":"first_visit_all","exists":true}')).toBe('date of the first store visit is known');
    expect(sentenceOf('{"attribute":"count_purchase_30d","eq":1}', 'Orders')).toBe('orders are 1');
  });

  it('refuses a predicate of another catalog', () => {
    const predicate = { kind: 'attribute', attribute: 'gone' as AttributeId, test: { kind: 'exists', exists: true } } as const;
    expect(() => writeSentence(predicate, { catalog: SAMPLE_CATALOG, asOfMs: AS_OF })).toThrow('no attribute "gone"');
  });
});
