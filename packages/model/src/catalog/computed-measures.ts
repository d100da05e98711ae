/** Keys of a computed attribute's measure in the file; exactly one is given. */
export const COMPUTED_MEASURE_KEYS = [
  'count',
  'rows',
  'days',
  'recency',
  'sum',
  'avg',
  'min',
  'max',
  'distinct',
  'first',
  'last',
  'top',
] as const;
/** One of {@link COMPUTED_MEASURE_KEYS}. */
export type ComputedMeasureKey = (typeof COMPUTED_MEASURE_KEYS)[number];
