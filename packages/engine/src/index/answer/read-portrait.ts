import type { Aggregate, AggregateResult } from '@silhouette/bitslice';
import { type Attribute, assertNever, normaliseDecimal } from '@silhouette/model';
import type { AttributePortrait, PortraitParts } from '../../audience-engine.ts';
import { attributeColumn } from '../index-names.ts';
import type { SnapshotIndex } from '../open-index.ts';
import { readTags } from './describe-distribution.ts';

/** What is told of a group for the portrait of an attribute. */
export function planPortrait(attribute: Attribute): Aggregate {
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
      return { kind: 'storedRanges', column };
    default:
      return assertNever(attribute.type);
  }
}

/** Counts of one group by part, and how many have a value. */
interface Counted {
  readonly present: number;
  readonly counts: ArrayLike<number>;
}

/** The portrait of one attribute from what was told of the three groups; null stands for an empty group. */
export function describePortrait(
  index: SnapshotIndex,
  attribute: Attribute,
  own: AggregateResult,
  versus: AggregateResult,
  both: AggregateResult | null,
): AttributePortrait {
  const parts = listParts(index, attribute, [own, versus]);
  const hasNoValue = (index.about.facts[attribute.id]?.low ?? null) === null;
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

function listParts(index: SnapshotIndex, attribute: Attribute, results: readonly AggregateResult[]): PortraitParts {
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
      const cuts = index.about.facts[attribute.id]?.cuts ?? [];
      return { kind: 'numbers', cuts: cuts.map((cut) => normaliseDecimal(cut, attribute.decimals)) };
    }
    case 'date':
    case 'datetime':
      return { kind: 'days', cuts: (index.about.facts[attribute.id]?.cuts ?? []).map(Number) };
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
