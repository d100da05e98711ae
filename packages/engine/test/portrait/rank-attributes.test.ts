import type { AttributePortrait, PortraitData } from '@silhouette/engine';
import {
  type Attribute,
  type AttributeId,
  type ComputedSpec,
  type EventId,
  type FieldId,
  parseDecimal,
} from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { findGiven, findGivenReason } from '../../src/portrait/find-given.ts';
import { foldFamilies, foldSameCustomers } from '../../src/portrait/fold-alike.ts';
import { nameFamily } from '../../src/portrait/name-family.ts';
import { rankAttributes } from '../../src/portrait/rank-attributes.ts';

// Ids of these tests' own attributes: branding them is what the catalog would do.
const id = (text: string): AttributeId => text as AttributeId;

/** Against everyone: the group is within those compared with. */
function values(name: string, group: Record<string, number>, everyone: Record<string, number>): AttributePortrait {
  const listed = Object.keys(everyone);
  const counts = listed.map((value) => group[value] ?? 0);
  const versusCounts = listed.map((value) => everyone[value] ?? 0);
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
  return {
    attribute: id(name),
    parts: { kind: 'values', values: listed },
    present: sum(counts),
    versusPresent: sum(versusCounts),
    bothPresent: sum(counts),
    counts,
    versusCounts,
    bothCounts: counts,
  };
}

function numbers(name: string, cuts: readonly string[], counts: number[], versusCounts: number[]): AttributePortrait {
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
  return {
    attribute: id(name),
    parts: { kind: 'numbers', cuts: cuts.map((cut) => parseDecimal(cut) ?? { units: 0n, scale: 0 }) },
    present: sum(counts),
    versusPresent: sum(versusCounts),
    bothPresent: sum(counts),
    counts,
    versusCounts,
    bothCounts: counts,
  };
}

function portrait(count: number, base: number, attributes: readonly AttributePortrait[]): PortraitData {
  return { count, base, versusCount: base, bothCount: count, attributes };
}

describe('what is telling', () => {
  it('is a large difference first; of two alike the one that the group has more of', () => {
    const { ranked, questions } = rankAttributes(
      portrait(1000, 10_000, [
        values('same', { a: 500, b: 500 }, { a: 5000, b: 5000 }),
        values('weak', { a: 620, b: 380 }, { a: 5000, b: 5000 }),
        values('strong', { a: 100, b: 900 }, { a: 5000, b: 5000 }),
      ]),
    );
    expect(ranked.map(({ attribute, isTelling }) => [attribute, isTelling])).toEqual([
      ['strong', true],
      ['weak', true],
      ['same', false],
    ]);
    expect(ranked[0]?.part).toEqual({ kind: 'value', value: 'b' });
    expect(ranked[0]).toMatchObject({ count: 900, total: 1000, versusCount: 5000, versusTotal: 10_000 });
    // Everyone has a value: who has one is no question.
    expect(questions).toBe(3);
  });

  it('is not what a huge group makes certain but tiny', () => {
    const { ranked } = rankAttributes(
      portrait(7_000_000, 15_000_000, [values('tiny', { a: 3_600_000, b: 3_400_000 }, { a: 7_500_000, b: 7_500_000 })]),
    );
    expect(ranked[0]?.logAdjustedP).toBeLessThan(-1000);
    expect(ranked[0]?.isTelling).toBe(false);
  });

  it('is not what chance makes large: three of four, or the best of many attributes of a small group', () => {
    const few = rankAttributes(portrait(4, 10_000, [values('few', { a: 3, b: 1 }, { a: 100, b: 9900 })]));
    expect(few.ranked[0]?.isTelling).toBe(false);
    const chance = Array.from({ length: 500 }, (_, index) => {
      // The hits of a fair coin in 40 throws, spread as widely as chance spreads 500 of them.
      const hits = 20 + Math.round(3.16 * 2.9 * Math.sin(index));
      return values(`a${index}`, { yes: hits, no: 40 - hits }, { yes: 5000, no: 5000 });
    });
    const many = rankAttributes(portrait(40, 10_000, chance));
    expect(Math.max(...many.ranked.map(({ cohensH }) => Math.abs(cohensH)))).toBeGreaterThan(0.4);
    expect(many.ranked.filter(({ isTelling }) => isTelling)).toEqual([]);
    const planted = rankAttributes(
      portrait(40, 10_000, [...chance, values('true', { yes: 38, no: 2 }, { yes: 4000, no: 6000 })]),
    );
    expect(planted.ranked.filter(({ isTelling }) => isTelling).map(({ attribute }) => attribute)).toEqual(['true']);
  });

  it('is never a part that few are in, however far it lies', () => {
    const { ranked } = rankAttributes(
      portrait(200, 100_000, [values('rare', { odd: 9, a: 91, b: 100 }, { odd: 9, a: 49_991, b: 50_000 })]),
    );
    expect(ranked[0]?.part).not.toEqual({ kind: 'value', value: 'odd' });
    expect(ranked[0]?.isTelling).toBe(false);
  });

  it('is tested exactly where chi-squared is not sound, and on groups that share nobody', () => {
    const sparse = rankAttributes(portrait(30, 10_000, [values('rare', { odd: 28, a: 2 }, { odd: 100, a: 9900 })]));
    expect(sparse.ranked[0]).toMatchObject({ test: 'exact', isTelling: true, part: { kind: 'value', value: 'odd' } });
    // Half the base: against everyone, who hold them too, the test is against the other half.
    const { ranked } = rankAttributes(portrait(500, 1000, [values('half', { a: 300, b: 200 }, { a: 500, b: 500 })]));
    // χ² of 300, 200 beside 200, 300 is 40.
    expect(ranked[0]?.cramersV).toBeCloseTo(Math.sqrt((40 / 1000 - 1 / 999) / (1 - 1 / 999)), 10);
  });

  it('is a run of ranges: from a value on, below one, or between where that says clearly more', () => {
    const part = (counts: number[]) =>
      rankAttributes(portrait(1000, 10_000, [numbers('n', ['10', '20', '30'], counts, [2500, 2500, 2500, 2500])])).ranked[0]
        ?.part;
    const cut = (text: string) => parseDecimal(text);
    expect(part([50, 50, 450, 450])).toEqual({ kind: 'numbers', from: cut('20'), to: null });
    expect(part([450, 450, 50, 50])).toEqual({ kind: 'numbers', from: null, to: cut('20') });
    expect(part([50, 450, 450, 50])).toEqual({ kind: 'numbers', from: cut('10'), to: cut('30') });
  });

  it('is who has a value at all, where that tells more than the values', () => {
    const only = values('some', { a: 90, b: 90 }, { a: 2500, b: 2500 });
    const { ranked, questions } = rankAttributes(portrait(1000, 10_000, [only]));
    expect(questions).toBe(2);
    expect(ranked[0]).toMatchObject({ part: { kind: 'missing' }, count: 820, total: 1000, versusCount: 5000, isTelling: true });
  });

  it('takes each tag as a question of its own', () => {
    const tags = {
      ...values('tags', { a: 400, b: 300 }, { a: 2000, b: 3000 }),
      present: 500,
      bothPresent: 500,
      versusPresent: 4000,
    };
    const { ranked } = rankAttributes(portrait(500, 4000, [tags]));
    expect(ranked[0]).toMatchObject({ part: { kind: 'value', value: 'a' }, count: 400, total: 500, isTelling: true });
    // √((χ² of 400 of 500 beside 1600 of 3500) / n), less its bias.
    expect(ranked[0]?.cramersV).toBeCloseTo(0.226, 2);
  });

  it('asks nothing where a side has nobody', () => {
    expect(rankAttributes(portrait(0, 10, [values('a', {}, { x: 5, y: 5 })]))).toEqual({ ranked: [], questions: 0 });
  });
});

const computed = (name: string, spec: Partial<ComputedSpec>): Pick<Attribute, 'id' | 'origin'> => ({
  id: id(name),
  origin: {
    kind: 'computed',
    // Ids of an event and a field of these tests' own.
    spec: {
      ...{ event: 'purchase' as EventId, measure: 'sum', field: 'amount' as FieldId },
      ...{ recencyUnit: null, within: null, where: [] },
      ...spec,
    },
  },
});

describe('what is given', () => {
  const event = 'purchase' as EventId;
  const [amount, brand] = ['amount' as FieldId, 'brand' as FieldId];
  const given = findGiven({
    kind: 'not',
    child: {
      kind: 'any',
      children: [
        { kind: 'attribute', attribute: id('age'), test: { kind: 'exists', exists: true } },
        {
          ...{ kind: 'event', event, within: null },
          where: [{ kind: 'not', child: { kind: 'field', field: brand, test: { kind: 'exists', exists: true } } }],
          measure: { kind: 'avg', field: amount, per: 'row', comparisons: [] },
        },
      ],
    },
  });
  const source: Pick<Attribute, 'id' | 'origin'> = { id: id('age'), origin: { kind: 'source', column: 'age', sql: null } };

  it('is an attribute that is named, however deep', () => {
    expect(findGivenReason(source, given)).toBe('named');
    expect(findGivenReason({ ...source, id: id('region') }, given)).toBeNull();
  });

  it('is what the same event says of a field that is tested, and that there was one: how often, how lately', () => {
    expect(findGivenReason(computed('sum', {}), given)).toBe('same-event');
    expect(findGivenReason(computed('top', { measure: 'top', field: brand }), given)).toBe('same-event');
    expect(findGivenReason(computed('recency', { measure: 'recency', field: null }), given)).toBe('same-event');
    expect(findGivenReason(computed('count', { measure: 'count', field: null }), given)).toBe('same-event');
    const filter = (field: string) =>
      ({ kind: 'field', field: field as FieldId, test: { kind: 'exists', exists: true } }) as const;
    expect(findGivenReason(computed('filtered', { where: [filter('brand')] }), given)).toBe('same-event');
    expect(findGivenReason(computed('filtered', { where: [filter('gift')] }), given), 'a filter is news').toBeNull();
    expect(findGivenReason(computed('since', { measure: 'firstDate', field: null }), given)).toBeNull();
    expect(findGivenReason(computed('store', { measure: 'top', field: 'store' as FieldId }), given)).toBeNull();
    expect(findGivenReason(computed('visit', { event: 'visit' as EventId }), given)).toBeNull();
  });
});

describe('near-copies', () => {
  const part = (from: string | null, to: string | null) => ({
    kind: 'numbers' as const,
    from: from === null ? null : parseDecimal(from),
    to: to === null ? null : parseDecimal(to),
  });
  const within = { kind: 'last', n: 90, unit: 'day' } as const;

  it('are a family over other windows, in one direction', () => {
    const all = nameFamily(computed('a', {}), { part: part('10', null), cohensH: 1 });
    expect(nameFamily(computed('b', { within }), { part: part('3', null), cohensH: 0.5 })).toBe(all);
    expect(nameFamily(computed('b', { within }), { part: part(null, '3'), cohensH: -0.5 }), 'fewer below is more above').toBe(
      all,
    );
    expect(nameFamily(computed('b', { within }), { part: part(null, '3'), cohensH: 0.5 }), 'used to, no longer').not.toBe(all);
    expect(nameFamily(computed('c', { measure: 'avg' }), { part: part('10', null), cohensH: 1 })).not.toBe(all);
    expect(
      nameFamily({ id: id('x'), origin: { kind: 'source', column: 'x', sql: null } }, { part: part('1', null), cohensH: 1 }),
    ).not.toBe(all);
  });

  it('are one fact when a value is the first, last and most frequent, but not another value', () => {
    const name = (measure: ComputedSpec['measure'], value: string) =>
      nameFamily(computed(measure, { measure, field: 'brand' as FieldId }), { part: { kind: 'value', value }, cohensH: 1 });
    expect(name('first', 'Sol')).toBe(name('top', 'Sol'));
    expect(name('first', 'Sol')).not.toBe(name('top', 'Luna'));
  });

  it('are how lately: few days since, a late date, and a value at all', () => {
    const recency = nameFamily(computed('r', { measure: 'recency', field: null }), { part: part(null, '90'), cohensH: 1 });
    const last = { kind: 'days', fromDay: 20_000, toDay: null } as const;
    expect(nameFamily(computed('l', { measure: 'lastDate', field: null }), { part: last, cohensH: 1 })).toBe(recency);
    expect(nameFamily(computed('s', { within }), { part: { kind: 'present' }, cohensH: 1 })).toBe(recency);
    expect(nameFamily(computed('s', { within }), { part: { kind: 'missing' }, cohensH: 1 })).not.toBe(recency);
  });

  it('go under the strongest, with what was folded under them before', () => {
    const folded = foldFamilies([
      { name: 'a1', family: 'a' },
      { name: 'b1', family: 'b' },
      { name: 'a2', family: 'a' },
      { name: 'c1', family: 'c' },
      { name: 'b2', family: 'b' },
    ]);
    const phi: Record<string, number> = { a1b1: -0.71, a1c1: 0.69, b1c1: 0.99 };
    const result = foldSameCustomers(
      folded,
      (one, other) => phi[one.name + other.name] ?? null,
      () => 0.7,
    );
    // c is like b, which is no lead any more, and not enough like a.
    expect(result.map(({ lead, alike }) => [lead.name, alike.map(({ one, because }) => `${one.name} ${because}`)])).toEqual([
      ['a1', ['a2 window', 'b1 customers', 'b2 window']],
      ['c1', []],
    ]);
  });
});
