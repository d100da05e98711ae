import { type Attribute, assertNever, normaliseDecimal } from '@silhouette/model';
import type { PanelData } from '../../audience-engine.ts';
import { choosePanelValues } from '../../panel/choose-panel-values.ts';
import { type Distribution, readTags } from './describe-distribution.ts';
import type { PlannedBins } from './panel-plan.ts';

/** The panel of an attribute: how `members` customers spread over it beside everyone. */
export function buildPanel(
  attribute: Attribute,
  members: number,
  own: Distribution,
  everyone: Distribution,
  bins: PlannedBins,
): PanelData {
  const head = {
    attribute: attribute.id,
    present: own.present,
    missing: members - own.present,
    basePresent: everyone.present,
  };
  const countsOf = (index: number) => ({ count: own.bins[index] ?? 0, baseCount: everyone.bins[index] ?? 0 });
  switch (attribute.type) {
    case 'category':
    case 'boolean':
    case 'tags': {
      const counts = [...everyone.values].map(([value, baseCount]) => ({
        value,
        count: own.values.get(value) ?? 0,
        baseCount,
      }));
      const values = choosePanelValues(counts, attribute.order);
      const listed = new Set(values.map(({ value }) => value));
      const countOthers = (group: Distribution): number => {
        if (attribute.type !== 'tags') {
          // One value a customer.
          return values.reduce((rest, { value }) => rest - (group.values.get(value) ?? 0), group.present);
        }
        return [...group.lists].reduce(
          (sum, [list, count]) => (readTags(list).every((tag) => listed.has(tag)) ? sum : sum + count),
          0,
        );
      };
      return { ...head, kind: 'values', values, other: countOthers(own), otherBase: countOthers(everyone) };
    }
    case 'number': {
      const decimal = (units: bigint | null) => (units === null ? null : normaliseDecimal(units, attribute.decimals));
      return {
        ...head,
        kind: 'number',
        sum: normaliseDecimal(own.sum, attribute.decimals),
        min: decimal(own.least),
        median: decimal(own.median),
        max: decimal(own.greatest),
        bins: (bins.kind === 'number' ? bins.bins : []).map((bin, index) => ({ ...bin, ...countsOf(index) })),
      };
    }
    case 'date':
    case 'datetime': {
      const number = (value: bigint | null) => (value === null ? null : Number(value));
      return {
        ...head,
        kind: 'date',
        min: number(own.least),
        median: number(own.median),
        max: number(own.greatest),
        bins: (bins.kind === 'date' ? bins.bins : []).map((bin, index) => ({ ...bin, ...countsOf(index) })),
      };
    }
    case 'text':
      return { ...head, kind: 'presence' };
    default:
      return assertNever(attribute.type);
  }
}
