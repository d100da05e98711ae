import { assertNever } from '@silhouette/model';
import type { AttributePortrait, PanelData } from '../audience-engine.ts';
import { hashText } from './hash-text.ts';
import type { RoundCount } from './rounding.ts';

/** How the numbers of the members and those of everyone are rounded. */
export interface PanelRounding {
  readonly own: RoundCount;
  readonly base: RoundCount;
}

/** A panel in rounded numbers. Sums and extremes, which a single customer moves, are left out; so are values that nobody shows. */
export function roundPanel(panel: PanelData, members: number, { own, base }: PanelRounding): PanelData {
  const present = own(panel.present, -1);
  const head = { present, missing: Math.max(0, members - present), basePresent: base(panel.basePresent, -1) };
  switch (panel.kind) {
    case 'presence':
      return { ...panel, ...head };
    case 'values':
      return {
        ...panel,
        ...head,
        values: panel.values
          .map(({ value, count, baseCount }) => {
            const cell = hashText(value);
            return { value, count: own(count, cell), baseCount: base(baseCount, cell) };
          })
          .filter(({ count, baseCount }) => count > 0 || baseCount > 0),
        other: own(panel.other, -2),
        otherBase: base(panel.otherBase, -2),
      };
    case 'number':
      return {
        ...panel,
        ...head,
        ...{ sum: null, min: null, median: null, max: null },
        bins: panel.bins.map((bin, place) => ({ ...bin, count: own(bin.count, place), baseCount: base(bin.baseCount, place) })),
      };
    case 'date':
      return {
        ...panel,
        ...head,
        ...{ min: null, median: null, max: null },
        bins: panel.bins.map((bin, place) => ({ ...bin, count: own(bin.count, place), baseCount: base(bin.baseCount, place) })),
      };
    default:
      return assertNever(panel);
  }
}

/** How the numbers of a group, those compared with and those in both are rounded. */
export interface PortraitRounding {
  readonly own: RoundCount;
  readonly versus: RoundCount;
  readonly both: RoundCount;
}

/** One attribute of a portrait in rounded numbers. */
export function roundPortrait(portrait: AttributePortrait, { own, versus, both }: PortraitRounding): AttributePortrait {
  const { parts } = portrait;
  const cells = parts.kind === 'values' ? parts.values.map(hashText) : null;
  const round = (counts: ArrayLike<number>, by: RoundCount): Float64Array =>
    Float64Array.from(counts, (count, place) => by(count, cells?.[place] ?? place));
  return {
    ...portrait,
    present: own(portrait.present, -1),
    versusPresent: versus(portrait.versusPresent, -1),
    bothPresent: both(portrait.bothPresent, -1),
    counts: round(portrait.counts, own),
    versusCounts: round(portrait.versusCounts, versus),
    bothCounts: round(portrait.bothCounts, both),
  };
}
