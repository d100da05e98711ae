import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en.ts';
import { ko } from '../src/i18n/ko.ts';

type Text = string | ((...args: unknown[]) => unknown);

/** Every text of a dictionary, by its path. */
function listTexts(node: unknown, path: string): [string, Text][] {
  // What is neither a list nor an object with keys is a text or what makes one.
  if (typeof node === 'string' || typeof node === 'function') return [[path, node as Text]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => listTexts(value, path === '' ? key : `${path}.${key}`));
}

/** A text with the same thing in all of its places; empty where it takes something else. */
function write(text: Text, place: unknown): string {
  if (typeof text === 'string') return text;
  try {
    return String(text(...Array.from({ length: text.length }, () => place)));
  } catch {
    return '';
  }
}

/** One of many things; `is`, `has` and what is the same for one and many aside. */
const ONE_OF_MANY =
  /(?:^|[^\d.,])1 (?!is\b|has\b|was\b|says\b|tells\b|pts\b|ms\b|s\b|this\b|times\b|asks\b|asks for|what\b)[a-z]+s\b/;

describe('the words of the page', () => {
  const english = listTexts(en, '');
  const korean = listTexts(ko, '');

  it('count one thing as one in English', () => {
    // Counts come as numbers or as texts of them.
    const wrong = english.filter(([, text]) => [1, '1'].every((one) => ONE_OF_MANY.test(write(text, one))));
    expect(wrong.map(([path, text]) => `${path}: ${write(text, 1)}`)).toEqual([]);
    expect(write(en.catalog.rows as Text, 1)).toBe('1 row');
    expect(write(en.catalog.rows as Text, 2)).toBe('2 rows');
  });

  it('are as many in both languages, and take as many things', () => {
    expect(korean.map(([path]) => path).sort()).toEqual(english.map(([path]) => path).sort());
  });

  it('choose Korean particles by the word before them, and call one thing by one name', () => {
    const texts = korean.flatMap(([path, text]) => ['서울', '나무', '3', 3].map((place) => `${path}: ${write(text, place)}`));
    expect(texts.filter((text) => /[을은이과]\([를는가와]\)|[를는가와]\([을은이과]\)|\(으\)로/.test(text))).toEqual([]);
    // docs/glossary.md has the name of each; these are others.
    const others = /고객 번호|감사 기록|저장된 고객군|이벤트|기준 시각|그룹을 고객군|까닭|지우기(?!$)/;
    expect(texts.filter((text) => others.test(text) && !text.startsWith('catalog.clear'))).toEqual([]);
    // Names of people are polite everywhere.
    for (const told of [ko.approvals.approved('민지', '어제'), ko.audiences.savedBy('어제', '민지')])
      expect(told).toContain('민지 님');
  });
});
