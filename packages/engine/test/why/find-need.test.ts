import { type Catalog, type Literal, normaliseDecimal, parseDecimal, type WhyNeed } from '@silhouette/model';
import { toReferenceData } from '@silhouette/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainDefinition, parseDefinition } from '../../src/index.ts';
import { complement, findNearest } from '../../src/why/find-distance.ts';
import { findAttributeNeed, findEventNeed } from '../../src/why/find-need.ts';
import { TINY_WORLD } from '../sql/tiny-world.ts';

const catalog: Catalog = toReferenceData(TINY_WORLD).catalog;
const context = { catalog, asOfMs: Date.parse('2024-06-30T15:00:00Z') };
const number = (text: string): Literal => ({ type: 'number', value: parseDecimal(text) ?? normaliseDecimal(0n, 0) });

function need(definition: PlainDefinition, value: Literal | null, wanted: boolean): WhyNeed {
  const predicate = parseDefinition(definition, catalog);
  if (predicate.kind === 'event') return findEventNeed(predicate, value, wanted, context);
  if (predicate.kind !== 'attribute') throw new TypeError('A condition was expected.');
  const attribute = catalog.attributes.find(({ id }) => id === predicate.attribute);
  if (attribute === undefined) throw new RangeError('There is no such attribute.');
  return findAttributeNeed(attribute, predicate.test, value, wanted, context);
}

describe('the nearest number that is wanted', () => {
  const interval = fc
    .tuple(fc.option(fc.integer({ min: -8, max: 8 })), fc.option(fc.integer({ min: -8, max: 8 })))
    .map(([from, to]) => ({ from: from === null ? null : BigInt(from), to: to === null ? null : BigInt(to) }));
  const isIn = (value: number, set: readonly { from: bigint | null; to: bigint | null }[]): boolean =>
    set.some(({ from, to }) => (from === null || value >= from) && (to === null || value <= to));

  it('is nearer than any other (held against all)', () => {
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 4 }),
        fc.integer({ min: -12, max: 12 }),
        fc.boolean(),
        (set, value, wanted) => {
          const domain = [{ from: -20n, to: 20n }];
          const found = findNearest(BigInt(value), set, wanted, domain);
          const distances = Array.from({ length: 41 }, (_, index) => index - 20)
            .filter((one) => isIn(one, set) === wanted)
            .map((one) => Math.abs(one - value));
          if (distances.length === 0) {
            expect(found).toBeNull();
            return;
          }
          expect(Math.abs(Number(found?.by))).toBe(Math.min(...distances));
          expect(isIn(Number(found?.to), set)).toBe(wanted);
          expect(value + Number(found?.by)).toBe(Number(found?.to));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('outside of nothing is everything, outside of everything nothing', () => {
    expect(complement([])).toEqual([{ from: null, to: null }]);
    expect(complement([{ from: null, to: null }])).toEqual([]);
    expect(complement([{ from: 5n, to: 3n }])).toEqual([{ from: null, to: null }]);
  });
});

describe('what a condition needs', () => {
  const average = { event: 'purchase', avg: { field: 'amount', gte: 100_000 } };
  it('of an average: to the bound, or past it where the bound does not count', () => {
    expect(need(average, number('83000'), true)).toEqual({
      kind: 'number',
      by: '17000',
      to: '100000',
      open: false,
      unit: null,
    });
    const past = { event: 'purchase', avg: { field: 'amount', gt: 100_000 } };
    expect(need(past, number('83000'), true)).toEqual({ kind: 'number', by: '17000', to: '100000', open: true, unit: null });
    expect(need(average, number('120000.5'), false)).toMatchObject({ by: '-20000.5', to: '100000', open: true });
    // Rounded down it is at the bound already, and the bound does not count.
    expect(need({ event: 'purchase', avg: { field: 'amount', lte: 10 } }, number('10'), true)).toEqual({ kind: 'condition' });
  });

  it('of an attribute’s number: the next value it can have', () => {
    expect(need({ attribute: 'age', gte: 30, lt: 40 }, number('28'), true)).toMatchObject({ by: '2', to: '30', open: false });
    // Ages have one decimal here.
    expect(need({ attribute: 'age', gt: 30 }, number('28'), true)).toMatchObject({ by: '2.1', to: '30.1' });
    expect(need({ attribute: 'age', gte: 30, lt: 40 }, number('39'), false)).toMatchObject({ by: '1', to: '40' });
    expect(need({ attribute: 'age', in: [20, 50] }, number('30'), true)).toMatchObject({ by: '-10', to: '20' });
    expect(need({ attribute: 'age', gte: 30 }, null, true)).toEqual({ kind: 'condition' });
    expect(need({ attribute: 'age', gt: 40, lt: 30 }, number('35'), true)).toEqual({ kind: 'impossible' });
  });

  it('of numbers of things: none below 0', () => {
    expect(need({ event: 'purchase', count: { gte: 3 } }, number('1'), true)).toMatchObject({ by: '2', to: '3' });
    expect(need({ event: 'purchase', count: { lt: 1 } }, number('4'), true)).toMatchObject({ by: '-4', to: '0' });
    expect(need({ event: 'purchase', count: { gte: 0 } }, number('4'), false)).toEqual({ kind: 'impossible' });
    expect(need({ event: 'purchase', recency: { unit: 'day', lte: 30 } }, number('45'), true)).toMatchObject({
      by: '-15',
      to: '30',
      unit: 'day',
    });
    expect(need({ event: 'purchase', sum: { field: 'amount', gt: 5 } }, number('5'), true)).toMatchObject({ by: '0.01' });
  });

  it('of dates: days; of times: an instant; of others: just the condition', () => {
    const day = (text: string): Literal => ({ type: 'date', day: Date.parse(text) / 86_400_000 });
    expect(need({ attribute: 'born', gte: '1990-01-01' }, day('1989-12-30'), true)).toEqual({
      kind: 'days',
      by: 2,
      to: '1990-01-01',
    });
    expect(need({ attribute: 'born', within: { last: 1, unit: 'month' } }, day('2024-05-30'), true)).toMatchObject({ by: 2 });
    const seen: Literal = { type: 'instant', atMs: Date.parse('2024-06-01T00:00:00Z') };
    expect(need({ attribute: 'seen', gte: '2024-06-02' }, seen, true)).toEqual({
      kind: 'time',
      to: '2024-06-01T15:00:00.000Z',
    });
    expect(need({ attribute: 'born', exists: false }, day('1990-01-01'), true)).toEqual({ kind: 'condition' });
    expect(need({ attribute: '등급', eq: 'VIP' }, { type: 'text', value: 'GOLD' }, true)).toEqual({ kind: 'condition' });
    const top = { event: 'purchase', top: { field: 'brand', eq: 'Sol' } };
    expect(need(top, { type: 'text', value: 'Luna' }, true)).toEqual({ kind: 'condition' });
  });
});
