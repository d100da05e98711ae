import { describe, expect, it } from 'vitest';
import { isNumberBegun, readNumberList, readNumberText } from '../src/features/explore/editors/read-number-text.ts';

const read = (text: string, lang: 'ko' | 'en' = 'en', unit: string | null = null) => {
  const reading = readNumberText(text, lang, unit);
  return reading.kind === 'number' ? reading.text : `refused: ${reading.why}`;
};

describe('a number as people write it', () => {
  it.each([
    ['100000', '100000'],
    ['100,000', '100000'],
    ['1,234,567.50', '1234567.5'],
    [' １００，０００ ', '100000'],
    ['－３．５', '-3.5'],
    ['−1,000', '-1000'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['0', '0'],
    ['12345678901234567890.123', '12345678901234567890.123'],
  ])('reads %s as %s in both languages', (typed, value) => {
    expect([read(typed, 'ko'), read(typed, 'en')]).toEqual([value, value]);
  });

  it.each([
    ['10만', '100000'],
    ['1.5만', '15000'],
    ['10 만', '100000'],
    ['3천', '3000'],
    ['3천만', '30000000'],
    ['2백만', '2000000'],
    ['1억 2,000만', '120000000'],
    ['1억2천만', '120000000'],
    ['3만 5천', '35000'],
    ['1만 5000', '15000'],
    ['1만 5,000', '15000'],
    ['1천5백50', '1550'],
    ['２조', '2000000000000'],
    ['-10만', '-100000'],
    ['1억 500만 2000', '105002000'],
  ])('reads %s as %s in Korean', (typed, value) => {
    expect(read(typed, 'ko')).toBe(value);
    expect(read(typed, 'en')).toBe('refused: other');
  });

  it.each([
    ['100k', '100000'],
    ['1.5M', '1500000'],
    ['2 bn', '2000000000'],
    ['1,500k', '1500000'],
  ])('reads %s as %s in English', (typed, value) => {
    expect(read(typed)).toBe(value);
    expect(read(typed, 'ko')).toBe('refused: other');
  });

  it('takes the unit that the value has, and no other', () => {
    expect(read('100,000원', 'ko', '원')).toBe('100000');
    expect(read('10만원', 'ko', '원')).toBe('100000');
    expect(read('-￦1,000', 'ko', '원')).toBe('-1000');
    expect(read('₩100,000', 'en', '₩')).toBe('100000');
    expect(read('30 years', 'en', 'years')).toBe('30');
    expect(read('100원', 'ko', '세')).toBe('refused: other');
    expect(read('5m', 'en', 'm')).toBe('refused: other');
  });

  it.each(['100,00', '1,0000', '0,500', '1234,567', ',5', '1,234.5,6', '100,'])('refuses the commas of %s', (typed) => {
    expect([read(typed, 'ko'), read(typed, 'en')]).toEqual(['refused: commas', 'refused: commas']);
  });

  it.each([
    '',
    '1e5',
    'abc',
    '1.2.3',
    '5.',
    '--5',
    '10kk',
    '만',
    '3만5',
    '1만 2만',
    '1만 2억',
    '1.5억 2000만',
    '5천 20백',
    '1억 20000만',
    '0만',
  ])('refuses %s, which is none or may be two', (typed) => {
    expect([read(typed, 'ko'), read(typed, 'en')]).toEqual(['refused: other', 'refused: other']);
  });
});

describe('several numbers', () => {
  it('stand between semicolons, lines, and commas with a space', () => {
    expect(readNumberList('30, 40;50\n60、70, 30,', 'en')).toEqual({ kind: 'numbers', texts: ['30', '40', '50', '60', '70'] });
    expect(readNumberList('10만, 20만', 'ko')).toEqual({ kind: 'numbers', texts: ['100000', '200000'] });
    expect(readNumberList('', 'en')).toEqual({ kind: 'numbers', texts: [] });
  });

  it('are never made of one number in silence', () => {
    expect(readNumberList('100,000', 'en')).toEqual({ kind: 'numbers', texts: ['100000'] });
    expect(readNumberList('100,000원, 1,000,500', 'ko', '원')).toEqual({ kind: 'numbers', texts: ['100000', '1000500'] });
    expect(readNumberList('100,200', 'en')).toEqual({ kind: 'refused', why: 'list', one: '100200', several: '100, 200' });
    expect(readNumberList('30,40', 'en')).toEqual({ kind: 'refused', why: 'list', one: null, several: '30, 40' });
    expect(readNumberList('5; abc', 'en')).toEqual({ kind: 'refused', why: 'other' });
  });
});

describe('a number that is being typed', () => {
  it('is not yet wrong', () => {
    for (const text of ['', '-', '100,', '100,0', '100,00', '1,000,0', '5.', '1,000.'])
      expect(isNumberBegun(text, 'en')).toBe(true);
    for (const text of ['1만 5', '1만 5,', '1억 20']) expect(isNumberBegun(text, 'ko')).toBe(true);
    for (const text of ['abc', '1000,0', '100,0000', '1만 5', '1.2.3']) expect(isNumberBegun(text, 'en')).toBe(false);
  });
});
