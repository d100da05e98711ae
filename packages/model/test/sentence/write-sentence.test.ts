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

  it('refuses a predicate of another catalog', () => {
    const predicate = { kind: 'attribute', attribute: 'gone' as AttributeId, test: { kind: 'exists', exists: true } } as const;
    expect(() => writeSentence(predicate, { catalog: SAMPLE_CATALOG, asOfMs: AS_OF })).toThrow('no attribute "gone"');
  });
});
