import {
  assertNever,
  type EventPredicate,
  type Predicate,
  type ResolvedPredicate,
  UnsupportedPredicateError,
} from '@silhouette/model';
import { compileMeasure } from './compile-measure.ts';
import { compileAttributeTest } from './match-attribute.ts';
import { compileSequence } from './match-sequence.ts';
import type { ReferenceData } from './reference-data.ts';
import { makeRowFinder } from './row-finder.ts';

/** A set of customers: 1 for each that belongs to it. */
export type CustomerMask = Uint8Array;

/**
 * The base at an as-of: customers with a row in the customer table whose `since` is missing or before as-of, or with
 * an event row before as-of.
 */
export async function selectBase(data: ReferenceData, asOfMs: number): Promise<CustomerMask> {
  const { keys, inTable, sinceMs, firstEventMs } = await data.customers();
  return Uint8Array.from(keys, (_, customer) => {
    const since = sinceMs[customer] ?? Number.NaN;
    const isListed = inTable[customer] === 1 && (Number.isNaN(since) || since < asOfMs);
    return Number(isListed || (firstEventMs[customer] ?? Number.NaN) < asOfMs);
  });
}

/** The base at an as-of, cut to the customers of a scope where there is one. */
export async function selectScope(
  data: ReferenceData,
  asOfMs: number,
  scope: ResolvedPredicate | undefined,
): Promise<CustomerMask> {
  const base = await selectBase(data, asOfMs);
  return scope === undefined ? base : selectMembers(data, scope, asOfMs, base);
}

/** The members of a predicate within the base: the meaning of the audience language, node by node. */
export async function selectMembers(
  data: ReferenceData,
  predicate: ResolvedPredicate,
  asOfMs: number,
  base: CustomerMask,
): Promise<CustomerMask> {
  const select = (child: Predicate): Promise<CustomerMask> => selectMembers(data, child, asOfMs, base);
  const keep = (test: (customer: number) => boolean): CustomerMask =>
    base.map((isInBase, customer) => Number(isInBase === 1 && test(customer)));
  switch (predicate.kind) {
    case 'all': {
      const parts = await selectEach(predicate.children, select);
      return keep((customer) => parts.every((part) => part[customer] === 1));
    }
    case 'any': {
      const parts = await selectEach(predicate.children, select);
      return keep((customer) => parts.some((part) => part[customer] === 1));
    }
    case 'not': {
      const part = await select(predicate.child);
      return keep((customer) => part[customer] === 0);
    }
    case 'attribute':
      return keep(await compileAttributeTest(data, predicate.attribute, predicate.test, asOfMs));
    case 'event':
      return keep(await compileEvent(data, predicate, asOfMs));
    case 'sequence':
      return keep(await compileSequence(data, predicate, asOfMs));
    case 'customers': {
      const asked = new Set(predicate.keys);
      const { keys } = await data.customers();
      return keep((customer) => asked.has(keys[customer] ?? ''));
    }
    case 'audience':
      throw new UnsupportedPredicateError(
        'reference',
        `the saved audience "${predicate.audience}" before it is replaced by its definition`,
      );
    default:
      return assertNever(predicate);
  }
}

async function compileEvent(
  data: ReferenceData,
  predicate: EventPredicate,
  asOfMs: number,
): Promise<(customer: number) => boolean> {
  const { rows, find } = await makeRowFinder(data, predicate, asOfMs);
  const holds = await compileMeasure(data, predicate.event, rows, predicate.measure, asOfMs);
  return (customer) => holds(find(customer));
}

/** One after the other, so that only the columns of one condition are being read at a time. */
async function selectEach(
  children: readonly Predicate[],
  select: (child: Predicate) => Promise<CustomerMask>,
): Promise<readonly CustomerMask[]> {
  const parts: CustomerMask[] = [];
  for (const child of children) parts.push(await select(child));
  return parts;
}
