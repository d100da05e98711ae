import {
  chooseNumberBins,
  compareDecimals,
  type Decimal,
  decimalUnitsAt,
  formatDecimal,
  normaliseDecimal,
  parseDecimal,
} from '@silhouette/model';
import type { TreeNode } from '../../definition/tree.ts';
import type { NumberSpread, SpreadBin } from './spread.ts';

/** How many of everyone meet each of some conditions, in their order. */
export type CountEach = (conditions: readonly TreeNode[]) => Promise<readonly number[]>;

const LEAST_BINS = 3;
/** What lies outside of the bins at each end, as a share: panels leave out as much. */
const OUTSIDE = 0.01;
/** Powers of ten that are tried where nothing is known of the values. */
const UNKNOWN_POWER = 9;

/**
 * Bins for a number that only conditions can ask about: steps of 1, 2 or 5 x 10^k over about what lies between the 1st and
 * the 99th percentile of everyone who has one, the first and the last open, as panels have them. The percentiles are found
 * by counting at powers of ten, and then between the two of them where each lies. Empty where nobody has a number.
 */
export async function findNumberBins(spread: NumberSpread, countEach: CountEach): Promise<readonly SpreadBin[]> {
  const powers = listPowers(spread);
  const rough = await findEnds(spread, powers, countEach);
  if (rough === null) return [];
  const [lowest, highest] = [powers[0], powers.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  const finer = [...listBetween(powers, rough.low, 'above'), ...listBetween(powers, rough.high, 'below')];
  const edges = sortEdges([lowest, rough.low, rough.high, highest, ...finer, ...(spread.hasZero ? smallest(spread) : [])]);
  const ends = finer.length === 0 ? rough : ((await findEnds(spread, edges, countEach)) ?? rough);
  return cutBins(ends.low, ends.high, spread.decimals);
}

interface Ends {
  readonly low: Decimal;
  readonly high: Decimal;
}

/** The last edge that few are below, and the first that few are not below; null where nobody has a number. */
async function findEnds(spread: NumberSpread, edges: readonly Decimal[], countEach: CountEach): Promise<Ends | null> {
  const { within, hasZero } = spread;
  const isPositive = (edge: Decimal) => edge.units > 0n;
  const texts = edges.map(formatDecimal);
  // Those with 0 are on neither side of an edge: they are not among those who count.
  const above = hasZero ? edges.flatMap((edge, place) => (isPositive(edge) ? [place] : [])) : edges.map((_, place) => place);
  const under = hasZero ? edges.flatMap((edge, place) => (isPositive(edge) ? [] : [place])) : edges.map((_, place) => place);
  const counts = await countEach([
    ...above.map((place) => within(texts[place] ?? null, null)),
    ...under.map((place) => within(null, texts[place] ?? null)),
  ]);
  const atLeast = new Map(above.map((place, index) => [place, counts[index] ?? 0]));
  const below = new Map(under.map((place, index) => [place, counts[above.length + index] ?? 0]));
  const total = hasZero
    ? Math.max(0, ...atLeast.values()) + Math.max(0, ...below.values())
    : (atLeast.get(0) ?? 0) + (below.get(0) ?? 0);
  if (total === 0) return null;
  const few = total * OUTSIDE;
  const highAt = edges.findIndex((_, place) => (atLeast.get(place) ?? Number.POSITIVE_INFINITY) <= few);
  const lowAt = edges.findLastIndex((_, place) => (below.get(place) ?? Number.POSITIVE_INFINITY) <= few);
  const high = edges[highAt === -1 ? edges.length - 1 : highAt];
  const low = edges[Math.max(0, lowAt)];
  return low === undefined || high === undefined ? null : { low, high };
}

/** Powers of ten, either way where values may be negative, that the numbers lie between; 0 among them where it may be. */
function listPowers({ decimals, hasZero, least, most, reach }: NumberSpread): readonly Decimal[] {
  const [lowest, highest] = [least, most].map((text) => (text === null ? null : parseDecimal(text)));
  const up = (value: Decimal | null | undefined) =>
    value === null || value === undefined ? UNKNOWN_POWER : powerAbove(value) + reach;
  const mayBeNegative = lowest === null || lowest === undefined || lowest.units < 0n;
  const isAboveZero = !mayBeNegative && lowest.units > 0n;
  // Where 0 counts apart, all that is above 0 must be seen.
  const from = isAboveZero && !hasZero ? powerAbove(lowest) - 1 : -decimals;
  const positive = range(from, Math.max(from + 1, up(highest))).map((power) => powerOf(power));
  const negative = mayBeNegative ? range(-decimals, up(lowest)).map((power) => negate(powerOf(power))) : [];
  const zero = isAboveZero && !hasZero ? [] : [{ units: 0n, scale: 0 }];
  return sortEdges([...negative, ...zero, ...positive]);
}

/** The first edge above 0 that a number may lie at: who has one at all is counted there. */
function smallest({ decimals }: NumberSpread): readonly Decimal[] {
  return [powerOf(-decimals), { units: 0n, scale: 0 }];
}

/** The least k for which 10^k is above the value's size. */
function powerAbove({ units, scale }: Decimal): number {
  return (units < 0n ? -units : units).toString().length - scale;
}

function powerOf(power: number): Decimal {
  return normaliseDecimal(1n, -power);
}

function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Nine tenths of the way between a power of ten and its neighbour on one side, one by one; nothing beside 0. */
function listBetween(powers: readonly Decimal[], at: Decimal, side: 'above' | 'below'): readonly Decimal[] {
  const place = powers.findIndex((power) => compareDecimals(power, at) === 0);
  const other = powers[side === 'above' ? place + 1 : place - 1];
  if (other === undefined || other.units === 0n || at.units === 0n || other.units > 0n !== at.units > 0n) return [];
  const near = compareDecimals(absolute(at), absolute(other)) < 0 ? at : other;
  return [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map((times) => normaliseDecimal(near.units * times, near.scale));
}

function absolute({ units, scale }: Decimal): Decimal {
  return { units: units < 0n ? -units : units, scale };
}

function sortEdges(edges: readonly Decimal[]): readonly Decimal[] {
  const sorted = [...edges].sort(compareDecimals);
  return sorted.filter((edge, place) => place === 0 || compareDecimals(edge, sorted[place - 1] ?? edge) !== 0);
}

/** Bins as panels have them, in steps that the number's own decimals allow; at least three, so that there is a width. */
function cutBins(low: Decimal, high: Decimal, decimals: number): readonly SpreadBin[] {
  const scale = Math.max(decimals, low.scale, high.scale);
  const limits = { leastStep: 10n ** BigInt(scale - decimals), leastBins: LEAST_BINS };
  const bins = chooseNumberBins(decimalUnitsAt(low, scale), decimalUnitsAt(high, scale), scale, limits);
  const write = (edge: Decimal | null) => (edge === null ? null : formatDecimal(edge));
  return bins.map(({ from, to }) => ({ from: write(from), to: write(to) }));
}
