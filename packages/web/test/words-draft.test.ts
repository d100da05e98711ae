import type { CatalogAttribute, CatalogEntryAnswer } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { filterAttributes, NO_FILTER } from '../src/features/catalog-page/select-entries.ts';
import { readSubjectAddress, writeSubjectAddress } from '../src/features/catalog-page/subject-address.ts';
import { fillDraft, findProblems, nameDraftGroup, readChange, readSynonyms } from '../src/features/catalog-page/words-draft.ts';

const words = { label: { ko: '도시', en: 'City' }, description: null, group: 'Where', synonyms: ['town'] };
const entry: CatalogEntryAnswer = {
  subject: { kind: 'attribute', attribute: 'city' },
  version: 1,
  words,
  fileWords: words,
  values: [{ value: 'S', label: { ko: '서울', en: 'Seoul' }, fileLabel: { ko: 'S', en: 'S' } }],
  edits: [],
  history: [],
  source: null,
  usedBy: [],
};
const label = (ko: string, en: string) => ({ ko, en });

describe('the form of words', () => {
  it('shows what was typed over what stands', () => {
    expect(fillDraft(words, {})).toEqual({ label: words.label, description: label('', ''), group: 'Where', synonyms: 'town' });
    expect(fillDraft(words, { group: '' }).group).toBe('');
  });

  it('asks for what differs and nothing else', () => {
    expect(readChange(entry, words, {})).toBeNull();
    const same = { label: label(' 도시 ', 'City'), description: label('', ' '), group: 'Where ', synonyms: 'town\n\n' };
    expect(readChange(entry, words, { ...same, values: new Map([['S', label('서울', 'Seoul')]]) })).toBeNull();
    expect(readChange(entry, words, { label: label('곳', ' My  place ') })).toEqual({ label: label('곳', 'My place') });
    expect(readChange(entry, words, { synonyms: 'a\n b  c ' })).toEqual({ synonyms: ['a', 'b c'] });
    const values = new Map([
      ['S', label('', ' ')],
      ['B', label('부산', 'Busan')],
    ]);
    expect(readChange(entry, words, { values })).toEqual({
      values: [
        { value: 'S', label: null },
        { value: 'B', label: label('부산', 'Busan') },
      ],
    });
    const described = { ...words, description: label('a', 'b') };
    expect(readChange(entry, described, { description: label('', '') })).toEqual({ description: label('', '') });
  });

  it('finds what the server would refuse', () => {
    const problems = (draft: Parameters<typeof findProblems>[0]) => Object.fromEntries(findProblems(draft));
    expect(problems({ label: label('', 'x'.repeat(201)) })).toEqual({ 'label.ko': 'empty', 'label.en': 'long' });
    expect(problems({ description: label('a', '') })).toEqual({ 'description.en': 'one-language' });
    expect(problems({ description: label('', '') })).toEqual({});
    expect(problems({ group: ' ', synonyms: 'a\na' })).toEqual({ group: 'empty', synonyms: 'twice' });
    expect(problems({ label: label('a\u202eb', 'a\tb') })).toEqual({ 'label.ko': 'signs', 'label.en': 'signs' });
    expect(problems({ values: new Map([['S', label('a', '')]]) })).toEqual({ 'values S.en': 'one-language' });
    expect(problems({ synonyms: Array.from({ length: 101 }, (_, n) => n).join('\n') })).toEqual({ synonyms: 'many' });
  });

  it('reads synonyms of one a line', () => {
    expect(readSynonyms(' a b \r\n\n c')).toEqual(['a b', 'c']);
  });
});

describe('the address of an entry', () => {
  it.each([
    { kind: 'attribute', attribute: '나이 & "age"' },
    { kind: 'event', event: 'a/b?c#d' },
    { kind: 'field', event: '../x', field: '<b>' },
  ] as const)('leads back to it: %o', (subject) => {
    const address = writeSubjectAddress(subject);
    expect(readSubjectAddress(address.slice(address.indexOf('?')))).toEqual(subject);
  });

  it('names none without one', () => {
    expect(readSubjectAddress('')).toBeNull();
    expect(readSubjectAddress('?field=x')).toBeNull();
    expect(writeSubjectAddress(null)).toBe('/catalog');
  });
});

describe('the filter of attributes', () => {
  const make = (id: string, type: CatalogAttribute['type'], group: string, event?: string) =>
    ({ id, type, group, ...(event === undefined ? {} : { event }) }) as CatalogAttribute;
  const all = [make('a', 'number', 'g'), make('b', 'category', 'g', 'buy'), make('c', 'number', 'h', 'buy')];
  it.each([
    [{}, 'abc'],
    [{ type: 'number' }, 'ac'],
    [{ group: 'g' }, 'ab'],
    [{ event: 'buy' }, 'bc'],
    [{ onlyEdited: true }, 'c'],
    [{ type: 'number', group: 'g', event: 'buy' }, ''],
  ] as const)('%o leaves %s', (filter, left) => {
    const found = filterAttributes(all, { ...NO_FILTER, ...filter }, new Set(['c']));
    expect(found.map(({ id }) => id).join('')).toBe(left);
  });
});

describe('the group of a draft', () => {
  const groups = [
    { id: 'basics', label: '기본' },
    { id: 'Purchase', label: '구매' },
    { id: '구매', label: '구매' },
  ];
  it('is the one that is called what was typed', () => {
    expect(nameDraftGroup({ group: ' 기본 ' }, 'Other', groups)).toEqual({ group: 'basics' });
    expect(nameDraftGroup({ group: 'basics' }, 'Other', groups)).toEqual({ group: 'basics' });
    expect(nameDraftGroup({ group: '새 묶음' }, 'basics', groups)).toEqual({ group: '새 묶음' });
    expect(nameDraftGroup({}, 'basics', groups)).toEqual({});
  });

  it('stays the one that stands where two are called so', () => {
    expect(nameDraftGroup({ group: '구매' }, '구매', groups)).toEqual({ group: '구매' });
    expect(nameDraftGroup({ group: '구매' }, 'basics', groups)).toEqual({ group: 'Purchase' });
  });
});
