import type { Panel } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { compareWithEveryone, compareWithPanel, compareWithRest } from '../src/features/explore/compare/compare-panel.ts';
import { measureRest } from '../src/features/explore/compare/measure-rest.ts';
import { readPastedAudience } from '../src/features/explore/compare/versus.ts';
import { encodeAddress } from '../src/features/explore/definition/address.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';
import { addMissing, addOthers } from '../src/features/explore/group/add-unlisted.ts';

const value = (name: string, count: number, share: number, baseCount: number, baseShare: number) => ({
  ...{ value: name, label: name, count, share, baseCount, baseShare, ratio: share / baseShare },
});
const gender: Panel = {
  ...{ attribute: 'gender', type: 'category', present: 10, missing: 0, basePresent: 40, other: 0, otherBase: 0 },
  values: [value('F', 9, 0.9, 20, 0.5), value('M', 1, 0.1, 20, 0.5)],
};
const age: Panel = {
  ...{ attribute: 'age', type: 'number', present: 10, missing: 0, basePresent: 40 },
  ...{ sum: '100', mean: 10, min: '1', median: '9', max: '20' },
  histogram: [
    { from: null, to: '10', count: 4, baseCount: 30 },
    { from: '10', to: null, count: 6, baseCount: 10 },
  ],
};

describe('a panel against the rest', () => {
  it('takes the group out of everyone, exactly', () => {
    const compared = compareWithRest(gender, 42);
    expect(compared).toMatchObject({
      basePresent: 30,
      values: [
        { value: 'F', count: 9, baseCount: 11, baseShare: 11 / 30, ratio: 0.9 / (11 / 30) },
        { value: 'M', count: 1, baseCount: 19, baseShare: 19 / 30 },
      ],
    });
    expect(compareWithRest(age, 42)).toMatchObject({ basePresent: 30, histogram: [{ baseCount: 26 }, { baseCount: 4 }] });
  });

  it('divides nothing by nobody', () => {
    const everyone: Panel = { ...gender, present: 40, values: [value('F', 40, 1, 40, 1)] };
    expect(compareWithRest(everyone, 40)).toMatchObject({
      basePresent: 0,
      values: [{ baseCount: 0, baseShare: null, ratio: null }],
    });
  });
});

describe('those that a panel does not list', () => {
  const city: Panel = {
    ...{ attribute: 'city', type: 'category', present: 10, missing: 2, basePresent: 40, other: 3, otherBase: 15 },
    values: [value('A', 7, 0.7, 25, 0.625)],
  };

  it('are counted among everyone and among the rest', () => {
    expect(compareWithEveryone(city, 50)).toMatchObject({ otherBase: 15, basePresent: 40, baseMissing: 10 });
    expect(compareWithRest(city, 50)).toMatchObject({ otherBase: 12, basePresent: 30, baseMissing: 8 });
    expect(compareWithRest({ ...age, missing: 2 }, 50)).toMatchObject({ basePresent: 30, baseMissing: 8 });
  });

  it('are counted in another group as far as that can be told', () => {
    const listed: Panel = { ...city, present: 20, missing: 4, other: 0, values: [value('A', 5, 0.25, 25, 0.625)] };
    expect(compareWithPanel(city, listed)).toMatchObject({ otherBase: 15, basePresent: 20, baseMissing: 4 });
    const cut: Panel = { ...listed, other: 6, values: [value('B', 5, 0.25, 25, 0.625)] };
    expect(compareWithPanel(city, cut)).toMatchObject({ otherBase: null, baseMissing: 4 });
    const tags: Panel = { ...city, type: 'tags' };
    expect(compareWithPanel(tags, { ...listed, type: 'tags' })).toMatchObject({ otherBase: null });
    expect(compareWithPanel(city, null)).toMatchObject({ otherBase: null, baseMissing: null });
  });

  it('are shares of those with a value, and of all', () => {
    expect(measureRest(6, 8, 15, 40)).toEqual({ count: 6, share: 0.75, baseCount: 15, baseShare: 0.375, ratio: 2 });
    expect(measureRest(3, 0, null, 40)).toEqual({ count: 3, share: null, baseCount: null, baseShare: null, ratio: null });
    expect(measureRest(3, 10, 0, 40).ratio).toBeNull();
  });

  it('become conditions that mean just them', () => {
    const tree = fromDefinition({ all: [{ attribute: 'age', gte: '30' }] }, 'language');
    const write = (edited: typeof tree) => toDefinition(edited).definition;
    expect(write(addMissing(tree, { id: 'city' }, { groupId: tree.id }))).toEqual({
      all: [
        { attribute: 'age', gte: '30' },
        { attribute: 'city', exists: false },
      ],
    });
    expect(write(addOthers(tree, { id: 'city', type: 'category' }, ['A', 'B'], { groupId: tree.id, index: 0 }))).toEqual({
      all: [
        { all: [{ attribute: 'city', exists: true }, { not: { attribute: 'city', in: ['A', 'B'] } }] },
        { attribute: 'age', gte: '30' },
      ],
    });
  });
});

describe('a panel against another group', () => {
  it('takes counts by value and by bin', () => {
    const other: Panel = { ...gender, present: 5, values: [value('F', 1, 0.2, 20, 0.5)] };
    // Nobody of the other group has a value that is not listed.
    expect(compareWithPanel(gender, other)).toMatchObject({
      basePresent: 5,
      values: [
        { value: 'F', baseCount: 1, baseShare: 0.2, ratio: 0.9 / 0.2 },
        { value: 'M', baseCount: 0, baseShare: 0, ratio: null },
      ],
    });
    const ages: Panel = { ...age, present: 8, histogram: age.histogram.map((bin, index) => ({ ...bin, count: index + 3 })) };
    expect(compareWithPanel(age, ages)).toMatchObject({ basePresent: 8, histogram: [{ baseCount: 3 }, { baseCount: 4 }] });
  });

  it('does not guess what is not listed, and nothing before the answer', () => {
    const cut: Panel = { ...gender, present: 9, other: 3, values: [value('F', 6, 0.6, 20, 0.5)] };
    expect(compareWithPanel(gender, cut)).toMatchObject({ values: [{ baseCount: 6 }, { baseCount: null, baseShare: null }] });
    expect(compareWithPanel(gender, null)).toMatchObject({ basePresent: null, values: [{ baseCount: null }, { ratio: null }] });
  });
});

describe('a pasted group', () => {
  const definition = { all: [{ attribute: 'age', gte: '20.50000000000000000001' }] };

  it('is a link of the page, whole or its end, or a definition with every digit', () => {
    const tree = fromDefinition(definition, 'language');
    const fragment = encodeAddress({
      tree,
      asOf: '2026-01-01',
      snapshot: null,
      panels: null,
      versus: { kind: 'rest' },
      opened: null,
    });
    expect(readPastedAudience(` https://a.example/x#${fragment}\n`)).toEqual({ kind: 'audience', definition });
    expect(readPastedAudience(fragment)).toEqual({ kind: 'audience', definition });
    expect(readPastedAudience('{"attribute":"age","gte":20.50000000000000000001}')).toEqual({ kind: 'audience', definition });
  });

  it('is refused when cut, repeated or something else', () => {
    const fragment = encodeAddress({
      ...{
        tree: fromDefinition(definition, 'language'),
        asOf: null,
        snapshot: null,
        panels: null,
        versus: { kind: 'rest' },
        opened: null,
      },
    });
    expect(readPastedAudience(fragment.slice(0, -3))).toMatchObject({ kind: 'unreadable', of: 'link' });
    expect(readPastedAudience('hello')).toMatchObject({ kind: 'unreadable', of: 'link' });
    expect(readPastedAudience('{"attribute":"age","attribute":"x","gte":1}')).toMatchObject({ kind: 'unreadable', of: 'json' });
    expect(readPastedAudience('{"all":')).toMatchObject({ kind: 'unreadable', of: 'json' });
    expect(readPastedAudience('{"colour":"red"}')).toMatchObject({ kind: 'unreadable', of: 'json' });
  });
});
