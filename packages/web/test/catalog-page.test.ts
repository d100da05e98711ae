import type { CatalogAnswer, CatalogAttribute, CatalogEvent } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { countMore } from '../src/features/catalog-page/count-more.ts';
import { findEntries } from '../src/features/catalog-page/find-entries.ts';
import { readFillRate, sortAttributes } from '../src/features/catalog-page/sort-attributes.ts';
import { searchCatalog } from '../src/features/explore/catalog/search-catalog.ts';

const described = {
  description: null,
  decimals: 0,
  unit: null,
  order: null,
  synonyms: [],
  pii: false,
  privacy: 'internal' as const,
  hidden: false,
  present: 10,
  missing: 0,
  distinct: null,
  min: null,
  max: null,
};
const make = (id: string, ko: string, en: string, rest: Partial<CatalogAttribute> = {}): CatalogAttribute => ({
  ...described,
  id,
  type: 'category',
  label: { ko, en },
  group: 'basics',
  origin: 'source',
  column: id,
  ...rest,
});
const gender = make('gender', '성별', 'Gender', { distinct: 2, synonyms: ['sex'] });
const phone = make('phone', '휴대전화', 'Mobile phone', { type: 'text', pii: true, present: 5, missing: 5 });
const segment = make('segment', '세그먼트', 'Segment', { hidden: true, distinct: 9, present: 0, missing: 10 });
const purchase: CatalogEvent = {
  id: 'purchase',
  label: { ko: '구매', en: 'Purchase' },
  description: null,
  synonyms: [],
  hidden: false,
  hasOccasion: true,
  fields: [{ ...described, id: 'amount', type: 'number', label: { ko: '금액', en: 'Amount' } }],
  rows: 3,
  customers: 2,
  first: null,
  last: null,
};
const catalog: CatalogAnswer = {
  name: 'Shop',
  timeZone: 'UTC',
  currency: null,
  key: 'id',
  keyPrivacy: 'internal',
  attributes: [gender, phone, segment],
  events: [purchase],
  panels: [],
  snapshot: 's',
  asOf: '2026-01-01T00:00:00.000Z',
  base: 10,
};
const ids = (items: readonly { readonly id: string }[]) => items.map((item) => item.id);

describe('the search of the catalog page', () => {
  it('shows everything, hidden too, while it is blank', () => {
    const found = findEntries(catalog, '  ');
    expect(ids(found.attributes)).toEqual(['gender', 'phone', 'segment']);
    expect(ids(found.events)).toEqual(['purchase']);
  });

  it('finds by name in both languages, synonym and id; hidden ones as they are; an event by its field', () => {
    expect(ids(findEntries(catalog, '성').attributes)).toEqual(['gender']);
    expect(ids(findEntries(catalog, 'sex').attributes)).toEqual(['gender']);
    expect(findEntries(catalog, 'segment').attributes).toEqual([segment]);
    expect(ids(findEntries(catalog, '금액').events)).toEqual(['purchase']);
    expect(findEntries(catalog, 'zzz')).toEqual({ attributes: [], events: [] });
  });
});

describe('sorting attributes', () => {
  const all = catalog.attributes;

  it('leaves them as they are until asked', () => {
    expect(sortAttributes(all, null, 'en')).toBe(all);
  });

  it('sorts names as their language does', () => {
    const by = { column: 'name', direction: 'ascending' } as const;
    expect(ids(sortAttributes(all, by, 'en'))).toEqual(['gender', 'phone', 'segment']);
    // Korean puts its own letters first.
    const mixed = [make('vip', 'VIP', 'VIP'), ...all];
    expect(ids(sortAttributes(mixed, by, 'ko'))).toEqual(['gender', 'segment', 'phone', 'vip']);
  });

  it('puts numbers that are not known last, both ways', () => {
    expect(ids(sortAttributes(all, { column: 'distinct', direction: 'ascending' }, 'en'))).toEqual([
      'gender',
      'segment',
      'phone',
    ]);
    expect(ids(sortAttributes(all, { column: 'distinct', direction: 'descending' }, 'en'))).toEqual([
      'segment',
      'gender',
      'phone',
    ]);
  });

  it('knows how full an attribute is', () => {
    expect(readFillRate(phone)).toBe(0.5);
    expect(readFillRate({ present: 0, missing: 0 })).toBe(0);
    expect(ids(sortAttributes(all, { column: 'filled', direction: 'descending' }, 'en'))).toEqual([
      'gender',
      'phone',
      'segment',
    ]);
  });
});

describe('a search of the catalog', () => {
  const spend = (days: number) =>
    make(`spend_${days}d`, `최근 ${days}일 구매 금액 합계`, `Purchase amount, sum, last ${days} days`, {
      origin: 'computed',
      synonyms: ['revenue'],
    });
  const whole = { ...catalog, attributes: [spend(30), spend(90), make('sum_purchase', '구매 합계액', 'Purchase sum')] };
  it.each([
    ['구매 합계', ['sum_purchase', 'spend_30d', 'spend_90d']],
    ['구매합계', ['sum_purchase', 'spend_30d', 'spend_90d']],
    ['구매 90일', ['spend_90d']],
    ['purchase sum', ['sum_purchase', 'spend_30d', 'spend_90d']],
    ['purchase amount last 90 days', ['spend_90d']],
    ['spend 90d', ['spend_90d']],
    ['revenue 90', ['spend_90d']],
    ['revenue', ['spend_30d', 'spend_90d']],
    ['amount days', ['spend_30d', 'spend_90d']],
    ['nothing purchase', []],
  ])('%s: all of its words, in any order, the whole phrase first', (query, found) => {
    expect(ids(findEntries(whole, query).attributes)).toEqual(found);
  });

  it('finds a field by its event and its name together, never by the event alone', () => {
    const kinds = (query: string) => searchCatalog(catalog, query).map((hit) => hit.kind);
    expect(kinds('구매 금액')).toEqual(['field']);
    expect(kinds('purchase')).toEqual(['event']);
  });
});

describe('values beyond those shown', () => {
  it.each([
    [50, 3000, true, 2992],
    [50, 50, false, 42],
    [5, 5, false, 0],
    [2, null, false, 0],
    [20, null, false, 12],
    [50, null, true, 'some'],
    // Counted a moment before more were seen.
    [9, 8, false, 1],
  ])('%s listed of %s distinct, cut %s: %s', (listed, distinct, isCut, more) => {
    expect(countMore(listed, distinct, isCut)).toBe(more);
  });
});
