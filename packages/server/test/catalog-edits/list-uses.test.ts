import type { Catalog, CatalogSubject } from '@silhouette/model';
import { toPlainValue } from '@silhouette/model';
import { describe, expect, test } from 'vitest';
import { listUses, usesSubject } from '../../src/catalog-edits/list-uses.ts';

const DEFINITION = toPlainValue({
  all: [
    { attribute: 'age', gte: 30 },
    { not: { event: 'buy', where: [{ any: [{ field: 'item', eq: 'buy' }] }], sum: { field: 'price', gt: 1 } } },
    { sequence: [{ event: 'visit', where: [{ field: 'page', eq: 'age' }] }, { event: 'buy' }] },
  ],
});

test.each([
  [{ kind: 'attribute', attribute: 'age' }, true],
  [{ kind: 'attribute', attribute: 'buy' }, false],
  [{ kind: 'event', event: 'buy' }, true],
  [{ kind: 'event', event: 'age' }, false],
  [{ kind: 'field', event: 'buy', field: 'item' }, true],
  [{ kind: 'field', event: 'buy', field: 'price' }, true],
  [{ kind: 'field', event: 'visit', field: 'page' }, true],
  [{ kind: 'field', event: 'buy', field: 'page' }, false],
  [{ kind: 'field', event: 'visit', field: 'price' }, false],
] as const)('%o is named: %s', (subject, isNamed) => {
  expect(usesSubject(DEFINITION, subject)).toBe(isNamed);
});

describe('what uses an entry', () => {
  const computed = (id: string, event: string, field: string | null, where: readonly unknown[] = []) => ({
    id,
    origin: { kind: 'computed', spec: { event, field, where } },
  });
  const filter = { kind: 'any', children: [{ kind: 'not', child: { kind: 'field', field: 'item' } }] };
  const catalog = {
    attributes: [
      { id: 'age', origin: { kind: 'source' } },
      computed('spend', 'buy', 'price'),
      computed('spend_items', 'buy', 'price', [filter]),
      computed('visits', 'visit', null),
    ],
    // Only attributes and how they are computed are looked at.
  } as unknown as Catalog;
  const definitions: Record<string, unknown> = {
    direct: { event: 'buy', sum: { field: 'price', gt: 1 } },
    'by-spend': { all: [{ attribute: 'spend', gte: 1 }] },
    'by-items': { attribute: 'spend_items', gte: 1 },
    inside: { any: [{ audience: 'by-spend' }, { attribute: 'age', gte: 1 }] },
    deeper: { not: { audience: 'inside' } },
    pinned: { audience: 'direct', version: 2 },
    other: { attribute: 'age', gte: 30 },
    lost: { audience: 'gone' },
  };
  const audiences = Object.entries(definitions).map(([id, definition]) => ({
    id,
    name: id.toUpperCase(),
    definition: toPlainValue(definition),
  }));
  const uses = async (subject: CatalogSubject) => {
    const found = await listUses(audiences, subject, catalog, async (id, version) =>
      version === 2
        ? toPlainValue({ attribute: 'visits', gte: 1 })
        : (audiences.find((one) => one.id === id)?.definition ?? null),
    );
    return Object.fromEntries(found.map(({ id, through }) => [id, through]));
  };
  const byAttributes = (...attributes: string[]) => ({ attributes, audiences: [] });
  const byAudiences = (...inside: string[]) => ({ attributes: [], audiences: inside });

  test('counts computed attributes of a field, and audiences inside', async () => {
    expect(await uses({ kind: 'field', event: 'buy', field: 'price' })).toEqual({
      direct: null,
      'by-items': byAttributes('spend_items'),
      'by-spend': byAttributes('spend'),
      inside: byAudiences('by-spend'),
      deeper: byAudiences('inside'),
    });
    expect(await uses({ kind: 'field', event: 'buy', field: 'item' })).toEqual({ 'by-items': byAttributes('spend_items') });
  });

  test('counts computed attributes of an event, and of the version that is asked for', async () => {
    expect(await uses({ kind: 'event', event: 'visit' })).toEqual({ pinned: byAudiences('direct') });
    expect(Object.keys(await uses({ kind: 'event', event: 'buy' }))).toEqual([
      'by-items',
      'by-spend',
      'deeper',
      'direct',
      'inside',
    ]);
  });

  test('counts audiences that contain one which names an attribute', async () => {
    expect(await uses({ kind: 'attribute', attribute: 'age' })).toEqual({
      other: null,
      inside: null,
      deeper: byAudiences('inside'),
    });
  });

  test('ends where audiences contain each other', async () => {
    const round = ['a', 'b'].map((id) => ({
      id,
      name: id,
      definition: toPlainValue({ audience: id === 'a' ? 'b' : 'a' }),
    }));
    const find = async (id: string) => round.find((one) => one.id === id)?.definition ?? null;
    expect(await listUses(round, { kind: 'attribute', attribute: 'age' }, catalog, find)).toEqual([]);
  });
});
