import { dayOf, dayParts, EARLIEST_DAY, startOfPeriod, type TimeZone } from '@silhouette/model';

/**
 * Places at which a bound may stand. Of a ladder each grid's places are places of the finer grids before it; the last has two,
 * before everything and behind everything.
 */
export interface Grid {
  /** The last place at `position` or before it. */
  below(position: bigint): bigint;
  /** The first place at `position` or behind it. */
  above(position: bigint): bigint;
}

/** Multiples of 1, 5, 10, 50 … up to the first step that is more than `reach` (0 or more): nothing is further from 0. */
export function makeNumberLadder(reach: bigint): readonly Grid[] {
  const steps = [1n];
  for (let step = 1n; step <= reach; step = steps.at(-1) ?? reach + 1n) steps.push(step * (steps.length % 2 === 1 ? 5n : 2n));
  const end = 10n * (steps.at(-1) ?? 1n);
  return [...steps.map(makeStepGrid), makeEnds(-end, end)];
}

function makeStepGrid(step: bigint): Grid {
  const below = (position: bigint): bigint => position - (((position % step) + step) % step);
  return { below, above: (position) => below(position + step - 1n) };
}

function makeEnds(least: bigint, most: bigint): Grid {
  return { below: (position) => (position < most ? least : most), above: (position) => (position > least ? most : least) };
}

/** Days (since 1970-01-01): each, then those of a month with which a sixth and a third of it begins, months, quarters, years, ten years. */
export const DAY_LADDER: readonly Grid[] = [
  makeDayGrid(
    (day) => day,
    (day) => day + 1,
  ),
  makeMonthPartsGrid(5, 6),
  makeMonthPartsGrid(10, 3),
  ...(['month', 'quarter', 'year'] as const).map((period) =>
    makeDayGrid(
      (day) => startOfPeriod(day, period),
      (day) => startOfPeriod(day, period, 1),
    ),
  ),
  makeDayGrid(
    (day) => dayOf(startOfDecade(day), 1, 1),
    (day) => dayOf(startOfDecade(day) + 10, 1, 1),
  ),
  // The decades before and behind every day that there is.
  makeEnds(BigInt(EARLIEST_DAY), BigInt(dayOf(9990, 1, 1))),
];

/** The same for instants (ms), as starts of local days. */
export function makeInstantLadder(zone: TimeZone): readonly Grid[] {
  return DAY_LADDER.map((grid) => ({
    below: (position) => startOf(zone, grid.below(BigInt(zone.dayOf(Number(position))))),
    above: (position) => {
      const day = BigInt(zone.dayOf(Number(position)));
      return startOf(zone, grid.above(startOf(zone, day) === position ? day : day + 1n));
    },
  }));
}

/** The local day of which an instant is the start; null where it lies within one. */
export function dayStartingAt(position: bigint, zone: TimeZone): number | null {
  const day = zone.dayOf(Number(position));
  return startOf(zone, BigInt(day)) === position ? day : null;
}

function startOf(zone: TimeZone, day: bigint): bigint {
  return BigInt(zone.startOfDay(Number(day)));
}

/** `start` and `next`: the first day of the piece that holds a day, and of the piece after it. */
function makeDayGrid(start: (day: number) => number, next: (day: number) => number): Grid {
  return {
    below: (position) => BigInt(start(Number(position))),
    above: (position) => {
      const day = Number(position);
      return BigInt(start(day) === day ? day : next(day));
    },
  };
}

/** Months in `parts` pieces of `length` days, the last of which has the rest. */
function makeMonthPartsGrid(length: number, parts: number): Grid {
  const partOf = (day: number): number => Math.min(Math.floor((dayParts(day).dayOfMonth - 1) / length), parts - 1);
  const startOfPart = (day: number, part: number): number => startOfPeriod(day, 'month') + part * length;
  return makeDayGrid(
    (day) => startOfPart(day, partOf(day)),
    (day) => (partOf(day) === parts - 1 ? startOfPeriod(day, 'month', 1) : startOfPart(day, partOf(day) + 1)),
  );
}

function startOfDecade(day: number): number {
  return Math.floor(dayParts(day).year / 10) * 10;
}
