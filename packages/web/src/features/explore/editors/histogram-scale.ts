import {
  compareDecimals,
  decimalUnitsAt,
  formatDecimal,
  normaliseDecimal,
  type PanelBin,
  parseDay,
  parseDecimal,
} from '@silhouette/model';
import { shiftDay } from '../shift-day.ts';

/**
 * Where values lie along a histogram. Positions are whole numbers from 0 (no lower limit) to `last` (no upper limit);
 * every bin has `steps` of them, so that a handle also rests between edges, on values as round as the bins allow.
 */
export interface HistogramScale {
  readonly last: number;
  /** Positions of one bin. */
  readonly steps: number;
  /** The value of a position; null at 0 and `last`: no limit. */
  readonly valueAt: (position: number) => string | null;
  /** Where a value lies, also between positions; kept inside of both ends, which mean no limit. */
  readonly positionOf: (value: string) => number;
}

/** Parts of a bin, largest first: a part is again 1, 2 or 5 times a power of ten where a bin is. */
const PARTS = [10, 5, 2, 1] as const;

/**
 * The scale of a number's bins; `decimals` of the attribute: no handle rests on a value that it cannot have. Null for
 * bins that tell no width: fewer than two edges.
 */
export function makeNumberScale(bins: readonly Pick<PanelBin, 'to'>[], decimals: number): HistogramScale | null {
  const edges = readEdges(bins).map(parseDecimal);
  const known = edges.filter((edge) => edge !== null);
  const [first, second] = known;
  if (first === undefined || second === undefined || known.length !== edges.length) return null;
  const scale = Math.max(first.scale, second.scale, decimals) + 1;
  const unit = (edge: typeof first) => decimalUnitsAt(edge, scale);
  const width = unit(second) - unit(first);
  // One more digit than the attribute has, so that its smallest step is ten units.
  const least = 10n ** BigInt(scale - decimals);
  const steps = PARTS.find((parts) => width % (BigInt(parts) * least) === 0n) ?? 1;
  const step = width / BigInt(steps);
  const last = bins.length * steps;
  const origin = unit(first) - width;
  return {
    last,
    steps,
    valueAt: (position) =>
      position <= 0 || position >= last ? null : formatDecimal(normaliseDecimal(origin + BigInt(position) * step, scale)),
    positionOf: (value) => {
      const decimal = parseDecimal(value);
      if (decimal === null) return 0.5;
      const lowest = normaliseDecimal(origin, scale);
      const highest = normaliseDecimal(origin + BigInt(last) * step, scale);
      if (compareDecimals(decimal, lowest) <= 0) return 0.5;
      if (compareDecimals(decimal, highest) >= 0) return last - 0.5;
      const fine = Math.max(scale, decimal.scale);
      const factor = 10n ** BigInt(fine - scale);
      const away = decimalUnitsAt(decimal, fine) - origin * factor;
      // Places on the screen: a double is fine enough.
      const place = Number(away / (step * factor)) + Number(away % (step * factor)) / Number(step * factor);
      return Math.min(last - 0.5, Math.max(0.5, place));
    },
  };
}

/** The scale of a date's bins, by days within each: bins of months and years are of different length. */
export function makeDayScale(bins: readonly Pick<PanelBin, 'to'>[]): HistogramScale | null {
  const edges = readEdges(bins);
  const days = edges.map(parseDay).filter((day) => day !== null);
  const [first, second] = days;
  if (first === undefined || second === undefined || days.length !== edges.length) return null;
  const longest = Math.max(...days.slice(1).map((day, index) => day - (days[index] ?? day)));
  // Some ten stops a bin; of a month or a year not every day.
  const steps = longest <= 14 ? longest : 10;
  const last = bins.length * steps;
  const lengthBefore = second - first;
  const lengthAfter = (days.at(-1) ?? 0) - (days.at(-2) ?? 0);
  // Day numbers at every bin's beginning: the open bins are taken to be as long as their neighbours.
  const starts = [first - lengthBefore, ...days, (days.at(-1) ?? 0) + lengthAfter];
  const [anchor = ''] = edges;
  const dayAt = (position: number) => {
    const bin = Math.min(bins.length - 1, Math.floor(position / steps));
    const [from = 0, to = 0] = [starts[bin], starts[bin + 1]];
    return from + Math.round(((to - from) * (position - bin * steps)) / steps);
  };
  return {
    last,
    steps,
    valueAt: (position) => (position <= 0 || position >= last ? null : shiftDay(anchor, dayAt(position) - first)),
    positionOf: (value) => {
      const day = parseDay(value);
      if (day === null) return 0.5;
      const bin = starts.findIndex((start, index) => index < bins.length && day >= start && day < (starts[index + 1] ?? start));
      if (bin === -1) return day < (starts[0] ?? 0) ? 0.5 : last - 0.5;
      const [from = 0, to = 1] = [starts[bin], starts[bin + 1]];
      return Math.min(last - 0.5, Math.max(0.5, (bin + (day - from) / (to - from)) * steps));
    },
  };
}

/** The edges between bins, first to last. */
function readEdges(bins: readonly Pick<PanelBin, 'to'>[]): string[] {
  return bins.slice(0, -1).map((bin) => bin.to ?? '');
}
