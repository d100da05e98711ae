import type { PortraitData } from '../audience-engine.ts';
import { adjustPValues } from './adjust-p-values.ts';
import { type AttributeComparison, compareAttribute } from './compare-attribute.ts';
import { EFFECT_THRESHOLDS } from './effect-size.ts';

/** An attribute by its more telling question. */
export interface RankedAttribute extends AttributeComparison {
  /** Natural logarithm of p after the correction for all questions of the portrait. */
  readonly logAdjustedP: number;
  /** Beyond chance, at least a small effect, and seen on enough customers. */
  readonly isTelling: boolean;
}

/** Adjusted p below which a difference is more than chance: of all that are called telling, at most this share is not. */
const FALSE_DISCOVERY_RATE = 0.01;

/** Every attribute of a portrait that could be asked about, most telling first, and how many questions were asked. */
export function rankAttributes(data: PortraitData): {
  readonly ranked: readonly RankedAttribute[];
  readonly questions: number;
} {
  const asked = data.attributes.flatMap((portrait) => compareAttribute(portrait, data));
  const adjusted = adjustPValues(asked.map(({ logP }) => logP));
  const best = new Map<string, RankedAttribute>();
  asked.forEach((comparison, index) => {
    const logAdjustedP = adjusted[index] ?? 0;
    const isTelling =
      comparison.isLargeEnough &&
      logAdjustedP < Math.log(FALSE_DISCOVERY_RATE) &&
      Math.abs(comparison.cohensH) >= EFFECT_THRESHOLDS.small;
    const one: RankedAttribute = { ...comparison, logAdjustedP, isTelling };
    const other = best.get(comparison.attribute);
    if (other === undefined || compareRank(one, other) < 0) best.set(comparison.attribute, one);
  });
  // A stable sort: what ties stays in the order of the catalog.
  return { ranked: [...best.values()].sort(compareRank), questions: asked.length };
}

/** Telling first, then by score. */
function compareRank(one: RankedAttribute, other: RankedAttribute): number {
  return Number(other.isTelling) - Number(one.isTelling) || other.score - one.score;
}
