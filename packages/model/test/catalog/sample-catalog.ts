import type { AttributeId, EventId, FieldId } from '../../src/brand.ts';
import type { Attribute, Catalog, EventType, Field, ValueStats } from '../../src/catalog/catalog.ts';
import { standardAttributes } from '../../src/catalog/standard-attributes.ts';
import { TimeZone } from '../../src/time/time-zone.ts';

/** Nothing seen. */
export const NO_STATS: ValueStats = { present: 0, missing: 0, distinct: null, min: null, max: null };
/** Enough seen not to be constant. */
const SOME_STATS: ValueStats = { present: 10, missing: 0, distinct: 5, min: '1', max: '9' };

/** A field that says only what `more` says. */
export function makeField(id: string, more: Partial<Field> = {}): Field {
  return {
    id: id as FieldId,
    type: 'category',
    label: { ko: id, en: id },
    description: null,
    decimals: 0,
    unit: null,
    order: null,
    values: new Map(),
    synonyms: [],
    pii: false,
    hidden: false,
    stats: SOME_STATS,
    ...more,
  };
}

/** An attribute of the customer table that says only what `more` says. */
export function makeAttribute(id: string, more: Partial<Attribute> = {}): Attribute {
  const { id: _, ...described } = makeField(id);
  return { ...described, id: id as AttributeId, group: 'basics', origin: { kind: 'source', column: id, sql: null }, ...more };
}

/** An event that says only what `more` says. */
export function makeEvent(id: string, more: Partial<EventType> = {}): EventType {
  return {
    id: id as EventId,
    label: { ko: id, en: id },
    description: null,
    synonyms: [],
    hidden: false,
    hasOccasion: true,
    hasRowOrder: true,
    fields: [],
    rows: 0,
    customers: 0,
    firstAtMs: null,
    lastAtMs: null,
    ...more,
  };
}

const PURCHASE = makeEvent('purchase', {
  label: { ko: '구매', en: 'Purchase' },
  fields: [
    makeField('amount', { type: 'number', decimals: 0, unit: 'KRW', label: { ko: '금액', en: 'Amount' } }),
    makeField('quantity', { type: 'number', label: { ko: '수량', en: 'Quantity' } }),
    makeField('brand', {
      label: { ko: '브랜드', en: 'Brand' },
      values: new Map([
        ['B1', { ko: '해온', en: 'Haeon' }],
        ['B2', { ko: '루미', en: 'Lumi' }],
      ]),
    }),
    makeField('category', { label: { ko: '카테고리', en: 'Category' } }),
    makeField('channel', {
      label: { ko: '채널', en: 'Channel' },
      values: new Map([
        ['on', { ko: '온라인몰', en: 'Online mall' }],
        ['off', { ko: '매장', en: 'Store' }],
      ]),
    }),
    makeField('gift', { type: 'boolean', label: { ko: '선물 포장', en: 'Gift wrap' } }),
    makeField('concerns', { type: 'tags', label: { ko: '효능', en: 'Benefits' } }),
    makeField('shipped', { type: 'date', label: { ko: '발송일', en: 'Shipping date' } }),
    makeField('memo', { type: 'text', label: { ko: '메모', en: 'Note' } }),
  ],
});
const VISIT = makeEvent('visit', {
  label: { ko: '매장 방문', en: 'Store visit' },
  hasOccasion: false,
  fields: [makeField('store', { label: { ko: '매장', en: 'Store' } })],
});
const REVIEW = makeEvent('review', {
  label: { ko: '리뷰', en: 'Review' },
  hasOccasion: false,
  hasRowOrder: false,
  fields: [makeField('stars', { type: 'number', unit: '점', label: { ko: '별점', en: 'Stars' } })],
});
/** Events of a Korean beauty retailer. */
export const SAMPLE_EVENTS: readonly EventType[] = [PURCHASE, VISIT, REVIEW];

const GENDER = new Map([
  ['F', { ko: '여성', en: 'Female' }],
  ['M', { ko: '남성', en: 'Male' }],
]);

/** A small catalog with every type, in Asia/Seoul. */
export const SAMPLE_CATALOG: Catalog = {
  name: 'Sample',
  timeZone: TimeZone.of('Asia/Seoul'),
  currency: 'KRW',
  attributes: [
    makeAttribute('gender', { label: { ko: '성별', en: 'Gender' }, values: GENDER }),
    makeAttribute('age', { type: 'number', label: { ko: '나이', en: 'Age' }, unit: '세' }),
    makeAttribute('region', { label: { ko: '지역', en: 'Region' } }),
    makeAttribute('tier', { label: { ko: '등급', en: 'Tier' }, group: 'membership', order: ['VIP', 'Gold'] }),
    makeAttribute('points', { type: 'number', decimals: 2, label: { ko: '포인트', en: 'Points' }, group: 'membership' }),
    makeAttribute('balance', {
      type: 'number',
      decimals: 2,
      label: { ko: '잔액', en: 'Balance' },
      unit: 'GBP',
      group: 'membership',
    }),
    makeAttribute('joined', { type: 'date', label: { ko: '가입일', en: 'Joining date' } }),
    makeAttribute('birthday', { type: 'date', label: { ko: '생일', en: 'Birthday' } }),
    makeAttribute('seen', { type: 'datetime', label: { ko: '마지막 접속', en: 'Last seen' } }),
    makeAttribute('consent', { type: 'boolean', label: { ko: '문자 수신 동의', en: 'SMS consent' } }),
    makeAttribute('interests', { type: 'tags', label: { ko: '관심사', en: 'Interests' } }),
    makeAttribute('memo', { type: 'text', label: { ko: '메모', en: 'Note' }, stats: NO_STATS }),
    makeAttribute('email', { label: { ko: '이메일', en: 'Email' }, pii: true }),
    ...standardAttributes(SAMPLE_EVENTS).map((draft) => ({ ...draft, stats: SOME_STATS })),
  ],
  events: SAMPLE_EVENTS,
  panels: ['gender' as AttributeId],
  keyName: 'member_id',
};
