import { describe, expect, it } from 'vitest';
import type { WhyNeed } from '../../src/answer/why-answer.ts';
import { writeNeedSentence } from '../../src/sentence/write-need-sentence.ts';
import { measureWords, writeValueText } from '../../src/sentence/write-value-text.ts';
import { parseDecimal } from '../../src/value/decimal.ts';
import { CATALOG, read } from '../predicate/test-catalog.ts';

const context = { catalog: CATALOG, asOfMs: Date.UTC(2026, 10, 21, 15) };
const zone = CATALOG.timeZone;
const number = (text: string) => ({ type: 'number', value: parseDecimal(text) ?? { units: 0n, scale: 0 } }) as const;
const byUnit = (unit: string | null) => ({ unit: { ko: unit, en: unit }, values: new Map(), zone });

function write(definition: string, wanted: boolean, need: WhyNeed, now: string | null, unit: string | null) {
  const words = now === null ? null : writeValueText(number(now), byUnit(unit));
  return writeNeedSentence({ condition: read(definition), wanted, need, now: words, unit: { ko: unit, en: unit } }, context);
}

describe('what a condition needs, in words', () => {
  it('tells the distance, with the value now', () => {
    const need = { kind: 'number', by: '2', to: '30', open: false, unit: '세' } as const;
    expect(write('{"attribute":"age","gte":30}', true, need, '28', '세')).toEqual({
      ko: '‘나이가 30세 이상’에 해당해야 합니다(지금 28세, +2세).',
      en: '“Age is at least 30 years” has to hold (now 28 years; +2 years).',
    });
    expect(write('{"attribute":"age","gte":30}', false, { ...need, by: '-1', to: '29' }, '30', '세')).toEqual({
      ko: '‘나이가 30세 이상’에 해당하지 않아야 합니다(지금 30세, −1세).',
      en: '“Age is at least 30 years” must not hold (now 30 years; −1 year).',
    });
  });

  it('tells what has to be passed, not only reached', () => {
    const need = { kind: 'number', by: '17000', to: '100000', open: true, unit: 'KRW' } as const;
    const told = write('{"event":"purchase","avg":{"field":"amount","gt":100000}}', true, need, '83000', 'KRW');
    expect(told.ko).toContain('해당해야 합니다(지금 83,000원, 17,000원 넘게 늘어야 함).');
    expect(told.en).toContain('has to hold (now ₩83,000; up by more than ₩17,000).');
    const less = { ...need, by: '-52900' };
    const left = write('{"event":"purchase","avg":{"field":"amount","gte":100000}}', false, less, '152900', 'KRW');
    expect(left.ko).toContain('해당하지 않아야 합니다(지금 152,900원, 52,900원 넘게 줄어야 함).');
    expect(left.en).toContain('must not hold (now ₩152,900; down by more than ₩52,900).');
  });

  it('tells days, conditions without a distance, and what no value meets', () => {
    const female = '{"attribute":"gender","eq":"F"}';
    expect(write(female, true, { kind: 'days', by: -1, to: '2026-01-01' }, null, null)).toEqual({
      ko: '‘성별이 여성’에 해당해야 합니다(−1일).',
      en: '“Gender is Female” has to hold (−1 day).',
    });
    expect(write(female, true, { kind: 'condition' }, null, null).en).toBe('“Gender is Female” has to hold.');
    expect(write(female, true, { kind: 'impossible' }, '3', null)).toEqual({
      ko: '어떤 값이어도 ‘성별이 여성’에 해당할 수 없습니다.',
      en: 'No value can meet “Gender is Female”.',
    });
    expect(write(female, false, { kind: 'impossible' }, '3', null).en).toBe('No value can fail “Gender is Female”.');
  });
});

describe('a value in words', () => {
  it('has its unit, its name, or none', () => {
    expect(writeValueText(null, byUnit('세'))).toEqual({ ko: '값 없음', en: 'no value' });
    expect(writeValueText(number('1234.5'), byUnit('KRW'))).toEqual({ ko: '1,234.5원', en: '₩1,234.5' });
    const named = { ...byUnit(null), values: new Map([['F', { ko: '여성', en: 'Female' }]]) };
    expect(writeValueText({ type: 'text', value: 'F' }, named)).toEqual({ ko: '여성', en: 'Female' });
    expect(writeValueText({ type: 'date', day: 0 }, named).ko).toBe('1970-01-01');
  });

  it('shows the first of many tags, and hostile text as text on one line', () => {
    const tags = ['a', 'b', 'c', 'd', 'e', '<script>alert(1)</script>\n'];
    expect(writeValueText(tags, byUnit(null))).toEqual({ ko: 'a, b, c 외 3개', en: 'a, b, c and 3 more' });
    expect(writeValueText(tags.slice(5), byUnit(null)).en).toBe('“<script>alert(1)</script>”');
  });

  it('of a measure has a counter in Korean', () => {
    const event = CATALOG.events.find(({ id }) => id === 'purchase');
    if (event === undefined) throw new RangeError('The catalog has no purchase.');
    const told = (definition: string) => {
      const predicate = read(definition);
      if (predicate.kind !== 'event') throw new TypeError('An event condition was expected.');
      return writeValueText(number('2'), measureWords(predicate.measure, event, zone));
    };
    expect(told('{"event":"purchase"}')).toEqual({ ko: '2번', en: '2' });
    expect(told('{"event":"purchase","per":"row","count":{"gte":1}}').ko).toBe('2건');
    expect(told('{"event":"purchase","days":{"gte":1}}')).toEqual({ ko: '2일', en: '2 days' });
    expect(told('{"event":"purchase","recency":{"unit":"week","lte":1}}')).toEqual({ ko: '2주', en: '2 weeks' });
    expect(told('{"event":"purchase","sum":{"field":"amount","gte":1}}').ko).toBe('2원');
  });
});
