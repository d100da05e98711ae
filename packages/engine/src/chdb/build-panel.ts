import { type Attribute, assertNever, parseDecimal } from '@silhouette/model';
import type { PanelData } from '../audience-engine.ts';
import { choosePanelValues } from '../panel/choose-panel-values.ts';
import type { Bins } from './panel-plan.ts';
import type { Distribution } from './read-distribution.ts';

/**
 * The panel of an attribute: its distribution among `members` customers beside that of everyone. For tags `other` and
 * `otherBase` are 0: who has a tag that is not listed must be asked of the rows.
 */
export function buildPanel(
  attribute: Attribute,
  members: number,
  own: Distribution,
  everyone: Distribution,
  bins: Bins,
): PanelData {
  const head = {
    attribute: attribute.id,
    present: own.present,
    missing: members - own.present,
    basePresent: everyone.present,
  };
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
      const listed = (which: 'count' | 'baseCount'): number => values.reduce((sum, value) => sum + value[which], 0);
      // With one value a customer: who has another one. Tags are counted anew where some are not listed.
      const isTags = attribute.type === 'tags';
      return {
        ...head,
        kind: 'values',
        values,
        other: isTags ? 0 : own.present - listed('count'),
        otherBase: isTags ? 0 : everyone.present - listed('baseCount'),
      };
    }
    case 'number': {
      const decimal = (text: string | null) => (text === null ? null : parseDecimal(text));
      return {
        ...head,
        kind: 'number',
        sum: own.sum,
        min: decimal(own.min),
        median: decimal(own.median),
        max: decimal(own.max),
        bins: (bins.kind === 'number' ? bins.bins : []).map((bin, index) => ({ ...bin, ...countsOf(own, everyone, index) })),
      };
    }
    case 'date':
    case 'datetime': {
      const number = (text: string | null) => (text === null ? null : Number(text));
      return {
        ...head,
        kind: 'date',
        min: number(own.min),
        median: number(own.median),
        max: number(own.max),
        bins: (bins.kind === 'date' ? bins.bins : []).map((bin, index) => ({ ...bin, ...countsOf(own, everyone, index) })),
      };
    }
    case 'text':
      return { ...head, kind: 'presence' };
    default:
      return assertNever(attribute.type);
  }
}

function countsOf(own: Distribution, everyone: Distribution, index: number): { count: number; baseCount: number } {
  return { count: own.binCounts[index] ?? 0, baseCount: everyone.binCounts[index] ?? 0 };
}
