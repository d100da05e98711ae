import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en.ts';
import {
  attachUnit,
  formatCount,
  formatDayText,
  formatDecimalText,
  formatRatio,
  formatShare,
  formatShort,
  nameUnit,
  readAsOf,
} from '../src/i18n/format.ts';

import { ko } from '../src/i18n/ko.ts';
import { chooseLanguage } from '../src/i18n/language.ts';

describe('numbers', () => {
  it('keep every digit of a decimal', () => {
    expect(formatDecimalText('8911407.904', 'en')).toBe('8,911,407.904');
    expect(formatDecimalText('-0.50', 'ko')).toBe('-0.5');
    expect(formatDecimalText('12345678901234567890.123456', 'ko')).toBe('12,345,678,901,234,567,890.123456');
    expect(formatDecimalText('soon', 'en')).toBe('soon');
  });

  it('never round a share to none or to all', () => {
    expect(formatShare(0.0016136, 'en')).toBe('0.16%');
    expect(formatShare(0.1234, 'ko')).toBe('12.3%');
    expect(formatShare(0.00000001, 'en')).toBe('<0.01%');
    expect(formatShare(0.99999, 'en')).toBe('>99.9%');
    expect(formatShare(0, 'en')).toBe('0%');
    expect(formatShare(1, 'en')).toBe('100%');
    expect(formatShare(null, 'en')).toBe('–');
  });

  it('show ratios with the digits of their size', () => {
    const shown = [0, 0.081, 0.994, 0.999, 1, 3.24, 9.96, 35.6].map((ratio) => formatRatio(ratio, 'en'));
    expect(shown).toEqual(['0', '0.08', '0.99', '1.0', '1.0', '3.2', '10', '36']);
  });

  it('are short in the words of the language', () => {
    expect(formatShort('120000', 'ko')).toBe('12만');
    expect(formatShort('120000', 'en')).toBe('120K');
    expect(formatShort('9999', 'en')).toBe('9,999');
    expect(formatCount(1234567, 'ko')).toBe('1,234,567');
  });

  it('stand with their units', () => {
    expect(attachUnit('100,000', 'KRW', 'ko')).toBe('100,000원');
    expect(attachUnit('100000', 'KRW', 'en')).toBe('₩100,000');
    expect(attachUnit('30', '세', 'ko')).toBe('30세');
    expect(attachUnit('1', 'day', 'en')).toBe('1 day');
    expect(attachUnit('2.50', null, 'en')).toBe('2.5');
    expect(attachUnit('–', 'KRW', 'en')).toBe('–');
    expect([nameUnit('KRW', 'ko'), nameUnit('day', 'en'), nameUnit(null, 'en')]).toEqual(['원', 'days', '']);
  });
});

describe('times', () => {
  it('show the last day that counts, not the exclusive end', () => {
    expect(readAsOf('2011-12-10T00:00:00.000Z', 'Europe/London')).toEqual({ kind: 'day', text: '2011-12-09' });
    expect(readAsOf('2026-11-21T15:00:00.000Z', 'Asia/Seoul')).toEqual({ kind: 'day', text: '2026-11-21' });
    expect(readAsOf('2026-11-21T14:00:00.000Z', 'Asia/Seoul').kind).toBe('instant');
  });

  it('write days in the language', () => {
    expect(formatDayText('2026-08-22', 'en')).toBe('Aug 22, 2026');
    expect(formatDayText('2026-08-22', 'ko')).toBe('2026. 8. 22.');
    expect(formatDayText('1900-01-01', 'en')).toBe('Jan 1, 1900');
  });
});

describe('language', () => {
  it('is Korean when a browser asks for Korean first, English otherwise', () => {
    expect(chooseLanguage(['ko-KR', 'en'])).toBe('ko');
    expect(chooseLanguage(['fr-FR', 'ko'])).toBe('ko');
    expect(chooseLanguage(['en-US', 'ko-KR'])).toBe('en');
    expect(chooseLanguage(['de'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });

  it('has right particles', () => {
    expect(ko.definition.removed('성별')).toBe('성별을 삭제했습니다');
    expect(ko.definition.moved('나이')).toBe('나이를 옮겼습니다');
    expect(ko.event.measureParticle('회당 평균 구매 금액')).toBe('이');
    expect(ko.event.measureParticle('횟수')).toBe('가');
  });

  it('has right plurals', () => {
    expect([0, 1, 2].map((n) => en.group.customers(n))).toEqual(['customers', 'customer', 'customers']);
    expect(en.window.last(1, 'month')).toBe('the last month');
    expect(en.window.ago(90, 1, 'day')).toBe('90 to 1 day ago');
    expect(en.window.calendar('quarter', -2)).toBe('2 quarters ago');
    expect(en.sequence.within(1, 'hour')).toBe('within 1 hour');
    expect(en.sequence.within(1000, 'day')).toBe('within 1,000 days');
    expect(ko.window.ago(1000, 30, 'day')).toBe('1,000~30일 전');
  });

  it('leaves no text empty in one language that the other has', () => {
    const compare = (english: unknown, korean: unknown, path: string) => {
      if (typeof english === 'object' && english !== null && typeof korean === 'object' && korean !== null) {
        expect(Object.keys(korean).sort(), path).toEqual(Object.keys(english).sort());
        const read = (of: object, key: string): unknown => Reflect.get(of, key);
        for (const key of Object.keys(english)) compare(read(english, key), read(korean, key), `${path}.${key}`);
      } else expect(typeof korean, path).toBe(typeof english);
    };
    compare(en, ko, 'texts');
  });
});
