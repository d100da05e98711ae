import type { Literal } from './predicate.ts';

/** The constant of the default measure, `"count": {"gte": 1}`. */
export const ONE: Literal = { type: 'number', value: { units: 1n, scale: 0 } };
