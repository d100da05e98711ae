import type { AggregateResult } from '@silhouette/bitslice';
import { type Attribute, assertNever } from '@silhouette/model';
import { medianIndex } from '../../panel/percentile.ts';
import { findRank } from '../build/find-facts.ts';
import type { PlannedBins } from './panel-plan.ts';

/** How a group spreads over one attribute. */
export interface Distribution {
  readonly present: number;
  /** By value: categories, booleans (`true`, `false`) and tags. */
  readonly values: ReadonlyMap<string, number>;
  /** For tags: customers by list (JSON text). */
  readonly lists: ReadonlyMap<string, number>;
  /** By bin. */
  readonly bins: number[];
  readonly sum: bigint;
  readonly least: bigint | null;
  readonly greatest: bigint | null;
  /** The lower middle; null without any value, and where it must be found by a descent. */
  readonly median: bigint | null;
}

const NOTHING: Distribution = {
  present: 0,
  values: new Map(),
  lists: new Map(),
  bins: [],
  sum: 0n,
  least: null,
  greatest: null,
  median: null,
};

/** A distribution from what the index told. `values`: a category's values by number. */
export function describeDistribution(
  attribute: Attribute,
  results: readonly AggregateResult[],
  bins: PlannedBins,
  values: readonly string[],
): Distribution {
  const [first] = results;
  if (first === undefined) return NOTHING;
  switch (first.kind) {
    case 'present':
      return { ...NOTHING, present: first.present };
    case 'lists':
      return describeLists(first.counts);
    case 'histogram':
      if (attribute.type === 'category') return describeValues(first.counts, (value) => values[value] ?? '');
      if (attribute.type === 'boolean') return describeValues(first.counts, (value) => (value === 1 ? 'true' : 'false'));
      return describeHistogram(first.base, first.counts, bins);
    case 'ranges': {
      let whole: Distribution = {
        ...NOTHING,
        present: first.counts.subarray(1).reduce((sum, count) => sum + count, 0),
        bins: [...first.counts.subarray(1)],
      };
      for (const result of results.slice(1)) {
        if (result.kind === 'sum') whole = { ...whole, sum: result.sum };
        if (result.kind === 'extremes' && result.extremes !== null) whole = { ...whole, ...result.extremes };
      }
      return whole;
    }
    case 'sum':
    case 'extremes':
      throw new TypeError(`A panel does not begin with ${first.kind}.`);
    default:
      return assertNever(first);
  }
}

function describeValues(counts: Float64Array, name: (value: number) => string): Distribution {
  const values = new Map<string, number>();
  let present = 0;
  counts.forEach((count, value) => {
    if (count === 0) return;
    present += count;
    values.set(name(value), count);
  });
  return { ...NOTHING, present, values };
}

function describeLists(lists: ReadonlyMap<string, number>): Distribution {
  const values = new Map<string, number>();
  let present = 0;
  for (const [list, count] of lists) {
    present += count;
    for (const tag of readTags(list)) values.set(tag, (values.get(tag) ?? 0) + count);
  }
  return { ...NOTHING, present, values, lists };
}

/** The tags of a list as the index keeps it. */
export function readTags(list: string): readonly string[] {
  // Written as JSON by the build.
  return JSON.parse(list) as readonly string[];
}

function describeHistogram(base: bigint, counts: Float64Array, bins: PlannedBins): Distribution {
  const cuts = bins.kind === 'none' ? [] : bins.cuts;
  const binCounts = bins.kind === 'none' ? [] : bins.bins.map(() => 0);
  let [present, sum, bin] = [0, 0n, 0];
  let [least, greatest]: [bigint | null, bigint | null] = [null, null];
  counts.forEach((count, offset) => {
    if (count === 0) return;
    const value = base + BigInt(offset);
    while (bin < cuts.length && value >= (cuts[bin] ?? value)) bin += 1;
    binCounts[bin] = (binCounts[bin] ?? 0) + count;
    present += count;
    sum += value * BigInt(count);
    least ??= value;
    greatest = value;
  });
  const median = present === 0 ? null : base + BigInt(findRank(counts, medianIndex(present)));
  return { ...NOTHING, present, bins: binCounts, sum, least, greatest, median };
}
