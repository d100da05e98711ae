import type { Aggregate, AggregateResult } from '@silhouette/bitslice';
import { type Attribute, assertNever, normaliseDecimal, type TimeZone } from '@silhouette/model';
import type { AttributePortrait, PortraitParts } from '../../audience-engine.ts';
import { cutValues } from '../build/find-facts.ts';
import type { AttributeFacts } from '../index-about.ts';
import { attributeColumn } from '../index-names.ts';
import type { SnapshotIndex } from '../open-index.ts';
import { readTags } from './describe-distribution.ts';

/**
 * What is told of a group for the portrait of an attribute. `facts`: of the customers of a scope; null: nobody is left out, whose
 * ranges the index has stored.
 */
export function planPortrait(index: SnapshotIndex, attribute: Attribute, facts: AttributeFacts | null): Aggregate {
  const column = attributeColumn(attribute.id);
  switch (attribute.type) {
    case 'category':
    case 'boolean':
      return { kind: 'histogram', column };
    case 'tags':
      return { kind: 'lists', column };
    case 'text':
      return { kind: 'present', column };
    case 'number':
    case 'date':
    case 'datetime':
      if (facts === null) return { kind: 'storedRanges', column };
      if (index.bits.columns.get(column)?.isSmall === true) return { kind: 'histogram', column };
      return { kind: 'ranges', column, cuts: cutValues(attribute, facts.cuts, index.snapshot.catalog.timeZone) };
    default:
      return assertNever(attribute.type);
  }
}

/** Few different numbers are told one by one: their histogram as the ranges between the cuts. Anything else as it is. */
export function joinRanges(
  attribute: Attribute,
  result: AggregateResult,
  facts: AttributeFacts | null,
  zone: TimeZone,
): AggregateResult {
  if (facts === null || result.kind !== 'histogram' || !ORDERED.has(attribute.type)) return result;
  const cuts = cutValues(attribute, facts.cuts, zone);
  // Place 0 is missing.
  const counts = new Float64Array(cuts.length + 2);
  result.counts.forEach((customers, offset) => {
    const value = result.base + BigInt(offset);
    const place = 1 + cuts.filter((cut) => value >= cut).length;
    counts[place] = (counts[place] ?? 0) + customers;
  });
  return { kind: 'ranges', counts };
}

const ORDERED: ReadonlySet<string> = new Set(['number', 'date', 'datetime']);

/** Counts of one group by part, and how many have a value. */
interface Counted {
  readonly present: number;
  readonly counts: ArrayLike<number>;
}

/** The portrait of one attribute from what was told of the three groups; null stands for an empty group. */
export function describePortrait(
  index: SnapshotIndex,
  attribute: Attribute,
  facts: AttributeFacts | undefined,
  own: AggregateResult,
  versus: AggregateResult,
  both: AggregateResult | null,
): AttributePortrait {
  const parts = listParts(index, attribute, facts, [own, versus]);
  const hasNoValue = (facts?.low ?? null) === null;
  const [mine, theirs] = [count(attribute, own, parts, hasNoValue), count(attribute, versus, parts, hasNoValue)];
  const shared = both === null ? { present: 0, counts: zeros(mine.counts.length) } : count(attribute, both, parts, hasNoValue);
  return {
    attribute: attribute.id,
    parts,
    present: mine.present,
    versusPresent: theirs.present,
    bothPresent: shared.present,
    counts: mine.counts,
    versusCounts: theirs.counts,
    bothCounts: shared.counts,
  };
}

function listParts(
  index: SnapshotIndex,
  attribute: Attribute,
  facts: AttributeFacts | undefined,
  results: readonly AggregateResult[],
): PortraitParts {
  switch (attribute.type) {
    case 'category':
      return { kind: 'values', values: index.valuesOf(null, attribute.id) };
    case 'boolean':
      return { kind: 'values', values: ['false', 'true'] };
    case 'tags': {
      const tags = new Set<string>();
      for (const result of results) {
        if (result.kind === 'lists') for (const list of result.counts.keys()) for (const tag of readTags(list)) tags.add(tag);
      }
      return { kind: 'values', values: [...tags] };
    }
    case 'text':
      return { kind: 'presence' };
    case 'number': {
      const cuts = facts?.cuts ?? [];
      return { kind: 'numbers', cuts: cuts.map((cut) => normaliseDecimal(cut, attribute.decimals)) };
    }
    case 'date':
    case 'datetime':
      return { kind: 'days', cuts: (facts?.cuts ?? []).map(Number) };
    default:
      return assertNever(attribute.type);
  }
}

function count(attribute: Attribute, result: AggregateResult, parts: PortraitParts, hasNoValue: boolean): Counted {
  switch (result.kind) {
    case 'present':
      return { present: result.present, counts: [] };
    case 'histogram':
      return { present: sumOf(result.counts), counts: pad(result.counts, parts) };
    case 'ranges': {
      // Place 0 is missing. Without any value at the snapshot's own as-of there is no part, though another as-of may know some.
      const counts = result.counts.subarray(1, lengthOf(parts) + 1);
      return { present: sumOf(counts), counts: hasNoValue ? [] : counts };
    }
    case 'lists': {
      const places = new Map((parts.kind === 'values' ? parts.values : []).map((tag, place) => [tag, place]));
      const counts = new Float64Array(places.size);
      let present = 0;
      for (const [list, customers] of result.counts) {
        present += customers;
        for (const tag of readTags(list)) {
          const place = places.get(tag) ?? 0;
          counts[place] = (counts[place] ?? 0) + customers;
        }
      }
      return { present, counts };
    }
    case 'sum':
    case 'extremes':
      throw new TypeError(`The portrait of "${attribute.id}" came as ${result.kind}.`);
    default:
      return assertNever(result);
  }
}

function lengthOf(parts: PortraitParts): number {
  switch (parts.kind) {
    case 'values':
      return parts.values.length;
    case 'numbers':
    case 'days':
      return parts.cuts.length + 1;
    case 'presence':
      return 0;
    default:
      return assertNever(parts);
  }
}

function pad(counts: Float64Array, parts: PortraitParts): Float64Array {
  const length = lengthOf(parts);
  if (counts.length === length) return counts;
  const padded = new Float64Array(length);
  padded.set(counts.subarray(0, length));
  return padded;
}

function zeros(length: number): ArrayLike<number> {
  return new Float64Array(length);
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, one) => sum + one, 0);
}
