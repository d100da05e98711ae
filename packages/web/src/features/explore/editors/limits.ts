import type { ValueType } from '@silhouette/model';
import type { Compare } from '../definition/tree.ts';
import { shiftDay } from '../shift-day.ts';

/** Where a comparison's limits stand on a histogram, as edges [low, high); null = open. */
export interface Limits {
  readonly low: string | null;
  readonly high: string | null;
}

/** The limits of a comparison. Of dates an edge is the first day after: "to the 5th" ends where the 6th begins. */
export function readLimits(compare: Compare, type: ValueType): Limits {
  const low = compare.gte ?? compare.gt;
  const high = compare.lte ?? compare.lt;
  const edge = (value: string | boolean | undefined, shifts: boolean) => {
    if (value === undefined) return null;
    return type === 'number' ? String(value) : shiftDay(String(value).slice(0, 10), shifts ? 1 : 0);
  };
  return { low: edge(low, compare.gte === undefined), high: edge(high, compare.lte !== undefined) };
}

/** A comparison with its limits moved; one that was not moved stays as it was written. */
export function moveLimits(compare: Compare, type: ValueType, low: string | null, high: string | null): Compare {
  const before = readLimits(compare, type);
  const { gte, gt, lte, lt } = compare;
  const lower = low === before.low ? { gte, gt } : { gte: low ?? undefined };
  const upper =
    high === before.high
      ? { lte, lt }
      : type === 'number' || high === null
        ? { lt: high ?? undefined }
        : { lte: shiftDay(high, -1) };
  return Object.fromEntries(Object.entries({ ...lower, ...upper }).filter(([, value]) => value !== undefined));
}
