import { toPlainValue } from '@silhouette/model';
import { expect, test } from 'vitest';
import { usesSubject } from '../../src/catalog-edits/list-uses.ts';

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
