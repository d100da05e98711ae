import type { AttributeId } from '@silhouette/model';
import type { AttributePortrait, PortraitData } from '../audience-engine.ts';
import { cohensH } from './effect-size.ts';
import { type CountedPart, listParts } from './list-parts.ts';
import { logExactP } from './log-exact-p.ts';
import type { PartCounts, PortraitPart } from './portrait-part.ts';
import { LEAST_EXPECTED, testHomogeneity } from './test-homogeneity.ts';

/**
 * One question about an attribute: who has a value at all, or how those with one are spread over its parts; with the
 * part that tells the groups apart most. Counts and totals are of both groups as they are shown.
 */
export interface AttributeComparison {
  readonly attribute: AttributeId;
  readonly part: PortraitPart;
  readonly count: number;
  /** The group, or its customers with a value when the part is one of values. */
  readonly total: number;
  readonly versusCount: number;
  readonly versusTotal: number;
  /** Whether some of either group have no value. */
  readonly isSomeMissing: boolean;
  /** Of the part's share here against there. */
  readonly cohensH: number;
  /** |h|, less where the part is harder to say: what parts and attributes are ranked by. */
  readonly score: number;
  readonly cramersV: number;
  readonly test: 'chi-squared' | 'exact';
  /** Natural logarithm. */
  readonly logP: number;
  /** Whether the part has all of the group, none of it, or nobody else. */
  readonly isExclusive: boolean;
  /** Whether enough customers were seen for the part to be told. */
  readonly isLargeEnough: boolean;
}

/** A part that fewer of a group have counts this much of its |h|: what a group is tells more than what it is not. */
const UNDER_WEIGHT = 0.9;
/** A range with two ends counts this much: from x on, or below x, is told where it says about as much. */
const BETWEEN_WEIGHT = 0.95;
/** Customers of each group, with a value where the part is one of values, below which nothing is told. */
export const LEAST_TOTAL = 20;
/** Customers of the group in the part, seen or expected from the other group's share, below which it is not told. */
const LEAST_PART = 10;

/** The questions that an attribute's portrait answers: none, one or two. */
export function compareAttribute(portrait: AttributePortrait, sizes: PortraitData): readonly AttributeComparison[] {
  const group = { count: sizes.count, versusCount: sizes.versusCount, bothCount: sizes.bothCount };
  const present = {
    count: portrait.present,
    versusCount: portrait.versusPresent,
    bothCount: portrait.bothPresent,
  };
  const missing = {
    count: group.count - present.count,
    versusCount: group.versusCount - present.versusCount,
    bothCount: group.bothCount - present.bothCount,
  };
  const presence: readonly CountedPart[] = [
    { part: { kind: 'missing' }, isBetween: false, ...missing },
    { part: { kind: 'present' }, isBetween: false, ...present },
  ];
  const spread = listParts(portrait);
  const cells = portrait.parts.kind === 'values' ? spread : listCells(portrait);
  const takesSeveral = hasSeveralParts(portrait, cells);
  return [
    ask(portrait.attribute, presence, presence, group, group, false),
    ask(portrait.attribute, spread, cells, present, group, takesSeveral),
  ].filter((comparison) => comparison !== null);
}

/** The ranges one by one: the cells of the table, whose runs are what may be told. */
function listCells(portrait: AttributePortrait): readonly PartCounts[] {
  return Array.from(portrait.counts, (count, index) => ({
    count,
    versusCount: portrait.versusCounts[index] ?? 0,
    bothCount: portrait.bothCounts[index] ?? 0,
  }));
}

/** Whether customers belong to several parts, as with tags: their parts then make no table together. */
function hasSeveralParts(portrait: AttributePortrait, cells: readonly PartCounts[]): boolean {
  return sumOf(cells, 'count') > portrait.present || sumOf(cells, 'versusCount') > portrait.versusPresent;
}

function sumOf(cells: readonly PartCounts[], which: keyof PartCounts): number {
  return cells.reduce((sum, cell) => sum + cell[which], 0);
}

function ask(
  attribute: AttributeId,
  parts: readonly CountedPart[],
  cells: readonly PartCounts[],
  whole: PartCounts,
  group: PartCounts,
  takesSeveral: boolean,
): AttributeComparison | null {
  const told = chooseTold(parts, whole);
  if (told === null) return null;
  const split = chooseSplit(group);
  const total = split(whole);
  const own = split(told.part);
  const fourfold = {
    own: [own.own, total.own - own.own],
    other: [own.other, total.other - own.other],
  };
  const table = takesSeveral
    ? fourfold
    : { own: cells.map((cell) => split(cell).own), other: cells.map((cell) => split(cell).other) };
  const homogeneity = testHomogeneity(table);
  // Nobody to compare with, or all alike by their nature: no question was asked.
  if (homogeneity.freedom === 0) return null;
  const isExact = homogeneity.leastExpected < LEAST_EXPECTED;
  // Bonferroni: the part told is the most telling of so many.
  const logTries = Math.log(parts.length);
  const logP = isExact
    ? logExactP({ count: own.own, total: total.own, otherCount: own.other, otherTotal: total.other }) + logTries
    : homogeneity.logP + (takesSeveral ? logTries : 0);
  return {
    attribute,
    part: told.part.part,
    count: told.part.count,
    total: whole.count,
    versusCount: told.part.versusCount,
    versusTotal: whole.versusCount,
    isSomeMissing: whole.count < group.count || whole.versusCount < group.versusCount,
    cohensH: told.h,
    score: told.score,
    cramersV: homogeneity.cramersV,
    test: isExact ? 'exact' : 'chi-squared',
    logP: Math.min(0, logP),
    isExclusive: own.own === 0 || own.own === total.own || own.other === 0,
    isLargeEnough: told.isLargeEnough,
  };
}

/** The part with the largest score among those large enough, else among all; null where a group has nobody. */
function chooseTold(parts: readonly CountedPart[], whole: PartCounts) {
  if (whole.count === 0 || whole.versusCount === 0) return null;
  let best: { part: CountedPart; h: number; score: number; isLargeEnough: boolean } | null = null;
  const isEnough = whole.count >= LEAST_TOTAL && whole.versusCount >= LEAST_TOTAL;
  for (const part of parts) {
    const versusShare = part.versusCount / whole.versusCount;
    const h = cohensH(part.count / whole.count, versusShare);
    const score = Math.abs(h) * (h < 0 ? UNDER_WEIGHT : 1) * (part.isBetween ? BETWEEN_WEIGHT : 1);
    const isLargeEnough = isEnough && Math.max(part.count, versusShare * whole.count) >= LEAST_PART;
    const isBetter = best === null || (isLargeEnough === best.isLargeEnough ? score > best.score : isLargeEnough);
    if (isBetter) best = { part, h, score, isLargeEnough };
  }
  return best;
}

/**
 * Tests need groups that share nobody: the group, and those compared with who are not in it (against everyone this is the
 * rest); where there are none of these, those of the group who are not among the others, and the others.
 */
function chooseSplit(group: PartCounts): (counts: PartCounts) => { readonly own: number; readonly other: number } {
  return group.versusCount > group.bothCount
    ? ({ count, versusCount, bothCount }) => ({ own: count, other: versusCount - bothCount })
    : ({ count, versusCount, bothCount }) => ({ own: count - bothCount, other: versusCount });
}
