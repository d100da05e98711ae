import type { CategoryPanel, DatePanel, NumberPanel, Panel, PanelBin, PanelValue } from '@silhouette/model';

/** Counts of those compared with, in place of everyone's; null where they are not known. */
interface Compared {
  readonly baseCount: number | null;
}
/** A value of a panel beside those compared with. */
type ComparedValue = Omit<PanelValue, 'baseCount'> & Compared;
/** A bin of a panel beside those compared with. */
export type ComparedBin = Omit<PanelBin, 'baseCount'> & Compared;
type WithBase<P> = Omit<P, 'basePresent'> & {
  readonly basePresent: number | null;
  /** Those compared with who have no value. */
  readonly baseMissing: number | null;
};
/** A panel whose `base…` figures are those of the group compared with. */
export type ComparedPanel =
  | (WithBase<Omit<CategoryPanel, 'values' | 'otherBase'>> & {
      readonly values: readonly ComparedValue[];
      /** Those compared with who have a value that is not listed. */
      readonly otherBase: number | null;
    })
  | (WithBase<Omit<NumberPanel, 'histogram'>> & { readonly histogram: readonly ComparedBin[] })
  | (WithBase<Omit<DatePanel, 'histogram'>> & { readonly histogram: readonly ComparedBin[] })
  | WithBase<Extract<Panel, { type: 'text' }>>;

/** A panel against everyone, of whom there are `base`. */
export function compareWithEveryone(panel: Panel, base: number): ComparedPanel {
  return { ...panel, baseMissing: base - panel.basePresent };
}

/**
 * A panel against everyone who is not in the group: exact, from the counts of the group and of everyone, of whom there are
 * `base`.
 */
export function compareWithRest(panel: Panel, base: number): ComparedPanel {
  const basePresent = panel.basePresent - panel.present;
  const baseMissing = base - panel.basePresent - panel.missing;
  if (panel.type === 'text') return { ...panel, basePresent, baseMissing };
  const of = (item: { readonly count: number; readonly baseCount: number }) => item.baseCount - item.count;
  const otherBase = 'values' in panel ? panel.otherBase - panel.other : null;
  return withCounts(panel, { basePresent, baseMissing, otherBase }, of, of);
}

/**
 * A panel against another group's panel of the same attribute. A value that the other panel does not list has a count
 * that is not known, unless every value is listed there: then nobody has it. Null for the other panel: nothing is known.
 */
export function compareWithPanel(panel: Panel, other: Panel | null): ComparedPanel {
  const nothing = { basePresent: null, baseMissing: null, otherBase: null };
  if (panel.type === 'text') {
    return { ...panel, ...(other === null ? nothing : { basePresent: other.present, baseMissing: other.missing }) };
  }
  if (other === null || other.type !== panel.type) return withCounts(panel, nothing, unknown, unknown);
  const known = { basePresent: other.present, baseMissing: other.missing, otherBase: null };
  if ('values' in other) {
    const counts = new Map(other.values.map((item) => [item.value, item.count]));
    const unlisted = other.other === 0 ? 0 : null;
    const countValue = (item: PanelValue) => counts.get(item.value) ?? unlisted;
    return withCounts(panel, { ...known, otherBase: countUnlisted(panel, other, countValue) }, countValue, unknown);
  }
  // Bins are fixed for an attribute and snapshot: the same edges are the same bin.
  const nameOf = (bin: { readonly from: string | null; readonly to: string | null }) => `${bin.from} ${bin.to}`;
  const counts = new Map('histogram' in other ? other.histogram.map((bin) => [nameOf(bin), bin.count]) : []);
  return withCounts(panel, known, unknown, (bin) => counts.get(nameOf(bin)) ?? null);
}

/** Those of another group whose value this panel does not list; null where it cannot be told (of tags one has several). */
function countUnlisted(panel: Panel, other: CategoryPanel, countValue: (item: PanelValue) => number | null): number | null {
  if (!('values' in panel) || panel.type === 'tags') return null;
  let unlisted = other.present;
  for (const item of panel.values) {
    const count = countValue(item);
    if (count === null) return null;
    unlisted -= count;
  }
  return unlisted;
}

function unknown(): null {
  return null;
}

function withCounts(
  panel: Exclude<Panel, { type: 'text' }>,
  bases: {
    readonly basePresent: number | null;
    readonly baseMissing: number | null;
    readonly otherBase: number | null;
  },
  countValue: (item: PanelValue) => number | null,
  countBin: (bin: PanelBin) => number | null,
): ComparedPanel {
  const { basePresent, baseMissing, otherBase } = bases;
  if (!('values' in panel)) {
    return {
      ...panel,
      basePresent,
      baseMissing,
      histogram: panel.histogram.map((bin) => ({ ...bin, baseCount: countBin(bin) })),
    };
  }
  const values = panel.values.map((item): ComparedValue => {
    const baseCount = countValue(item);
    const baseShare = baseCount === null || basePresent === null || basePresent === 0 ? null : baseCount / basePresent;
    const ratio = item.share === null || baseShare === null || baseShare === 0 ? null : item.share / baseShare;
    return { ...item, baseCount, baseShare, ratio };
  });
  return { ...panel, basePresent, baseMissing, otherBase, values };
}
