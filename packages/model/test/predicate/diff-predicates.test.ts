import { describe, expect, it } from 'vitest';
import { diffPredicates } from '../../src/predicate/diff-predicates.ts';
import { writeDifferenceSentence } from '../../src/sentence/write-difference-sentence.ts';
import { CATALOG, read } from './test-catalog.ts';

const context = { catalog: CATALOG, asOfMs: Date.UTC(2026, 10, 21, 15) };
const FEMALE = '{"attribute":"gender","eq":"F"}';
const AGE_30 = '{"attribute":"age","gte":30}';
const AGE_40 = '{"attribute":"age","gte":40}';
const BOUGHT = '{"event":"purchase"}';

function diff(before: string, after: string) {
  return diffPredicates(read(before), read(after)).map((one) => [
    one.kind,
    'before' in one ? one.before.path : null,
    'after' in one ? one.after.path : null,
  ]);
}
const all = (...parts: readonly string[]): string => `{"all":[${parts.join(',')}]}`;
const any = (...parts: readonly string[]): string => `{"any":[${parts.join(',')}]}`;
const not = (part: string): string => `{"not":${part}}`;

describe('differences of two definitions', () => {
  it.each([
    [all(FEMALE, AGE_30), all(AGE_30, FEMALE)],
    [FEMALE, all(FEMALE)],
    [all(FEMALE, all(AGE_30)), all(FEMALE, AGE_30, FEMALE)],
    [not(not(FEMALE)), '{"attribute":"gender","in":["F"]}'],
    ['{"event":"purchase","count":{"gte":"1.0"}}', BOUGHT],
    ['{"audience":"vip"}', all('{"audience":"vip"}')],
  ])('there are none between %s and %s', (before, after) => {
    expect(diff(before, after)).toEqual([]);
  });

  it.each([
    [FEMALE, all(FEMALE, AGE_30), [['added', null, 'all[1]']]],
    [all(FEMALE, AGE_30), AGE_30, [['removed', 'all[0]', null]]],
    [all(FEMALE, AGE_30), all(AGE_40, FEMALE), [['changed', 'all[1]', 'all[0]']]],
    [all(FEMALE, any(AGE_30, BOUGHT)), all(any(AGE_40, BOUGHT), FEMALE), [['changed', 'all[1].any[0]', 'all[0].any[0]']]],
    [all(FEMALE, BOUGHT), all(not(FEMALE), BOUGHT), [['changed', 'all[0]', 'all[0]']]],
    [all(FEMALE, AGE_30), any(FEMALE, AGE_30), [['changed', '', '']]],
    [
      all(FEMALE),
      BOUGHT,
      [
        ['removed', 'all[0]', null],
        ['added', null, ''],
      ],
    ],
    ['{"audience":"vip","version":1}', '{"audience":"vip"}', [['changed', '', '']]],
    [
      all(FEMALE, AGE_30, AGE_40),
      all(AGE_40),
      [
        ['removed', 'all[0]', null],
        ['removed', 'all[1]', null],
      ],
    ],
    ['{"all":[]}', '{"any":[]}', [['changed', '', '']]],
  ])('from %s to %s', (before, after, expected) => {
    expect(diff(before, after)).toEqual(expected);
  });

  it('are told in both languages', () => {
    const sentences = diffPredicates(read(all(FEMALE, AGE_30)), read(all(AGE_40, BOUGHT))).map((one) =>
      writeDifferenceSentence(one, context),
    );
    expect(sentences).toEqual([
      { ko: '조건 삭제: 성별이 여성', en: 'Removed: Gender is Female' },
      {
        ko: '조건 변경: 나이가 30세 이상 → 나이가 40세 이상',
        en: 'Changed: Age is at least 30 years → Age is at least 40 years',
      },
      { ko: '조건 추가: 구매 이력이 있음', en: 'Added: Has at least one purchase' },
    ]);
  });

  it('of large trees come soon', () => {
    const parts = Array.from({ length: 4000 }, (_, index) => `{"attribute":"age","gte":${index}}`);
    const [before, after] = [any(...parts), any(...parts.slice(1), FEMALE)];
    expect(diff(before, after)).toEqual([
      ['removed', 'any[0]', null],
      ['added', null, 'any[3999]'],
    ]);
  });
});
