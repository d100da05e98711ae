import { assertNever } from '@silhouette/model';
import type { AttributePortrait, AudienceSize, PanelData, PortraitData, ValuesPanelData } from '../audience-engine.ts';
import { choosePanelValues } from '../panel/choose-panel-values.ts';
import { compareCodePoints } from '../panel/compare-code-points.ts';
import { isUntold, type Rounding, tellCount, tellPart } from './rounding.ts';

/** How many have a value and how many have none, each as a part of its group. */
function tellPresence(panel: Omit<PanelData, 'kind'>, { count, base }: AudienceSize, rounding: Rounding) {
  return {
    attribute: panel.attribute,
    present: tellPart(rounding, panel.present, count),
    missing: tellPart(rounding, panel.missing, count),
    basePresent: tellPart(rounding, panel.basePresent, base),
  };
}

/**
 * A panel in rounded numbers, of exact ones. Sums and extremes, which a single customer moves, are left out; so are bins where too few
 * of everyone have a value to be told of. Panels of values are made by {@link tellValuesPanel}.
 */
export function tellPanel<T extends PanelData>(panel: T, size: AudienceSize, rounding: Rounding): PanelData {
  const head = tellPresence(panel, size, rounding);
  const tellBins = <B extends { readonly count: number; readonly baseCount: number }>(bins: readonly B[]): readonly B[] =>
    head.basePresent === 0
      ? []
      : bins.map((bin) => ({
          ...bin,
          count: tellPart(rounding, bin.count, panel.present),
          baseCount: tellPart(rounding, bin.baseCount, panel.basePresent),
        }));
  switch (panel.kind) {
    case 'presence':
      return { ...panel, ...head };
    case 'values':
      throw new TypeError(`The values of "${panel.attribute}" were chosen by their exact numbers.`);
    case 'number':
      return { ...panel, ...head, ...{ sum: null, min: null, median: null, max: null }, bins: tellBins(panel.bins) };
    case 'date':
      return { ...panel, ...head, ...{ min: null, median: null, max: null }, bins: tellBins(panel.bins) };
    default:
      return assertNever(panel);
  }
}

/** Exact numbers of customers with a value that is not listed, among the members and among everyone. */
export type CountOthers = (listed: readonly string[]) => Promise<{ readonly other: number; readonly otherBase: number }>;

/**
 * The panel of values of an attribute, from the exact numbers of every value among the members (`counts`) and everyone (`versusCounts`), and
 * of members without one (`missing`).
 * Which values are listed, and in which order, follows from the numbers told: from exact ones somebody's own value could be read.
 */
export async function tellValuesPanel(
  portrait: AttributePortrait,
  missing: number,
  order: readonly string[] | null,
  size: AudienceSize,
  rounding: Rounding,
  countOthers: CountOthers,
): Promise<ValuesPanelData> {
  const { attribute, parts, present, versusPresent: basePresent } = portrait;
  const head = tellPresence({ attribute, present, missing, basePresent }, size, rounding);
  const told = (parts.kind === 'values' ? parts.values : []).map((value, place) => ({
    value,
    count: tellPart(rounding, portrait.counts[place] ?? 0, present),
    baseCount: tellPart(rounding, portrait.versusCounts[place] ?? 0, basePresent),
  }));
  const isTold = (one: { readonly count: number; readonly baseCount: number }): boolean => one.count > 0 || one.baseCount > 0;
  const values = choosePanelValues(told.filter(isTold), order).filter(isTold);
  const { other, otherBase } = await countOthers(values.map(({ value }) => value));
  return {
    kind: 'values',
    ...head,
    values,
    other: tellPart(rounding, other, present),
    otherBase: tellPart(rounding, otherBase, basePresent),
  };
}

/** A portrait in rounded numbers, of exact ones. */
export function tellPortrait(data: PortraitData, rounding: Rounding): PortraitData {
  const size = tellGroups({ own: data.count, versus: data.versusCount, both: data.bothCount }, allOf(data.base), rounding);
  return {
    base: tellCount(rounding, data.base),
    count: size.own,
    versusCount: size.versus,
    bothCount: size.both,
    attributes: data.attributes.map((one) => tellAttribute(one, data, rounding)),
  };
}

/** A number of each of the three groups of a portrait. */
interface Groups {
  readonly own: number;
  readonly versus: number;
  readonly both: number;
}

function allOf(count: number): Groups {
  return { own: count, versus: count, both: count };
}

/** Parts of the groups `wholes`; what is in both is never more than what is in either. */
function tellGroups(parts: Groups, wholes: Groups, rounding: Rounding): Groups {
  const own = tellPart(rounding, parts.own, wholes.own);
  const versus = tellPart(rounding, parts.versus, wholes.versus);
  const isNearly = (part: number, whole: number): boolean => isUntold(rounding, whole - part);
  if (isUntold(rounding, parts.both)) return { own, versus, both: 0 };
  // Nearly all of a group are told as the group.
  const both = isNearly(parts.both, parts.own)
    ? own
    : isNearly(parts.both, parts.versus)
      ? versus
      : tellPart(rounding, parts.both, wholes.both);
  return { own, versus, both: Math.min(both, own, versus) };
}

function tellAttribute(one: AttributePortrait, sizes: PortraitData, rounding: Rounding): AttributePortrait {
  const groups: Groups = { own: sizes.count, versus: sizes.versusCount, both: sizes.bothCount };
  const exact: Groups = { own: one.present, versus: one.versusPresent, both: one.bothPresent };
  const present = tellGroups(exact, groups, rounding);
  const cells = Array.from(one.counts, (own, place) =>
    tellGroups({ own, versus: one.versusCounts[place] ?? 0, both: one.bothCounts[place] ?? 0 }, exact, rounding),
  );
  const { parts } = one;
  // Values that nobody is told to have are not there; the others stand in an order of their own.
  const places = cells.map((_, place) => place);
  const kept =
    parts.kind !== 'values'
      ? places
      : places
          .filter((place) => (cells[place]?.own ?? 0) > 0 || (cells[place]?.versus ?? 0) > 0)
          .sort((a, b) => compareCodePoints(parts.values[a] ?? '', parts.values[b] ?? ''));
  const take = (which: keyof Groups): Float64Array => Float64Array.from(kept, (place) => cells[place]?.[which] ?? 0);
  return {
    ...one,
    parts: parts.kind === 'values' ? { kind: 'values', values: kept.map((place) => parts.values[place] ?? '') } : parts,
    present: present.own,
    versusPresent: present.versus,
    bothPresent: present.both,
    counts: take('own'),
    versusCounts: take('versus'),
    bothCounts: take('both'),
  };
}
