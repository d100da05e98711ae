import { describe, expect, it } from 'vitest';
import { parsePredicate } from '../../src/predicate/parse-predicate.ts';
import { type TraitFacts, writeTraitSentence } from '../../src/sentence/write-trait-sentence.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { SAMPLE_CATALOG } from '../catalog/sample-catalog.ts';

const context = { catalog: SAMPLE_CATALOG, asOfMs: Date.UTC(2026, 10, 21, 15) };

function write(definition: string, share: number, versusShare: number, more: Partial<TraitFacts> = {}) {
  const parsed = parsePredicate(parseJsonText(definition), { catalog: SAMPLE_CATALOG });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return writeTraitSentence(
    { condition: parsed.predicate, share, versusShare, versus: 'everyone', isOfThoseWithValue: false, ...more },
    context,
  );
}
const female = '{"attribute":"gender","eq":"F"}';

describe('writeTraitSentence', () => {
  it('says how many times as many, with the particles of what stands before them', () => {
    expect(write(female, 0.32, 0.1)).toEqual({
      ko: '이 고객군은 성별이 여성인 비율이 32.0%로 전체(10.0%)의 3.2배입니다.',
      en: 'Gender is Female for 32.0% of this group, 3.2 times everyone’s 10.0%.',
    });
    expect(write('{"attribute":"age","gte":30,"lt":40}', 0.03, 0.1, { versus: 'rest' })).toEqual({
      ko: '이 고객군은 나이가 30세 이상 40세 미만인 비율이 3.0%로 나머지 고객(10.0%)의 0.3배입니다.',
      en: 'Age is at least 30 years and less than 40 years for 3.0% of this group, 0.3 times everyone else’s 10.0%.',
    });
    expect(write('{"attribute":"gender","exists":false}', 0.5, 0.00042, { versus: 'audience' })).toEqual({
      ko: '이 고객군은 성별이 없는 비율이 50.0%로 비교 고객군(0.042%)의 1,190배입니다.',
      en: 'Gender is missing for 50.0% of this group, 1,190 times the other group’s 0.042%.',
    });
  });

  it('says points where the ratio says little, or there is none', () => {
    expect(write(female, 0.75, 0.6)).toEqual({
      ko: '이 고객군은 성별이 여성인 비율이 75.0%로 전체(60.0%)보다 15.0%p 높습니다.',
      en: 'Gender is Female for 75.0% of this group, 15.0 points above everyone’s 60.0%.',
    });
    expect(write(female, 0, 0.4).ko).toBe('이 고객군은 성별이 여성인 비율이 0.0%로 전체(40.0%)보다 40.0%p 낮습니다.');
    expect(write(female, 0.4, 0).en).toBe('Gender is Female for 40.0% of this group, 40.0 points above everyone’s 0.0%.');
    expect(write(female, 0.5, 0.5, { versus: 'audience' })).toEqual({
      ko: '이 고객군은 성별이 여성인 비율이 50.0%로 비교 고객군(50.0%)과 같습니다.',
      en: 'Gender is Female for 50.0% of this group, the same as the other group’s 50.0%.',
    });
  });

  it('says of whom shares are where some have no value', () => {
    expect(write(female, 0.32, 0.1, { isOfThoseWithValue: true })).toEqual({
      ko: '이 고객군은 값이 있는 고객 중 성별이 여성인 비율이 32.0%로 전체(10.0%)의 3.2배입니다.',
      en: 'Gender is Female for 32.0% of this group where known, 3.2 times everyone’s 10.0%.',
    });
  });
});
