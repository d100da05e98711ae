import { type Attribute, assertNever, normaliseDecimal, type TimeZone } from '@silhouette/model';
import type { AttributePortrait, PortraitParts } from '../audience-engine.ts';
import { percentileIndex } from '../panel/percentile.ts';
import { chooseDayCuts, chooseNumberCuts, PORTRAIT_PERCENTILES } from '../portrait/choose-portrait-cuts.ts';
import { type Column, isPresent, readTags, readText, readUnits } from './column.ts';
import type { CustomerMask } from './select-members.ts';

/** The customers that a portrait counts, and those that its cuts are chosen over. */
export interface PortraitGroups {
  readonly members: CustomerMask;
  readonly versus: CustomerMask;
  /** The base at the snapshot's own as-of: cuts stay the same whatever is asked. */
  readonly cutBase: CustomerMask;
}

/** The parts of one attribute, and to which of them each customer belongs. */
interface Partition {
  readonly parts: PortraitParts;
  readonly length: number;
  /** Places of the parts that a customer with a value belongs to. */
  readonly partsOf: (customer: number) => readonly number[];
}

/** How members, those compared with, and those in both spread over the parts of one attribute. */
export function buildAttributePortrait(
  attribute: Attribute,
  column: Column,
  zone: TimeZone,
  groups: PortraitGroups,
): AttributePortrait {
  const { members, versus } = groups;
  const partition = chooseParts(attribute, column, zone, groups.cutBase);
  const both = members.map((bit, customer) => Number(bit === 1 && versus[customer] === 1));
  const [own, other, shared] = [
    countParts(column, partition, members),
    countParts(column, partition, versus),
    countParts(column, partition, both),
  ];
  return {
    attribute: attribute.id,
    parts: partition.parts,
    present: own.present,
    versusPresent: other.present,
    bothPresent: shared.present,
    counts: own.counts,
    versusCounts: other.counts,
    bothCounts: shared.counts,
  };
}

function countParts(column: Column, { length, partsOf }: Partition, mask: CustomerMask) {
  const customers = listPresent(column, mask);
  const counts = new Array<number>(length).fill(0);
  for (const part of customers.flatMap(partsOf)) if (part < length) counts[part] = (counts[part] ?? 0) + 1;
  return { present: customers.length, counts };
}

function chooseParts(attribute: Attribute, column: Column, zone: TimeZone, cutBase: CustomerMask): Partition {
  switch (column.kind) {
    case 'text':
      if (attribute.type === 'text') return { parts: { kind: 'presence' }, length: 0, partsOf: () => [] };
      return listValues(column, (customer) => [readText(column, customer)]);
    case 'boolean':
      return listValues(column, (customer) => [column.bits[customer] === 1 ? 'true' : 'false']);
    case 'tags':
      return listValues(column, (customer) => readTags(column, customer));
    case 'number': {
      const sorted = listPresent(column, cutBase)
        .map((customer) => readUnits(column, customer))
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const cuts = chooseNumberCuts(readPercentiles(sorted), sorted[0] ?? 0n);
      return {
        parts: { kind: 'numbers', cuts: cuts.map((cut) => normaliseDecimal(cut, column.decimals)) },
        length: sorted.length === 0 ? 0 : cuts.length + 1,
        partsOf: (customer) => [cuts.filter((cut) => readUnits(column, customer) >= cut).length],
      };
    }
    case 'date':
    case 'datetime': {
      const read = (customer: number): number =>
        (column.kind === 'date' ? column.days[customer] : column.atMs[customer]) ?? Number.NaN;
      const toDay = (value: number): number => (column.kind === 'date' ? value : zone.dayOf(value));
      const sorted = listPresent(column, cutBase)
        .map(read)
        .sort((a, b) => a - b);
      const cuts = chooseDayCuts(readPercentiles(sorted).map(toDay), toDay(sorted[0] ?? 0));
      return {
        parts: { kind: 'days', cuts },
        length: sorted.length === 0 ? 0 : cuts.length + 1,
        partsOf: (customer) => [cuts.filter((cut) => toDay(read(customer)) >= cut).length],
      };
    }
    default:
      return assertNever(column);
  }
}

/** A part for every value of the snapshot. */
function listValues(column: Column, valuesOf: (customer: number) => readonly string[]): Partition {
  const places = new Map<string, number>();
  const everyone = 'codes' in column ? column.codes : column.kind === 'boolean' ? column.bits : [];
  for (let customer = 0; customer < everyone.length; customer += 1) {
    if (!isPresent(column, customer)) continue;
    for (const value of valuesOf(customer)) if (!places.has(value)) places.set(value, places.size);
  }
  return {
    parts: { kind: 'values', values: [...places.keys()] },
    length: places.size,
    partsOf: (customer) => valuesOf(customer).flatMap((value) => places.get(value) ?? []),
  };
}

function listPresent(column: Column, mask: CustomerMask): number[] {
  const customers: number[] = [];
  mask.forEach((bit, customer) => {
    if (bit === 1 && isPresent(column, customer)) customers.push(customer);
  });
  return customers;
}

function readPercentiles<T>(sorted: readonly T[]): readonly T[] {
  if (sorted.length === 0) return [];
  return PORTRAIT_PERCENTILES.map((p) => sorted[percentileIndex(sorted.length, p)]).filter((value) => value !== undefined);
}
