import { dayOf, dayParts, MAX_BINS } from '@silhouette/model';

/** One bin of a date panel, [fromDay, toDay) in days since 1970-01-01; null = open. */
export interface DateBin {
  readonly fromDay: number | null;
  readonly toDay: number | null;
}

interface DateStep {
  readonly n: number;
  readonly unit: 'day' | 'week' | 'month';
}

/** One day, week (from Monday), month, quarter and year. */
const SINGLE_STEPS: readonly DateStep[] = [
  { n: 1, unit: 'day' },
  { n: 1, unit: 'week' },
  { n: 1, unit: 'month' },
  { n: 3, unit: 'month' },
  { n: 12, unit: 'month' },
];
/** With 1, 2 and 5 x 10^k of them, so that there is one for every span; smallest first. */
const ALL_STEPS: readonly DateStep[] = [
  { n: 1, unit: 'day' },
  { n: 2, unit: 'day' },
  { n: 5, unit: 'day' },
  { n: 1, unit: 'week' },
  { n: 2, unit: 'week' },
  { n: 1, unit: 'month' },
  { n: 2, unit: 'month' },
  { n: 3, unit: 'month' },
  { n: 6, unit: 'month' },
  ...[1, 2, 5, 10, 20, 50, 100].map((years): DateStep => ({ n: 12 * years, unit: 'month' })),
];
const MIN_BINS = 10;

/**
 * Bins of a date attribute: one day, week, month, quarter or year where one of them cuts what lies between the 1st and
 * the 99th percentile into 10 to 25 bins; else the smallest of 1, 2, 5, 10 … of them that gives at most 25 (birthdays
 * by five years). The first and the last bin are open. Fewer than 10 bins only below ten days.
 */
export function chooseDateBins(p1Day: number, p99Day: number): readonly DateBin[] {
  const step = chooseStep(p1Day, p99Day);
  const first = indexOf(p1Day, step);
  const last = indexOf(p99Day, step);
  const bins: DateBin[] = [];
  for (let index = first; index <= last; index += 1) {
    bins.push({
      fromDay: index === first ? null : startOf(index, step),
      toDay: index === last ? null : startOf(index + 1, step),
    });
  }
  return bins;
}

function chooseStep(p1Day: number, p99Day: number): DateStep {
  const count = (step: DateStep): number => indexOf(p99Day, step) - indexOf(p1Day, step) + 1;
  const single = SINGLE_STEPS.find((step) => count(step) >= MIN_BINS && count(step) <= MAX_BINS);
  const step = single ?? ALL_STEPS.find((candidate) => count(candidate) <= MAX_BINS);
  if (step === undefined) throw new RangeError(`No step of dates spans days ${p1Day} to ${p99Day}.`);
  return step;
}

/** Number of the step that holds a day. Weeks begin on Monday; 1970-01-01 was a Thursday. */
function indexOf(day: number, step: DateStep): number {
  switch (step.unit) {
    case 'day':
      return Math.floor(day / step.n);
    case 'week':
      return Math.floor((day + 3) / (7 * step.n));
    case 'month': {
      const { year, month } = dayParts(day);
      return Math.floor((year * 12 + month - 1) / step.n);
    }
  }
}

function startOf(index: number, step: DateStep): number {
  switch (step.unit) {
    case 'day':
      return index * step.n;
    case 'week':
      return index * 7 * step.n - 3;
    case 'month':
      return dayOf(0, 1 + index * step.n, 1);
  }
}
