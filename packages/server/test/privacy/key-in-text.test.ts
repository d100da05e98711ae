import { expect, test } from 'vitest';
import { eraseTexts } from '../../src/audit/erase-texts.ts';
import { blankKeys, hasKeyAsWord } from '../../src/privacy/key-in-text.ts';

test.each([
  ['call C-00017 first', true],
  ['C-00017을 먼저', true],
  ['고객C-00017', true],
  ['(C-00017)', true],
  ['C-000171', false],
  ['AC-00017', false],
  ['xC-00017 and C-00017', true],
  ['c-00017', false],
])('a key as a word of its own: %s', (text, expected) => {
  expect(hasKeyAsWord(text, 'C-00017')).toBe(expected);
});

test('keys that stand in texts by chance are no words', () => {
  expect(hasKeyAsWord('at least 17 times', '17')).toBe(false);
  expect(hasKeyAsWord('김철수님의 문의', '김철수님')).toBe(false);
  expect(hasKeyAsWord('김철수 고객', '김철수 고객')).toBe(true);
});

test('every word that is a key is replaced, and nothing else', () => {
  expect(blankKeys('C-00017, C-000171 and C-00017', ['C-00017'])).toBe('[erased], C-000171 and [erased]');
  expect(blankKeys('C-00017-B of C-00017', ['C-00017', 'C-00017-B'])).toBe('[erased] of [erased]');
  const text = 'nobody';
  expect(blankKeys(text, ['C-00017'])).toBe(text);
});

test('of an entry what names the customer goes, with all that says the same', () => {
  const names = ['1.definition', '1.sentence.ko', '1.sentence.en', '2.definition', '2.sentence.en', 'key', 'key', 'search'];
  const texts = ['{"customers":["17"]}', '고객 키가 17', 'is 17', '{"all":[]}', '17 of all', '17', '170', '17'];
  expect(eraseTexts(names, texts, '17')).toEqual([null, null, null, '{"all":[]}', '17 of all', null, '170', null]);
  expect(eraseTexts(names, texts, '7')).toBe(texts);
  // The sentence alone says it: an older entry, say.
  expect(eraseTexts(['definition', 'sentence.ko'], ['{"a":1}', 'C-00017인 고객'], 'C-00017')).toEqual([null, null]);
  expect(eraseTexts(['key'], ['C-00017 B'], 'C-00017')).toEqual(['C-00017 B']);
});
