import { describe, expect, it } from 'vitest';
import { catalogAnswerSchema } from '../../src/answer/answer.ts';
import type { SnapshotId } from '../../src/brand.ts';
import { choosePanels } from '../../src/catalog/choose-panels.ts';
import { isStandardId, standardAttributes } from '../../src/catalog/standard-attributes.ts';
import { toCatalogAnswer } from '../../src/catalog/to-catalog-answer.ts';
import { makeAttribute, makeEvent, makeField, NO_STATS, SAMPLE_CATALOG } from './sample-catalog.ts';

const shop = makeEvent('purchase', {
  label: { ko: '구매', en: 'Purchase' },
  fields: [
    makeField('amount', { type: 'number', decimals: 3, unit: 'GBP', label: { ko: '금액', en: 'Amount' } }),
    makeField('country', { pii: true, values: new Map([['FR', { ko: '프랑스', en: 'France' }]]) }),
    makeField('memo', { type: 'text' }),
    makeField('shipped', { type: 'date' }),
  ],
});

describe('standardAttributes', () => {
  const drafts = standardAttributes([shop]);
  const find = (id: string) => drafts.find((draft) => draft.id === id);

  it('names every measure, field and window, and nothing else', () => {
    const stems = ['count_purchase', 'rows_purchase', 'days_purchase', 'recency_purchase', 'first_purchase', 'last_purchase'];
    stems.push(...['sum', 'avg', 'min', 'max'].map((measure) => `${measure}_purchase_amount`));
    stems.push(...['first', 'last', 'top', 'distinct'].map((measure) => `${measure}_purchase_country`));
    const ids = stems.flatMap((stem) => ['all', '365d', '90d', '30d'].map((window) => `${stem}_${window}`));
    expect(drafts.map((draft) => String(draft.id))).toEqual(ids);
    expect(drafts.every((draft) => draft.origin.kind === 'computed' && isStandardId(draft.id, draft.origin.spec))).toBe(true);
  });

  it('has no rows without occasions', () => {
    const ids = standardAttributes([makeEvent('visit', { hasOccasion: false })]).map((draft) => String(draft.id));
    expect(ids).toHaveLength(20);
    expect(ids).not.toContain('rows_visit_all');
  });

  it('gives types, decimals, units, labels, values and privacy of the field', () => {
    expect(find('sum_purchase_amount_90d')).toMatchObject({
      type: 'number',
      decimals: 3,
      unit: 'GBP',
      label: { ko: '최근 90일 구매 금액 합계', en: 'Purchase amount, sum, last 90 days' },
      group: 'Purchase',
      pii: false,
    });
    expect(find('avg_purchase_amount_all')).toMatchObject({ decimals: 6, unit: 'GBP' });
    expect(find('count_purchase_all')).toMatchObject({ type: 'number', decimals: 0, unit: null });
    expect(find('last_purchase_30d')).toMatchObject({ type: 'date', label: { ko: '최근 30일 마지막 구매 날짜' } });
    expect(find('last_purchase_country_365d')).toMatchObject({ type: 'category', pii: true });
    expect(find('top_purchase_country_all')?.values.get('FR')).toEqual({ ko: '프랑스', en: 'France' });
    expect(find('distinct_purchase_country_all')?.values.size).toBe(0);
    expect(find('recency_purchase_30d')?.origin).toEqual({
      kind: 'computed',
      spec: {
        event: 'purchase',
        measure: 'recency',
        field: null,
        recencyUnit: 'day',
        within: { kind: 'last', n: 30, unit: 'day' },
        where: [],
      },
    });
  });
});

describe('choosePanels', () => {
  it('takes the named ones in their order, and names the unknown', () => {
    const attributes = [makeAttribute('gender'), makeAttribute('age')];
    expect(choosePanels(attributes, ['age', 'gender'])).toEqual({ ok: true, panels: ['age', 'gender'] });
    const message = 'There is no attribute "gendr". Did you mean "gender"?';
    expect(choosePanels(attributes, ['age', 'gendr'])).toEqual({
      ok: false,
      issues: [{ path: 'panels[1]', code: 'unknown-attribute', message }],
    });
  });

  it('else takes basics, columns, computed, then the standard set; without private, hidden, text and constant ones', () => {
    const seen = { ...NO_STATS, present: 9, distinct: 3, min: '1', max: '2' };
    const attributes = [
      ...standardAttributes([shop]).map((draft) => ({ ...draft, stats: seen })),
      makeAttribute('tier', { group: 'other' }),
      makeAttribute('gender'),
      makeAttribute('email', { pii: true }),
      makeAttribute('old', { hidden: true }),
      makeAttribute('memo', { type: 'text' }),
      makeAttribute('country', { stats: { ...seen, distinct: 1 } }),
      makeAttribute('age', { type: 'number', stats: { ...seen, distinct: null, min: '5', max: '5' } }),
    ];
    expect(choosePanels(attributes, null)).toEqual({
      ok: true,
      panels: [
        'gender',
        'tier',
        'count_purchase_all',
        'sum_purchase_amount_all',
        'recency_purchase_all',
        'avg_purchase_amount_all',
        'last_purchase_all',
        'first_purchase_all',
        'days_purchase_all',
        'max_purchase_amount_all',
        'min_purchase_amount_all',
        'rows_purchase_all',
      ],
    });
  });
});

describe('toCatalogAnswer', () => {
  it('answers in the published shape', () => {
    const answer = toCatalogAnswer(SAMPLE_CATALOG, 's1' as SnapshotId, 0, 7);
    expect(catalogAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ base: 7, key: 'member_id', asOf: '1970-01-01T00:00:00.000Z', timeZone: 'Asia/Seoul' });
    expect(answer.attributes[0]).toMatchObject({ id: 'gender', origin: 'source', column: 'gender', distinct: 5 });
  });
});
