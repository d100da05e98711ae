import {
  type AttributeId,
  assertNever,
  chooseNumberBins,
  decimalUnitsAt,
  findAttribute,
  normaliseDecimal,
  SilhouetteError,
  type TimeZone,
} from '@silhouette/model';
import type { DatePanelData, NumberPanelData, PanelData, ValuesPanelData } from '../audience-engine.ts';
import { chooseDateBins } from '../panel/choose-date-bins.ts';
import { choosePanelValues, type ValueCount } from '../panel/choose-panel-values.ts';
import { BIN_PERCENTILES, medianIndex, percentileIndex } from '../panel/percentile.ts';
import {
  type Column,
  type DateColumn,
  type DatetimeColumn,
  isPresent,
  type NumberColumn,
  readTags,
  readText,
  readUnits,
} from './column.ts';
import type { ReferenceData } from './reference-data.ts';
import type { CustomerMask } from './select-members.ts';

/** The customers that a panel is about. */
export interface PanelGroups {
  readonly members: CustomerMask;
  readonly base: CustomerMask;
  /** The base at the snapshot's own as-of: bins are chosen over it, so that they stay the same whatever is asked. */
  readonly binBase: CustomerMask;
}

/** Customers of each group with a value, and what every panel says of itself. */
interface Present {
  readonly members: readonly number[];
  readonly base: readonly number[];
  readonly shared: Pick<PanelData, 'attribute' | 'present' | 'missing' | 'basePresent'>;
}

/**
 * The distribution of one attribute among members and base.
 * @throws SilhouetteError `unknown-attribute`.
 */
export async function buildPanel(data: ReferenceData, id: AttributeId, groups: PanelGroups): Promise<PanelData> {
  const attribute = findAttribute(data.catalog, id);
  if (attribute === undefined) {
    throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}"; ask for one that the catalog lists.`);
  }
  const column = await data.attribute(id);
  const present = findPresent(column, id, groups);
  switch (attribute.type) {
    case 'text':
      return { ...present.shared, kind: 'presence' };
    case 'category':
    case 'boolean':
    case 'tags':
      return buildValuesPanel(column, attribute.order, present);
    case 'number':
      return buildNumberPanel(expectKind(column, 'number'), present, listPresent(column, groups.binBase));
    case 'date':
      return buildDatePanel(expectKind(column, 'date'), data.catalog.timeZone, present, listPresent(column, groups.binBase));
    case 'datetime':
      return buildDatePanel(
        expectKind(column, 'datetime'),
        data.catalog.timeZone,
        present,
        listPresent(column, groups.binBase),
      );
    default:
      return assertNever(attribute.type);
  }
}

function findPresent(column: Column, attribute: AttributeId, groups: PanelGroups): Present {
  const members = listPresent(column, groups.members);
  const base = listPresent(column, groups.base);
  const size = groups.members.reduce((sum, bit) => sum + bit, 0);
  const shared = { attribute, present: members.length, missing: size - members.length, basePresent: base.length };
  return { members, base, shared };
}

function listPresent(column: Column, mask: CustomerMask): number[] {
  const customers: number[] = [];
  mask.forEach((bit, customer) => {
    if (bit === 1 && isPresent(column, customer)) customers.push(customer);
  });
  return customers;
}

function buildValuesPanel(column: Column, order: readonly string[] | null, present: Present): ValuesPanelData {
  const valuesOf = (customer: number): readonly string[] => {
    if (column.kind === 'tags') return readTags(column, customer);
    if (column.kind === 'boolean') return [column.bits[customer] === 1 ? 'true' : 'false'];
    return [readText(expectKind(column, 'text'), customer)];
  };
  const counts = new Map<string, { value: string; count: number; baseCount: number }>();
  const tally = (customers: readonly number[], which: 'count' | 'baseCount'): void => {
    for (const customer of customers) {
      for (const value of valuesOf(customer)) {
        const entry = counts.get(value) ?? { value, count: 0, baseCount: 0 };
        entry[which] += 1;
        counts.set(value, entry);
      }
    }
  };
  tally(present.members, 'count');
  tally(present.base, 'baseCount');
  const values: readonly ValueCount[] = choosePanelValues([...counts.values()], order);
  const listed = new Set(values.map((entry) => entry.value));
  const hasOther = (customer: number): boolean => valuesOf(customer).some((value) => !listed.has(value));
  return {
    ...present.shared,
    kind: 'values',
    values,
    other: present.members.filter(hasOther).length,
    otherBase: present.base.filter(hasOther).length,
  };
}

function buildNumberPanel(column: NumberColumn, present: Present, binCustomers: readonly number[]): NumberPanelData {
  const readSorted = (customers: readonly number[]): bigint[] =>
    customers.map((customer) => readUnits(column, customer)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const toDecimal = (units: bigint | undefined) => (units === undefined ? null : normaliseDecimal(units, column.decimals));
  const sorted = readSorted(present.members);
  const baseSorted = readSorted(present.base);
  const [low, high] = findBinRange(readSorted(binCustomers));
  const bins = low === undefined || high === undefined ? [] : chooseNumberBins(low, high, column.decimals);
  return {
    ...present.shared,
    kind: 'number',
    sum: normaliseDecimal(
      sorted.reduce((sum, units) => sum + units, 0n),
      column.decimals,
    ),
    min: toDecimal(sorted[0]),
    median: toDecimal(sorted[medianIndex(sorted.length)]),
    max: toDecimal(sorted.at(-1)),
    bins: bins.map((bin) => {
      const from = bin.from && decimalUnitsAt(bin.from, column.decimals);
      const to = bin.to && decimalUnitsAt(bin.to, column.decimals);
      const isIn = (units: bigint): boolean => (from === null || units >= from) && (to === null || units < to);
      return { ...bin, count: sorted.filter(isIn).length, baseCount: baseSorted.filter(isIn).length };
    }),
  };
}

function buildDatePanel(
  column: DateColumn | DatetimeColumn,
  zone: TimeZone,
  present: Present,
  binCustomers: readonly number[],
): DatePanelData {
  const read = (customer: number): number =>
    (column.kind === 'date' ? column.days[customer] : column.atMs[customer]) ?? Number.NaN;
  const readSorted = (customers: readonly number[]): Float64Array => Float64Array.from(customers, read).sort();
  const toDay = (value: number): number => (column.kind === 'date' ? value : zone.dayOf(value));
  const sorted = readSorted(present.members);
  const days = sorted.map(toDay);
  const baseDays = readSorted(present.base).map(toDay);
  const [low, high] = findBinRange(readSorted(binCustomers));
  const bins = low === undefined || high === undefined ? [] : chooseDateBins(toDay(low), toDay(high));
  return {
    ...present.shared,
    kind: 'date',
    min: sorted[0] ?? null,
    median: sorted[medianIndex(sorted.length)] ?? null,
    max: sorted.at(-1) ?? null,
    bins: bins.map((bin) => {
      const isIn = (day: number): boolean =>
        (bin.fromDay === null || day >= bin.fromDay) && (bin.toDay === null || day < bin.toDay);
      return { ...bin, count: days.filter(isIn).length, baseCount: baseDays.filter(isIn).length };
    }),
  };
}

/** 1st and 99th percentile of sorted values; undefined without any. */
function findBinRange<T>(sorted: ArrayLike<T>): readonly [T | undefined, T | undefined] {
  const { length } = sorted;
  if (length === 0) return [undefined, undefined];
  return [sorted[percentileIndex(length, BIN_PERCENTILES.low)], sorted[percentileIndex(length, BIN_PERCENTILES.high)]];
}

function expectKind<K extends Column['kind']>(column: Column, kind: K): Extract<Column, { kind: K }> {
  if (column.kind !== kind) throw new TypeError(`Expected a column of ${kind}, found ${column.kind}.`);
  // The kind was compared just above; the compiler does not narrow a generic.
  return column as Extract<Column, { kind: K }>;
}
