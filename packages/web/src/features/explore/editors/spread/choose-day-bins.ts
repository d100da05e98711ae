import { dayOf, dayParts, formatDay, parseDay } from '@silhouette/model';
import type { DaySpread, SpreadBin } from './spread.ts';

/** As many bins as a panel has at most. */
const MOST_BINS = 25;
/** Lengths of a bin, short to long: weeks from Monday, months, quarters, half and whole years, then 2, 5 and 10 times as many. */
const STEPS = [
  { unit: 'day', n: 1 },
  { unit: 'week', n: 1 },
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].map((n) => ({ unit: 'month', n }) as const),
] as const;
type Step = (typeof STEPS)[number];

/** Bins of days from the first to the last: the shortest step that gives at most 25, the first and the last open; at least three. */
export function chooseDayBins({ first, last }: Pick<DaySpread, 'first' | 'last'>): readonly SpreadBin[] {
  const [from, to] = [parseDay(first), parseDay(last)];
  if (from === null || to === null || to < from) return [];
  const step = STEPS.find((one) => indexOf(to, one) - indexOf(from, one) < MOST_BINS) ?? STEPS[STEPS.length - 1];
  if (step === undefined) return [];
  const begin = indexOf(from, step);
  const end = Math.max(indexOf(to, step), begin + 2);
  const edge = (index: number) => formatDay(startOf(index, step));
  return Array.from({ length: end - begin + 1 }, (_, place) => ({
    from: place === 0 ? null : edge(begin + place),
    to: begin + place === end ? null : edge(begin + place + 1),
  }));
}

/** Number of the step that holds a day; 1970-01-01 was a Thursday. */
function indexOf(day: number, { unit, n }: Step): number {
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + 3) / 7);
  const { year, month } = dayParts(day);
  return Math.floor((year * 12 + month - 1) / n);
}

function startOf(index: number, { unit, n }: Step): number {
  if (unit === 'day') return index;
  return unit === 'week' ? index * 7 - 3 : dayOf(0, 1 + index * n, 1);
}
