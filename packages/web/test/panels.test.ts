import type { CatalogAnswer } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { addPanelRange, addPanelValue } from '../src/features/explore/add-from-panel.ts';
import { searchCatalog } from '../src/features/explore/catalog/search-catalog.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';

const gender = { id: 'gender', type: 'category' } as const;
const age = { id: 'age', type: 'number' } as const;
const joined = { id: 'joined', type: 'date' } as const;

describe('a click on a panel', () => {
  const read = (definition: unknown) => fromDefinition(definition, 'language');
  const write = (edit: ReturnType<typeof addPanelRange>) => (edit === null ? null : toDefinition(edit.tree).definition);

  it('adds a value, and joins it to values already listed', () => {
    const first = addPanelValue(read({ all: [] }), gender, 'F');
    expect(write(first)).toEqual({ all: [{ attribute: 'gender', in: ['F'] }] });
    expect(write(addPanelValue(first.tree, gender, 'M'))).toEqual({ all: [{ attribute: 'gender', in: ['F', 'M'] }] });
    expect(write(addPanelValue(first.tree, gender, 'F'))).toEqual({ all: [{ attribute: 'gender', in: ['F'] }] });
  });

  it('does not touch conditions that mean something else', () => {
    const negated = read({ all: [{ not: { attribute: 'gender', in: ['M'] } }] });
    expect(write(addPanelValue(negated, gender, 'F'))).toEqual({
      all: [{ not: { attribute: 'gender', in: ['M'] } }, { attribute: 'gender', in: ['F'] }],
    });
    const any = read({ any: [{ attribute: 'gender', in: ['M'] }] });
    expect(write(addPanelValue(any, gender, 'F'))).toEqual({
      any: [
        { attribute: 'gender', in: ['M'] },
        { attribute: 'gender', in: ['F'] },
      ],
    });
  });

  it('goes into the group chosen for new conditions', () => {
    const tree = read({ all: [{ attribute: 'gender', in: ['M'] }, { any: [{ attribute: 'age', lt: '20' }] }] });
    const groupId = tree.children[1]?.id ?? '';
    expect(write(addPanelValue(tree, gender, 'F', groupId))).toEqual({
      all: [
        { attribute: 'gender', in: ['M'] },
        {
          any: [
            { attribute: 'age', lt: '20' },
            { attribute: 'gender', in: ['F'] },
          ],
        },
      ],
    });
    expect(write(addPanelRange(tree, age, '60', null, groupId))).toEqual({
      all: [
        { attribute: 'gender', in: ['M'] },
        {
          any: [
            { attribute: 'age', lt: '20' },
            { attribute: 'age', gte: '60' },
          ],
        },
      ],
    });
  });

  it('joins the values listed in the chosen group, where all of it must hold', () => {
    const tree = read({ any: [{ attribute: 'age', lt: '20' }, { all: [{ attribute: 'gender', in: ['M'] }] }] });
    const groupId = tree.children[1]?.id ?? '';
    expect(write(addPanelValue(tree, gender, 'F', groupId))).toEqual({
      any: [{ attribute: 'age', lt: '20' }, { all: [{ attribute: 'gender', in: ['M', 'F'] }] }],
    });
    expect(write(addPanelValue(tree, gender, 'F', 'gone'))).toEqual({
      any: [{ attribute: 'age', lt: '20' }, { all: [{ attribute: 'gender', in: ['M'] }] }, { attribute: 'gender', in: ['F'] }],
    });
  });

  it('asks booleans and tags in their own way', () => {
    expect(write(addPanelValue(read({ all: [] }), { id: 'app', type: 'boolean' }, 'false'))).toEqual({
      all: [{ attribute: 'app', eq: false }],
    });
    expect(write(addPanelValue(read({ all: [] }), { id: 'skin', type: 'tags' }, 'dry'))).toEqual({
      all: [{ attribute: 'skin', containsAny: ['dry'] }],
    });
  });

  it('makes a bin [from, to) a range, open where the bin is, in place of the range before', () => {
    const first = addPanelRange(read({ all: [] }), age, '30', '40');
    expect(write(first)).toEqual({ all: [{ attribute: 'age', gte: '30', lt: '40' }] });
    const tree = first?.tree ?? read({ all: [] });
    expect(write(addPanelRange(tree, age, null, '20'))).toEqual({ all: [{ attribute: 'age', lt: '20' }] });
    expect(addPanelRange(tree, age, null, null)).toBe(null);
  });

  it('ends a window of dates on the last day of the bin', () => {
    expect(write(addPanelRange(read({ all: [] }), joined, '2026-02-01', '2026-03-01'))).toEqual({
      all: [{ attribute: 'joined', within: { from: '2026-02-01', to: '2026-02-28' } }],
    });
  });
});

describe('searchCatalog', () => {
  const described = {
    description: null,
    decimals: 0,
    unit: null,
    order: null,
    pii: false,
    privacy: 'internal' as const,
    present: 1,
    missing: 0,
    distinct: null,
    min: null,
    max: null,
  };
  const attribute = (id: string, ko: string, en: string, synonyms: string[] = [], hidden = false) => ({
    ...described,
    id,
    type: 'category' as const,
    label: { ko, en },
    synonyms,
    hidden,
    group: 'basics',
    origin: 'source' as const,
    column: id,
  });
  const catalog: CatalogAnswer = {
    name: 'x',
    timeZone: 'UTC',
    currency: null,
    key: 'k',
    keyPrivacy: 'internal',
    attributes: [
      attribute('skin_age', '피부 나이', 'Skin age'),
      attribute('age', '나이', 'Age', ['연령']),
      attribute('first', '첫 구매일', 'First purchase'),
      attribute('secret', '나이 비밀', 'Age secret', [], true),
    ],
    events: [
      {
        id: 'purchase',
        label: { ko: '구매', en: 'Purchase' },
        description: null,
        synonyms: ['주문'],
        hidden: false,
        hasOccasion: true,
        fields: [],
        rows: 1,
        customers: 1,
        first: null,
        last: null,
      },
    ],
    panels: [],
    snapshot: 's',
    asOf: '2026-01-01T00:00:00.000Z',
    base: 1,
  };
  const find = (query: string) =>
    searchCatalog(catalog, query).map((hit) => (hit.kind === 'attribute' ? hit.attribute.id : hit.event.id));

  it('finds by name in both languages, best first, hidden ones never', () => {
    expect(find('나이')).toEqual(['age', 'skin_age']);
    expect(find('AGE')).toEqual(['age', 'skin_age']);
    expect(find('연령')).toEqual(['age']);
    expect(find('주문')).toEqual(['purchase']);
    expect(find('첫구매')).toEqual(['first']);
    expect(find('purch')).toEqual(['purchase', 'first']);
    // Decomposed, as macOS types it.
    expect(find('나이'.normalize('NFD'))).toEqual(['age', 'skin_age']);
    expect(find('zzz')).toEqual([]);
    expect(find(' ')).toEqual([]);
  });
});
