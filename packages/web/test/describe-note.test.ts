import type { CatalogAnswer, Note } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { describeNote } from '../src/features/explore/describe-note.ts';
import type { ExploreLookup } from '../src/features/explore/explore-context.ts';
import { en } from '../src/i18n/en.ts';
import { ko } from '../src/i18n/ko.ts';

const gender = { id: 'gender', label: { ko: '성별', en: 'Gender' } };
const purchase = {
  id: 'purchase',
  label: { ko: '구매', en: 'Purchase' },
  fields: [{ id: 'product', label: { ko: '상품', en: 'Product' } }],
};
// Notes are worded from names and the time zone alone.
const lookup = {
  catalog: { timeZone: 'Asia/Seoul' } as CatalogAnswer,
  attributeById: new Map([['gender', gender]]),
  eventById: new Map([['purchase', purchase]]),
} as unknown as ExploreLookup;
const say = (note: Omit<Note, 'message'>) =>
  [['ko', ko] as const, ['en', en] as const].map(([lang, t]) =>
    describeNote({ message: 'Said.', ...note }, { t, lang, lookup }),
  );

describe('a note in the reader’s language', () => {
  it('names values and keys that the data do not have', () => {
    expect(say({ code: 'unknown-values', details: { subject: 'gender', count: 1, examples: ['X'] } })).toEqual([
      '성별 값 1개는 데이터에 없어 해당하는 고객이 없습니다: X',
      '1 value of Gender is nowhere in the data and matches nobody: X',
    ]);
    const details = { subject: 'purchase.product', count: 1200, examples: ['a', 'b'] };
    expect(say({ code: 'unknown-values', details })).toEqual([
      '구매 · 상품 값 1,200개는 데이터에 없어 해당하는 고객이 없습니다: a, b 외 1,198개',
      '1,200 values of Purchase · Product are nowhere in the data and match nobody: a, b and 1,198 more',
    ]);
    expect(say({ code: 'unknown-customers', details: { count: 2, examples: ['a', 'b'] } })).toEqual([
      '고객 키 2개는 데이터에 없어 해당하는 고객이 없습니다: a, b',
      '2 customer keys are not in the data and match nobody: a, b',
    ]);
  });

  it('tells of other times and of rounding', () => {
    const [korean, english] = say({
      code: 'attributes-as-of-snapshot',
      details: { snapshotAsOf: '2026-10-31T15:00:00.000Z' },
    });
    expect(korean).toMatch(/^속성은 스냅숏 시점\(2026\. 11\. 1\. /);
    expect(english).toMatch(/^Attributes are those of the snapshot \(Nov 1, 2026/);
    expect(say({ code: 'counts-rounded', details: { to: 10 } })[0]).toMatch(/^고객 수는 10의 배수로만/);
  });

  it('has words for every code, and leaves others to the server', () => {
    for (const code of ['nothing-to-compare', 'too-few-customers', 'spreadsheet-safe']) {
      expect(say({ code })[0]).toMatch(/[가-힣]/);
    }
    const counted = { ko: '서울에 사는 고객', en: 'customers in Seoul' };
    expect(say({ code: 'conditions-left-out', details: { counted } })).toEqual([
      expect.stringMatching(/조건: 서울에 사는 고객$/),
      expect.stringMatching(/Counted is: customers in Seoul$/),
    ]);
    expect(say({ code: 'conditions-left-out' })).toEqual([null, null]);
    expect(say({ code: 'something-new' })).toEqual([null, null]);
    expect(say({ code: 'unknown-values' })).toEqual([null, null]);
  });
});
