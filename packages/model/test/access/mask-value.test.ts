import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maskValue } from '../../src/index.ts';

const mask = (text: string): string => maskValue(text, 'text');
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));

test.each([
  ['010-1234-5678', '010-****-5678'],
  ['01012345678', '010****5678'],
  ['+82 10-1234-5678', '+82 1*-****-5678'],
  ['02-123-4567', '02-1**-*567'],
  ['123-4567', '123-***7'],
  ['kim.minsu@example.com', 'k***@example.com'],
  ['k@example.com', '***@example.com'],
  ['900101-1234567', '900101-1******'],
  ['9001011234567', '900101-1******'],
  ['900101 1234567', '900101-1******'],
  ['900101 - 9234567', '900101-9******'],
  ['900101.1234567', '900101-1******'],
  ['900101/1234567', '900101-1******'],
  ['90.01.01-1234567', '900101-1******'],
  ['900101 – 1234567', '900101-1******'],
  ['(900101-1234567)', '900101-1******'],
  ['９００１０１－１２３４５６７', '900101-1******'],
  ['０１０－１２３４－５６７８', '010-****-5678'],
  ['010–1234–5678', '010-****-5678'],
  ['(02) 123-4567', '(02) 1**-*567'],
  ['+82-(0)10-5678-1234', '+82-(0)**-****-1234'],
  ['ｋｉｍ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'k***@example.com'],
  ['1990-01-31', '1990-**-**'],
  ['1990. 1. 31.', '1990-**-**'],
  ['1990년 1월 31일', '1990-**-**'],
  ['19900131', '1990-**-**'],
  ['15881234', '158***34'],
  ['\u200b홍길동', '홍*동'],
  ['홍\u200d길동', '홍*동'],
  ['김수', '김*'],
  ['김민수', '김*수'],
  ['남궁민수', '남**수'],
  ['김민수'.normalize('NFD'), '김*수'],
  ['John Smith', 'J***'],
  ['서울특별시 강남구 테헤란로 123', '서울특별시 강남구 ***'],
  ['서울 강남구 테헤란로 123', '서울 강남구 ***'],
  ['경기도 수원시 팔달구 정조로 1', '경기도 수원시 ***'],
  ['성남시 분당구 판교로 1', '성남시 분당구 ***'],
  ['제주특별자치도 제주시', '제주특별자치도 ***'],
  ['서울특별시 강남대로 12', '서울특별시 ***'],
  ['12 Baker Street London', '1***'],
  ['김민수 친구', '김***'],
  ['김현도 010', '김***'],
  ['K', '***'],
  ['김', '***'],
  ['e\u0310', '***'],
  ['', '***'],
  ['👩‍👧 엄마', '👩***'],
])('%s becomes %s', (value, masked) => {
  expect(mask(value)).toBe(masked);
});

test('dates keep their year, numbers nothing', () => {
  expect(maskValue('1990-05-17', 'date')).toBe('1990-**-**');
  expect(maskValue('1990-05-17T03:00:00.000Z', 'datetime')).toBe('1990-**-**');
  expect([maskValue('0', 'number'), maskValue('-12345.67', 'number')]).toEqual(['*', '*']);
});

describe('whatever a text is', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.array(syllable, { maxLength: 8 }).map((letters) => letters.join('')),
    fc.emailAddress(),
    fc
      .array(fc.constantFrom('서울', '강남구', '테헤란로', '수원시', '12', 'Road', '김민수'), { maxLength: 5 })
      .map((words) => words.join(' ')),
  );

  it('is never given back, nor does it stand in what is', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const told = mask(text);
        expect(told).toContain('*');
        const value = text.trim();
        // What has stars of its own may look like what is masked: `*@a.aa` does.
        if (value === '' || value.includes('*')) return;
        expect(told).not.toContain(value);
      }),
      { numRuns: 5000 },
    );
  });

  it('is masked the same way again, however it is composed and whatever stands around it', () => {
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 1, maxLength: 6 }), (letters) => {
        const text = letters.join('');
        expect([mask(text.normalize('NFD')), mask(`  ${text} `)]).toEqual([mask(text), mask(text)]);
      }),
    );
  });

  it('that has no form it knows keeps one letter at most', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z' ]{1,30}$/), (text) => {
        expect(mask(text)).toMatch(/^.?\*\*\*$/u);
      }),
    );
  });
});

describe('what is promised of each form', () => {
  it('phones: at most the first three and last four digits, three hidden at least, their dashes kept', () => {
    const phone = fc
      .tuple(
        fc.constantFrom('', '+82 ', '+82-', '0082 '),
        fc.constantFrom('010', '10', '02', '031'),
        digits(4),
        digits(4),
        fc.constantFrom('', '-', ' ', '.'),
      )
      .map(([country, area, middle, last, between]) => ({
        text: `${country}${[area, middle, last].join(between)}`,
        last,
      }))
      // Thirteen digits in a row of this form are a resident number.
      .filter(({ text }) => text.replaceAll(/\D/gu, '').length !== 13);
    fc.assert(
      fc.property(phone, ({ text, last }) => {
        const told = mask(text);
        expect(told.replaceAll(/[\d*]/gu, '#')).toBe(text.replaceAll(/\d/gu, '#'));
        expect(told.endsWith(last)).toBe(true);
        const shown = told.replaceAll(/\D/gu, '');
        expect(shown).toBe(text.replaceAll(/\D/gu, '').slice(0, 3) + last);
        expect(told.split('*').length - 1).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it('resident numbers: the birth date and the digit after it, never the six that follow', () => {
    fc.assert(
      fc.property(digits(6), digits(1), digits(6), fc.constantFrom('', '-', ' ', ' - '), (birth, sex, rest, between) => {
        expect(mask(`${birth}${between}${sex}${rest}`)).toBe(`${birth}-${sex}******`);
      }),
    );
  });

  it('e-mail addresses: the domain, and the first letter of more than one', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const [local = '', domain = ''] = text.split('@');
        expect(mask(text)).toBe(`${[...local].length > 1 ? [...local][0] : ''}***@${domain}`);
      }),
    );
  });

  it('Korean names: as many letters, those between the first and the last hidden', () => {
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 3, maxLength: 5 }), (letters) => {
        const told = [...mask(letters.join(''))];
        expect(told).toEqual(letters.map((letter, place) => (place === 0 || place === letters.length - 1 ? letter : '*')));
      }),
    );
  });

  it('Korean addresses: nothing from the street on', () => {
    const street = fc.tuple(
      fc.constantFrom('테헤란로', '정조로', '판교길'),
      fc.integer({ min: 1, max: 999 }),
      fc.constantFrom('', ' 101동 1203호'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('서울', '서울특별시', '부산광역시', '경기도', '충남'),
        fc.constantFrom('강남구', '수원시', '홍성군'),
        street,
        (province, district, [road, number, more]) => {
          expect(mask(`${province} ${district} ${road} ${number}${more}`)).toBe(`${province} ${district} ***`);
        },
      ),
    );
  });
});
