import {
  buildColumn,
  type Column,
  type CustomerRows,
  type EventRows,
  type ReferenceData,
  sortEventRows,
} from '@silhouette/engine';
import { type Catalog, parseDay, type TimeZone } from '@silhouette/model';
import { dealCustomers } from './deal-customers.ts';
import { readWorldTime, readWorldValue } from './read-world-value.ts';
import type { World, WorldColumn, WorldEvent, WorldEventRow, WorldValue } from './world.ts';
import { buildWorldCatalog } from './world-catalog.ts';

/** A row that belongs to a customer's history. */
interface HistoryRow extends WorldEventRow {
  readonly customer: string;
  readonly atMs: number;
  readonly position: number;
}

/**
 * The rows of a world in memory, computed straight from it: no lake, no SQL. Ordinals are those of a snapshot whose customers
 * are dealt to so many shards.
 */
export function toReferenceData(world: World, shards = 1): ReferenceData {
  const catalog = buildWorldCatalog(world);
  const zone = catalog.timeZone;
  const histories = new Map(world.events.map((event) => [event.id, readHistory(event, zone)]));
  const table = new Map((world.customers?.rows ?? []).map((row) => [row.key, row]));
  const keys = [...new Set([...table.keys(), ...[...histories.values()].flat().map((row) => row.customer)])];
  const events = new Map(world.events.map((event) => [event.id, buildEvent(event, histories.get(event.id) ?? [], keys, zone)]));
  const find = <T>(map: ReadonlyMap<string, T>, id: string): T => {
    const found = map.get(id);
    if (found === undefined) throw new RangeError(`The world has no "${id}".`);
    return found;
  };
  return {
    catalog,
    asOfMs: readWorldNow(world, catalog),
    customers: async () => ({
      ...buildCustomers(world, keys, table, histories, zone),
      ordinals: dealCustomers(keys, shards).ordinals,
    }),
    attribute: async (id) => {
      const index = world.customers?.attributes.findIndex((column) => column.id === id) ?? -1;
      const column = world.customers?.attributes[index];
      if (column === undefined) throw new RangeError(`The world has no attribute "${id}".`);
      return buildWorldColumn(
        column,
        keys.map((key) => table.get(key)?.values[index] ?? null),
        zone,
      );
    },
    events: async (id) => find(events, id).rows,
    field: async (event, id) => find(find(events, event).fields, id),
  };
}

/** `now` of a world as an instant: a bare date means the end of that local day. */
export function readWorldNow(world: World, catalog: Catalog): number {
  const day = parseDay(world.now);
  return day === null ? readWorldTime(world.now, catalog.timeZone) : catalog.timeZone.startOfDay(day + 1);
}

function readHistory(event: WorldEvent, zone: TimeZone): HistoryRow[] {
  return event.rows.flatMap((row, position) =>
    row.customer === null || row.at === null
      ? []
      : [{ ...row, customer: row.customer, atMs: readWorldTime(row.at, zone), position }],
  );
}

function buildCustomers(
  world: World,
  keys: readonly string[],
  table: ReadonlyMap<string, { readonly since: string | null }>,
  histories: ReadonlyMap<string, readonly HistoryRow[]>,
  zone: TimeZone,
): Omit<CustomerRows, 'ordinals'> {
  const first = new Map<string, number>();
  for (const { customer, atMs } of [...histories.values()].flat())
    first.set(customer, Math.min(atMs, first.get(customer) ?? atMs));
  const sinceOf = (key: string): number => {
    const since = world.customers?.hasSince ? (table.get(key)?.since ?? null) : null;
    const day = since === null ? null : parseDay(since);
    return day === null ? Number.NaN : zone.startOfDay(day);
  };
  return {
    keys,
    inTable: Uint8Array.from(keys, (key) => Number(table.has(key))),
    sinceMs: Float64Array.from(keys, sinceOf),
    firstEventMs: Float64Array.from(keys, (key) => first.get(key) ?? Number.NaN),
  };
}

function buildEvent(
  event: WorldEvent,
  history: readonly HistoryRow[],
  keys: readonly string[],
  zone: TimeZone,
): { readonly rows: EventRows; readonly fields: ReadonlyMap<string, Column> } {
  const customerOf = new Map(keys.map((key, index) => [key, index]));
  const { order, starts } = sortEventRows(
    {
      customer: Uint32Array.from(history, (row) => customerOf.get(row.customer) ?? 0),
      atMs: Float64Array.from(history, (row) => row.atMs),
      order: event.viaView ? null : Float64Array.from(history, (row) => row.position),
    },
    keys.length,
  );
  const sorted = Array.from(order, (index) => history[index]).filter((row) => row !== undefined);
  const rows: EventRows = {
    starts,
    atMs: Float64Array.from(sorted, (row) => row.atMs),
    localMs: Float64Array.from(sorted, (row) => zone.localOf(row.atMs)),
    order: event.viaView ? null : Float64Array.from(sorted, (row) => row.position),
    occasion: event.hasOccasion ? numberOccasions(sorted) : null,
  };
  const fields = event.fields.map((field, index): [string, Column] => [
    field.id,
    buildWorldColumn(
      field,
      sorted.map((row) => row.values[index] ?? null),
      zone,
    ),
  ]);
  return { rows, fields: new Map(fields) };
}

/** Rows of one customer with one value are one occasion; a row without a value is its own. */
function numberOccasions(rows: readonly HistoryRow[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(rows, (row) => {
    const name = row.occasion === null ? `row ${row.position}` : JSON.stringify([row.customer, row.occasion]);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

function buildWorldColumn(column: WorldColumn, values: readonly WorldValue[], zone: TimeZone): Column {
  return buildColumn(
    column.type,
    column.decimals,
    values.map((value) => readWorldValue(column, value, zone)),
  );
}
