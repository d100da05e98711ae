import { describe, expect, it } from 'vitest';
import { parseTimeFormat } from '../../src/catalog/parse-time-format.ts';

describe('parseTimeFormat', () => {
  it('splits a pattern into parts and literals', () => {
    expect(parseTimeFormat("dd/MM/yyyy 'um' HH:mm:ss.SSSXXX")).toEqual({
      ok: true,
      format: {
        hasTime: true,
        hasOffset: true,
        tokens: [
          { kind: 'part', part: 'day', pattern: 'dd' },
          { kind: 'literal', text: '/' },
          { kind: 'part', part: 'month', pattern: 'MM' },
          { kind: 'literal', text: '/' },
          { kind: 'part', part: 'year', pattern: 'yyyy' },
          { kind: 'literal', text: ' ' },
          { kind: 'literal', text: 'um' },
          { kind: 'literal', text: ' ' },
          { kind: 'part', part: 'hour', pattern: 'HH' },
          { kind: 'literal', text: ':' },
          { kind: 'part', part: 'minute', pattern: 'mm' },
          { kind: 'literal', text: ':' },
          { kind: 'part', part: 'second', pattern: 'ss' },
          { kind: 'literal', text: '.' },
          { kind: 'part', part: 'millisecond', pattern: 'SSS' },
          { kind: 'part', part: 'offset', pattern: 'XXX' },
        ],
      },
    });
    expect(parseTimeFormat('yyyy년 M월 d일')).toMatchObject({ ok: true, format: { hasTime: false, hasOffset: false } });
    expect(parseTimeFormat("d''M''yyyy h:mm a")).toMatchObject({ ok: true, format: { hasTime: true } });
    expect(parseTimeFormat('yyyyMMddHHmmss')).toMatchObject({ ok: true });
  });

  it.each([
    ['MM/yyyy', 'names no day'],
    ['dd/MM/yyyy ff', '"ff" is no part'],
    ['yyyy-MM-dd-dd', 'the day twice'],
    ['yyyy-MM-dd hh:mm', 'h (1-12) and a'],
    ['yyyy-MM-dd mm', 'minutes without an hour'],
    ["yyyy-MM-dd 'at", 'quote is not closed'],
    ['yyyyMdd', 'can be read in two ways'],
    ['dd/mm/yyyy', 'names no month'],
    ['', 'names no year'],
  ])('refuses %s: %s', (pattern, why) => {
    const result = parseTimeFormat(pattern);
    expect(result.ok ? '' : result.message).toContain(why);
  });
});
