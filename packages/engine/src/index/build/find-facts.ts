import type { BitIndex, MaskExpression } from '@silhouette/bitslice';
import type { Attribute, Catalog, TimeZone } from '@silhouette/model';
import { BIN_PERCENTILES, percentileIndex } from '../../panel/percentile.ts';
import { chooseDayCuts, chooseNumberCuts, PORTRAIT_PERCENTILES } from '../../portrait/choose-portrait-cuts.ts';
import type { AttributeFacts } from '../index-about.ts';
import { attributeColumn } from '../index-names.ts';

/** Percentiles that are sought: two for bins, then those of the portrait. */
const PERCENTILES = [BIN_PERCENTILES.low, BIN_PERCENTILES.high, ...PORTRAIT_PERCENTILES];
/** Attributes asked about at once: those in slices keep masks while they descend. */
const AT_ONCE = 8;

/** Percentiles, least values and cuts of all numbers and dates among a base. */
export async function findFacts(
  index: BitIndex,
  catalog: Pick<Catalog, 'attributes' | 'timeZone'>,
  base: MaskExpression,
): Promise<Readonly<Record<string, AttributeFacts>>> {
  const facts: Record<string, AttributeFacts> = {};
  const attributes = catalog.attributes.filter(({ type }) => type === 'number' || type === 'date' || type === 'datetime');
  const isSmall = ({ id }: Attribute): boolean => index.columns.get(attributeColumn(id))?.isSmall === true;
  const kinds = [
    { some: attributes.filter(isSmall), find: findInHistograms },
    { some: attributes.filter((attribute) => !isSmall(attribute)), find: findInSlices },
  ];
  for (const { some, find } of kinds) {
    for (let first = 0; first < some.length; first += AT_ONCE) {
      const batch = some.slice(first, first + AT_ONCE);
      const columns = batch.map(({ id }) => attributeColumn(id));
      const found = await find(index, columns, base);
      for (const [place, attribute] of batch.entries())
        facts[attribute.id] = chooseFacts(attribute, found[place] ?? [], catalog.timeZone);
    }
  }
  return facts;
}

/** Of each column the least value and those at {@link PERCENTILES}; none without any value. */
async function findInSlices(
  index: BitIndex,
  columns: readonly string[],
  group: MaskExpression,
): Promise<readonly (readonly bigint[])[]> {
  return index.quantiles(columns.map((column) => ({ group, column, ranks: listRanks })));
}

/** As {@link findInSlices}, of columns with few different values. */
async function findInHistograms(
  index: BitIndex,
  columns: readonly string[],
  group: MaskExpression,
): Promise<readonly (readonly bigint[])[]> {
  const aggregates = columns.map((column) => ({ group: 0, aggregate: { kind: 'histogram', column } as const }));
  const { results } = await index.ask({ groups: [group], aggregates });
  return results.map((result) => {
    if (result.kind !== 'histogram') return [];
    const present = result.counts.reduce((sum, count) => sum + count, 0);
    return listRanks(present).map((rank) => result.base + BigInt(findRank(result.counts, rank)));
  });
}

function listRanks(present: number): readonly number[] {
  return present === 0 ? [] : [0, ...PERCENTILES.map((percentile) => percentileIndex(present, percentile))];
}

/** The place in a histogram that holds a rank (from 0). */
export function findRank(counts: Float64Array, rank: number): number {
  let left = rank;
  for (let value = 0; value < counts.length; value += 1) {
    const count = counts[value] ?? 0;
    if (left < count) return value;
    left -= count;
  }
  return counts.length - 1;
}

function chooseFacts(attribute: Attribute, values: readonly bigint[], zone: TimeZone): AttributeFacts {
  const [least, low = null, high = null, ...percentiles] = values;
  if (least === undefined) return { low, high, cuts: [] };
  if (attribute.type === 'number') return { low, high, cuts: chooseNumberCuts(percentiles, least) };
  const dayOf = (value: bigint): number => (attribute.type === 'date' ? Number(value) : zone.dayOf(Number(value)));
  return { low, high, cuts: chooseDayCuts(percentiles.map(dayOf), dayOf(least)).map(BigInt) };
}

/** The cuts of an attribute as values of its column: days of a datetime as their first instants. */
export function cutValues(attribute: Attribute, cuts: readonly bigint[], zone: TimeZone): readonly bigint[] {
  return attribute.type === 'datetime' ? cuts.map((day) => BigInt(zone.startOfDay(Number(day)))) : cuts;
}
