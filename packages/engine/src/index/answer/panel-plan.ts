import type { Aggregate, BitIndex } from '@silhouette/bitslice';
import {
  type Attribute,
  assertNever,
  chooseNumberBins,
  decimalUnitsAt,
  type NumberBin,
  type TimeZone,
} from '@silhouette/model';
import { chooseDateBins, type DateBin } from '../../panel/choose-date-bins.ts';
import type { AttributeFacts } from '../index-about.ts';
import { attributeColumn } from '../index-names.ts';

/** Bins of an attribute, in order, and the values of its column from which each but the first begins. */
export type PlannedBins =
  | { readonly kind: 'number'; readonly bins: readonly NumberBin[]; readonly cuts: readonly bigint[] }
  | { readonly kind: 'date'; readonly bins: readonly DateBin[]; readonly cuts: readonly bigint[] }
  | { readonly kind: 'none' };

/** The bins of an attribute, from the percentiles that the index was built with. */
export function planBins(attribute: Attribute, facts: AttributeFacts | undefined, zone: TimeZone): PlannedBins {
  const { low = null, high = null } = facts ?? {};
  if (low === null || high === null) return { kind: 'none' };
  switch (attribute.type) {
    case 'number': {
      const bins = chooseNumberBins(low, high, attribute.decimals);
      const cuts = bins.flatMap(({ from }) => (from === null ? [] : [decimalUnitsAt(from, attribute.decimals)]));
      return { kind: 'number', bins, cuts };
    }
    case 'date':
    case 'datetime': {
      const isDate = attribute.type === 'date';
      const dayOf = (value: bigint): number => (isDate ? Number(value) : zone.dayOf(Number(value)));
      const bins = chooseDateBins(dayOf(low), dayOf(high));
      const cuts = bins.flatMap(({ fromDay }) => {
        if (fromDay === null) return [];
        return [BigInt(isDate ? fromDay : zone.startOfDay(fromDay))];
      });
      return { kind: 'date', bins, cuts };
    }
    case 'category':
    case 'text':
    case 'boolean':
    case 'tags':
      return { kind: 'none' };
    default:
      return assertNever(attribute.type);
  }
}

/**
 * What must be told of a group for the panel of an attribute; with `binsOnly` neither sum nor extremes of a column in slices, whose
 * median is found apart in any case.
 */
export function planAggregates(
  attribute: Attribute,
  bins: PlannedBins,
  index: BitIndex,
  binsOnly: boolean,
): readonly Aggregate[] {
  const column = attributeColumn(attribute.id);
  switch (attribute.type) {
    case 'category':
    case 'boolean':
      return [{ kind: 'histogram', column }];
    case 'tags':
      return [{ kind: 'lists', column }];
    case 'text':
      return [{ kind: 'present', column }];
    case 'number':
    case 'date':
    case 'datetime': {
      if (index.columns.get(column)?.isSmall === true) return [{ kind: 'histogram', column }];
      const ranges: Aggregate = { kind: 'ranges', column, cuts: bins.kind === 'none' ? [] : bins.cuts };
      return binsOnly ? [ranges] : [ranges, { kind: 'sum', column }, { kind: 'extremes', column }];
    }
    default:
      return assertNever(attribute.type);
  }
}
