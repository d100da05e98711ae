import { foldSearch, isPhraseMatch, matchAnySearch, matchSearch, readSearch } from '@silhouette/model';
import { describe, expect, it } from 'vitest';

const match = (query: string, text: string) => matchSearch(readSearch(query), text);
const KOREAN = '최근 90일 구매 금액 합계';
const ENGLISH = 'Purchase amount, sum, last 90 days';

describe('foldSearch', () => {
  it('drops case, width, spaces and punctuation', () => {
    expect(foldSearch('  Ｓｐｅｎｄ_90d (Sum) ')).toBe('spend90dsum');
    expect(foldSearch('수분 크림'.normalize('NFD'))).toBe('수분크림');
  });

  it('keeps signs that say something, and punctuation that is all there is', () => {
    expect(foldSearch('C++')).toBe('c++');
    expect(foldSearch(' - ')).toBe('-');
    expect(match('-', 'A-B')).toBeNull();
    expect(match('-', '-')).toBe('equal');
  });
});

describe('matchSearch', () => {
  it.each([
    ['최근 90일 구매 금액 합계', 'equal'],
    ['최근90일', 'start'],
    ['구매 금액', 'word-start'],
    ['매금', 'inside'],
    ['구매 합계', 'word-starts'],
    ['합계 구매', 'word-starts'],
    ['구매 90일', 'word-starts'],
    ['매 합계', 'words'],
    ['구매합계', 'words'],
    ['90일합계', 'words'],
    ['구매 평균', null],
    ['구매평균', null],
    ['매계', null],
  ])('finds a Korean name by %s: %s', (query, found) => {
    expect(match(query, KOREAN)).toBe(found);
  });

  it.each([
    ['purchase sum', 'word-starts'],
    ['purchase amount last 90 days', 'word-starts'],
    ['purchase 90 days', 'word-starts'],
    ['amount sum', 'word-start'],
    ['AMOUNT-SUM', 'word-start'],
    ['chase', 'inside'],
    ['chase day', 'words'],
    ['purchasesum', null],
    ['purchase average', null],
  ])('finds an English name by %s: %s', (query, found) => {
    expect(match(query, ENGLISH)).toBe(found);
  });

  it('minds no space in Korean values', () => {
    expect(match('수분 크림', '수분크림')).toBe('equal');
    expect(match('수분토너', '수분 토너')).toBe('equal');
    expect(match('크림 수분', '수분크림')).toBe('words');
  });

  it('finds everything by nothing', () => {
    expect(match('', KOREAN)).toBe('start');
    expect(match('   ', KOREAN)).toBe('start');
  });

  it('stays quick with a long word without spaces', () => {
    const text = '가나 '.repeat(200);
    expect(match('가나'.repeat(5000).concat('다'), text)).toBeNull();
  });
});

describe('matchAnySearch', () => {
  it('takes the best text, and words from several where none has all', () => {
    expect(matchAnySearch(readSearch('red'), ['Bright red', 'Red'])).toBe('equal');
    expect(matchAnySearch(readSearch('빨강 red'), ['빨강', 'Red'])).toBe('words');
    expect(matchAnySearch(readSearch('red blue'), ['빨강', 'Red'])).toBeNull();
    expect(matchAnySearch(readSearch('red'), [])).toBeNull();
  });

  it('tells what was found whole', () => {
    expect(isPhraseMatch('inside')).toBe(true);
    expect(isPhraseMatch('word-starts')).toBe(false);
  });
});
