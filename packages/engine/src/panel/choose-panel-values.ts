import { compareCodePoints } from './compare-code-points.ts';

/** A value, and how many members and customers of the base have it. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
  readonly baseCount: number;
}

/** Most values that a panel lists where the attribute has no `order`. */
export const MAX_PANEL_VALUES = 50;

/**
 * The values that a category, boolean or tags panel lists: all of `order` in its order (also those that nobody has)
 * where there is one; else the 50 largest by count, then by base count, then by value in code point order. Values that
 * only others of the base have count as 0 and are listed last.
 *
 * `counts` holds every value of the base once.
 */
export function choosePanelValues(counts: readonly ValueCount[], order: readonly string[] | null): readonly ValueCount[] {
  if (order !== null) {
    const byValue = new Map(counts.map((entry) => [entry.value, entry]));
    return [...new Set(order)].map((value) => byValue.get(value) ?? { value, count: 0, baseCount: 0 });
  }
  // Of thousands of values most are smaller than the last one listed: numbers sort faster than values.
  const least =
    Float64Array.from(counts, ({ count }) => count)
      .sort()
      .at(-MAX_PANEL_VALUES) ?? 0;
  const largest = counts.filter(({ count }) => count >= least);
  return largest.sort(compareValueCounts).slice(0, MAX_PANEL_VALUES);
}

function compareValueCounts(a: ValueCount, b: ValueCount): number {
  return b.count - a.count || b.baseCount - a.baseCount || compareCodePoints(a.value, b.value);
}
