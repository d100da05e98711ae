import type { CategoryPanel, DatePanel, NumberPanel, Panel, PanelBin, PanelValue } from '@silhouette/model';

/** Counts of those compared with, in place of everyone's; null where they are not known. */
interface Compared {
  readonly baseCount: number | null;
}
/** A value of a panel beside those compared with. */
type ComparedValue = Omit<PanelValue, 'baseCount'> & Compared;
/** A bin of a panel beside those compared with. */
export type ComparedBin = Omit<PanelBin, 'baseCount'> & Compared;
type WithBase<P> = Omit<P, 'basePresent'> & { readonly basePresent: number | null };
/** A panel whose `base…` figures are those of the group compared with. */
export type ComparedPanel =
  | (WithBase<Omit<CategoryPanel, 'values'>> & { readonly values: readonly ComparedValue[] })
  | (WithBase<Omit<NumberPanel, 'histogram'>> & { readonly histogram: readonly ComparedBin[] })
  | (WithBase<Omit<DatePanel, 'histogram'>> & { readonly histogram: readonly ComparedBin[] })
  | Extract<Panel, { type: 'text' }>;

/** A panel against everyone who is not in the group: exact, from the counts of the group and of everyone. */
export function compareWithRest(panel: Panel): ComparedPanel {
  if (panel.type === 'text') return panel;
  const basePresent = panel.basePresent - panel.present;
  const of = (item: { readonly count: number; readonly baseCount: number }) => item.baseCount - item.count;
  return withCounts(
    panel,
    basePresent,
    (item) => of(item),
    (item) => of(item),
  );
}

/**
 * A panel against another group's panel of the same attribute. A value that the other panel does not list has a count
 * that is not known, unless every value is listed there: then nobody has it. Null for the other panel: nothing is known.
 */
export function compareWithPanel(panel: Panel, other: Panel | null): ComparedPanel {
  if (panel.type === 'text') return panel;
  if (other === null || other.type !== panel.type) return withCounts(panel, null, unknown, unknown);
  if ('values' in other) {
    const counts = new Map(other.values.map((item) => [item.value, item.count]));
    const unlisted = other.other === 0 ? 0 : null;
    return withCounts(panel, other.present, (item) => counts.get(item.value) ?? unlisted, unknown);
  }
  // Bins are fixed for an attribute and snapshot: the same edges are the same bin.
  const nameOf = (bin: { readonly from: string | null; readonly to: string | null }) => `${bin.from} ${bin.to}`;
  const counts = new Map('histogram' in other ? other.histogram.map((bin) => [nameOf(bin), bin.count]) : []);
  return withCounts(panel, other.present, unknown, (bin) => counts.get(nameOf(bin)) ?? null);
}

function unknown(): null {
  return null;
}

function withCounts(
  panel: Exclude<Panel, { type: 'text' }>,
  basePresent: number | null,
  countValue: (item: PanelValue) => number | null,
  countBin: (bin: PanelBin) => number | null,
): ComparedPanel {
  if (!('values' in panel)) {
    return { ...panel, basePresent, histogram: panel.histogram.map((bin) => ({ ...bin, baseCount: countBin(bin) })) };
  }
  const values = panel.values.map((item): ComparedValue => {
    const baseCount = countValue(item);
    const baseShare = baseCount === null || basePresent === null || basePresent === 0 ? null : baseCount / basePresent;
    const ratio = item.share === null || baseShare === null || baseShare === 0 ? null : item.share / baseShare;
    return { ...item, baseCount, baseShare, ratio };
  });
  return { ...panel, basePresent, values };
}
