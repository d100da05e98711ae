import { type Attribute, assertNever, formatDay, formatDecimalAt, type NumberBin, type TimeZone } from '@silhouette/model';
import type { DateBin } from '../panel/choose-date-bins.ts';
import { BIN_PERCENTILES } from '../panel/percentile.ts';
import { findRepeatedEvening } from '../sql/local-day-sql.ts';

/** The bins of an attribute, in order; none for an attribute without bins or without any value. */
export type Bins =
  | { readonly kind: 'number'; readonly bins: readonly NumberBin[] }
  | { readonly kind: 'date'; readonly bins: readonly DateBin[] }
  | { readonly kind: 'none' };

/** What of an attribute or field its SQL depends on. */
export type Valued = Pick<Attribute, 'type' | 'decimals'>;

/** SQL of whether a value is there. */
export function writePresent(attribute: Valued, column: string): string {
  return attribute.type === 'tags' ? `notEmpty(${column})` : `isNotNull(${column})`;
}

/** Whether the panel lists values. */
export function hasValues(attribute: Attribute): boolean {
  return attribute.type === 'category' || attribute.type === 'boolean' || attribute.type === 'tags';
}

/** SQL of the values of a customer as text, one row each. */
export function writeValues(attribute: Attribute, column: string): string {
  return attribute.type === 'tags' ? `arrayJoin(${column})` : `toString(assumeNotNull(${column}))`;
}

/** SQL of a value that is ordered and read back exactly: decimals, days, instants in ms. Null for types without order. */
export function writeOrdered(attribute: Valued, column: string): string | null {
  switch (attribute.type) {
    case 'number':
      return column;
    case 'date':
      return `toInt32(${column})`;
    case 'datetime':
      return `toUnixTimestamp64Milli(${column})`;
    case 'category':
    case 'boolean':
    case 'tags':
    case 'text':
      return null;
    default:
      return assertNever(attribute.type);
  }
}

/** SQL of the two percentiles between which the bins are chosen; null in both without values. */
export function writePercentiles(ordered: string): readonly [string, string] {
  const { low, high } = BIN_PERCENTILES;
  return [`quantileExactOrNull(${low})(${ordered})`, `quantileExactOrNull(${high})(${ordered})`];
}

/** For each bin but the first, SQL of whether a customer has a value from its start on; null or 0 without a value. */
export function writeBinStarts(attribute: Valued, column: string, bins: Bins, zone: TimeZone): string[] {
  switch (bins.kind) {
    case 'none':
      return [];
    case 'number':
      return bins.bins.slice(1).map(({ from }) => {
        const edge = from === null ? '0' : formatDecimalAt(from, attribute.decimals);
        return `${column} >= toDecimal128('${edge}', ${attribute.decimals})`;
      });
    case 'date':
      return bins.bins.slice(1).map(({ fromDay }) => writeFromDay(attribute, column, fromDay ?? 0, zone));
    default:
      return assertNever(bins);
  }
}

function writeFromDay(attribute: Valued, column: string, day: number, zone: TimeZone): string {
  if (attribute.type === 'date') return `${column} >= toDate32('${formatDay(day)}')`;
  const x = `toUnixTimestamp64Milli(${column})`;
  const evening = findRepeatedEvening(day, zone);
  const from = `${x} >= ${zone.startOfDay(day)}`;
  return evening === null ? from : `${from} AND NOT (${x} >= ${evening.startMs} AND ${x} < ${evening.endMs})`;
}

/** Counts of bins from counts from each bin's start on; `present` counts all. */
export function splitBins(present: number, fromStarts: readonly number[]): number[] {
  const starts = [present, ...fromStarts];
  return starts.map((count, index) => count - (starts[index + 1] ?? 0));
}

/** The local day of a percentile as read back. */
export function readDay(attribute: Valued, value: number, zone: TimeZone): number {
  return attribute.type === 'date' ? value : zone.dayOf(value);
}
