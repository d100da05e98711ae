/** What is told of the places of a group. Values are the column's. */
export type Aggregate =
  /** How many have each value: for columns that {@link ColumnSummary.isSmall}. */
  | { readonly kind: 'histogram'; readonly column: string }
  /** How many have each list: for columns of lists. */
  | { readonly kind: 'lists'; readonly column: string }
  | { readonly kind: 'present'; readonly column: string }
  /** Exact sum of the values that are there. */
  | { readonly kind: 'sum'; readonly column: string }
  /** Smallest and greatest value. */
  | { readonly kind: 'extremes'; readonly column: string }
  /** How many lie in each range from one cut (included) to the next; cuts ascend, at most 30. */
  | { readonly kind: 'ranges'; readonly column: string; readonly cuts: readonly bigint[] }
  /** The same for the cuts that the index was built with. */
  | { readonly kind: 'storedRanges'; readonly column: string };

/** What came of an {@link Aggregate}. */
export type AggregateResult =
  /** `counts[i]`: places with the value base + i * {@link ColumnSummary.scale}. */
  | { readonly kind: 'histogram'; readonly base: bigint; readonly counts: Float64Array }
  | { readonly kind: 'lists'; readonly counts: ReadonlyMap<string, number> }
  | { readonly kind: 'present'; readonly present: number }
  | { readonly kind: 'sum'; readonly present: number; readonly sum: bigint }
  /** Null without any value. */
  | { readonly kind: 'extremes'; readonly extremes: { readonly least: bigint; readonly greatest: bigint } | null }
  /** `counts[0]`: missing; `counts[1 + i]`: range i. */
  | { readonly kind: 'ranges'; readonly counts: Float64Array };

/** The sum of two partial results of one aggregate. @throws TypeError when they are of different kinds */
export function mergeResults(a: AggregateResult, b: AggregateResult): AggregateResult {
  if (a.kind === 'histogram' && b.kind === 'histogram') {
    return { kind: 'histogram', base: a.base, counts: addArrays(a.counts, b.counts) };
  }
  if (a.kind === 'ranges' && b.kind === 'ranges') return { kind: 'ranges', counts: addArrays(a.counts, b.counts) };
  if (a.kind === 'present' && b.kind === 'present') return { kind: 'present', present: a.present + b.present };
  if (a.kind === 'sum' && b.kind === 'sum') {
    return { kind: 'sum', present: a.present + b.present, sum: a.sum + b.sum };
  }
  if (a.kind === 'lists' && b.kind === 'lists') {
    const counts = new Map(a.counts);
    for (const [text, count] of b.counts) counts.set(text, (counts.get(text) ?? 0) + count);
    return { kind: 'lists', counts };
  }
  if (a.kind === 'extremes' && b.kind === 'extremes') {
    if (a.extremes === null) return b;
    if (b.extremes === null) return a;
    const [x, y] = [a.extremes, b.extremes];
    return {
      kind: 'extremes',
      extremes: {
        least: x.least < y.least ? x.least : y.least,
        greatest: x.greatest > y.greatest ? x.greatest : y.greatest,
      },
    };
  }
  throw new TypeError(`A result of ${a.kind} cannot be merged with one of ${b.kind}.`);
}

/** The result of a group without the places of a part of it. Extremes are not to be had so. @throws TypeError */
export function subtractResults(whole: AggregateResult, part: AggregateResult): AggregateResult {
  if ((whole.kind === 'histogram' || whole.kind === 'ranges') && whole.kind === part.kind) {
    return { ...whole, counts: whole.counts.map((count, place) => count - (part.counts[place] ?? 0)) };
  }
  if (whole.kind === 'present' && part.kind === 'present') return { kind: 'present', present: whole.present - part.present };
  if (whole.kind === 'sum' && part.kind === 'sum') {
    return { kind: 'sum', present: whole.present - part.present, sum: whole.sum - part.sum };
  }
  if (whole.kind === 'lists' && part.kind === 'lists') {
    const counts = [...whole.counts].map(([list, count]) => [list, count - (part.counts.get(list) ?? 0)] as const);
    return { kind: 'lists', counts: new Map(counts.filter(([, count]) => count > 0)) };
  }
  throw new TypeError(`A result of ${part.kind} cannot be taken from one of ${whole.kind}.`);
}

/** Adds the shorter into the longer, which is changed. */
function addArrays(a: Float64Array, b: Float64Array): Float64Array {
  const [into, from] = a.length >= b.length ? [a, b] : [b, a];
  for (let index = 0; index < from.length; index += 1) into[index] = (into[index] ?? 0) + (from[index] ?? 0);
  return into;
}
