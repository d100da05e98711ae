import type { AggregateResult, BitIndex, MaskExpression } from '@silhouette/bitslice';
import type { Attribute, Catalog, TimeZone } from '@silhouette/model';
import { BIN_PERCENTILES, percentileIndex } from '../../panel/percentile.ts';
import { chooseDayCuts, chooseNumberCuts, PORTRAIT_PERCENTILES } from '../../portrait/choose-portrait-cuts.ts';
import type { AttributeFacts } from '../index-about.ts';
import { attributeColumn } from '../index-names.ts';

/** Percentiles that are sought: two for bins, then those of the portrait. */
const PERCENTILES = [BIN_PERCENTILES.low, BIN_PERCENTILES.high, ...PORTRAIT_PERCENTILES];
/** Attributes asked about at once: each keeps a mask for each percentile while it descends. */
const AT_ONCE = 8;

/** Percentiles, least values and cuts of all numbers and dates among a base. */
export async function findFacts(
  index: BitIndex,
  catalog: Pick<Catalog, 'attributes' | 'timeZone'>,
  base: MaskExpression,
): Promise<Readonly<Record<string, AttributeFacts>>> {
  const facts: Record<string, AttributeFacts> = {};
  const attributes = catalog.attributes.filter(({ type }) => type === 'number' || type === 'date' || type === 'datetime');
  for (let first = 0; first < attributes.length; first += AT_ONCE) {
    const some = attributes.slice(first, first + AT_ONCE);
    const found = await Promise.all(some.map((attribute) => findPercentiles(index, attribute, base)));
    for (const [position, attribute] of some.entries()) {
      const { values, least } = found[position] ?? { values: [], least: null };
      facts[attribute.id] = chooseFacts(attribute, values, least, catalog.timeZone);
    }
  }
  return facts;
}

interface Found {
  /** In the order of {@link PERCENTILES}; empty without any value. */
  readonly values: readonly bigint[];
  readonly least: bigint | null;
}

async function findPercentiles(index: BitIndex, attribute: Attribute, base: MaskExpression): Promise<Found> {
  const column = attributeColumn(attribute.id);
  const ranks = (present: number): number[] =>
    present === 0 ? [] : PERCENTILES.map((percentile) => percentileIndex(present, percentile));
  if (index.columns.get(column)?.isSmall === true) {
    const { results } = await index.ask({
      groups: [base],
      aggregates: [{ group: 0, aggregate: { kind: 'histogram', column } }],
    });
    return readRanks(results[0], ranks);
  }
  const [values = []] = await index.quantiles([{ group: base, column, ranks }]);
  const { results } = await index.ask({ groups: [base], aggregates: [{ group: 0, aggregate: { kind: 'extremes', column } }] });
  const [result] = results;
  return { values, least: result?.kind === 'extremes' ? (result.extremes?.least ?? null) : null };
}

function readRanks(result: AggregateResult | undefined, ranksOf: (present: number) => number[]): Found {
  if (result?.kind !== 'histogram') return { values: [], least: null };
  const present = result.counts.reduce((sum, count) => sum + count, 0);
  const values = ranksOf(present).map((rank) => result.base + BigInt(findRank(result.counts, rank)));
  const first = result.counts.findIndex((count) => count > 0);
  return { values, least: first < 0 ? null : result.base + BigInt(first) };
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

function chooseFacts(attribute: Attribute, values: readonly bigint[], least: bigint | null, zone: TimeZone): AttributeFacts {
  const [low = null, high = null, ...percentiles] = values;
  if (least === null) return { low, high, cuts: [] };
  if (attribute.type === 'number') return { low, high, cuts: chooseNumberCuts(percentiles, least) };
  const dayOf = (value: bigint): number => (attribute.type === 'date' ? Number(value) : zone.dayOf(Number(value)));
  return { low, high, cuts: chooseDayCuts(percentiles.map(dayOf), dayOf(least)).map(BigInt) };
}

/** The cuts of an attribute as values of its column: days of a datetime as their first instants. */
export function cutValues(attribute: Attribute, cuts: readonly bigint[], zone: TimeZone): readonly bigint[] {
  return attribute.type === 'datetime' ? cuts.map((day) => BigInt(zone.startOfDay(Number(day)))) : cuts;
}
