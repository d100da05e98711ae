import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Column, formatValue, type ReferenceData } from '@silhouette/engine';
import { type ChdbSession, newFileSql, quoteIdentifier, type Snapshot, type SnapshotTable, sqlString } from '@silhouette/lake';
import { assertNever, type Described, type EventId, type SnapshotId } from '@silhouette/model';
import { dealCustomers } from './deal-customers.ts';
import { describeWorldValues } from './describe-world-values.ts';
import { toReferenceData } from './to-reference-data.ts';
import type { World } from './world.ts';

interface StoredColumn {
  readonly name: string;
  readonly sqlType: string;
  /** As ClickHouse reads it from JSON: decimals and large integers as text. */
  readonly values: readonly unknown[];
}

let stored = 0;

/**
 * A world as a snapshot whose Parquet files stand in `folder` (existing), written straight in the lake's format: engines
 * can be held against each other many times a second, without a load. Customers are dealt to the shards unevenly; some may have none.
 */
export async function storeWorld(session: ChdbSession, world: World, folder: string, shards = 1): Promise<Snapshot> {
  const data = toReferenceData(world, shards);
  stored += 1;
  const root = join(folder, `world-${stored}`);
  await mkdir(root, { recursive: true });
  const { keys, inTable, sinceMs, firstEventMs } = await data.customers();
  const dealt = dealCustomers(keys, shards);
  const ordinals = new Map(dealt.ordinals.entries());
  const files: string[] = [];
  for (const [shard, own] of dealt.shards.entries()) {
    const attributes = await Promise.all(
      data.catalog.attributes.map(async (attribute) =>
        describeColumn(attribute.id, attribute, await data.attribute(attribute.id), own),
      ),
    );
    const table = await writeTable(session, join(root, `customers-${shard}.parquet`), [
      { name: '_key', sqlType: 'String', values: own.map((index) => keys[index]) },
      { name: '_ordinal', sqlType: 'UInt32', values: own.map((index) => ordinals.get(index)) },
      { name: '_in_table', sqlType: 'Bool', values: own.map((index) => inTable[index] === 1) },
      { name: '_since_ms', sqlType: 'Nullable(Int64)', values: own.map((index) => toInteger(sinceMs[index])) },
      { name: '_first_event_ms', sqlType: 'Nullable(Int64)', values: own.map((index) => toInteger(firstEventMs[index])) },
      ...attributes,
    ]);
    files.push(...table.files);
  }
  const customers: SnapshotTable = { files, rows: keys.length };
  const events = new Map<EventId, SnapshotTable>();
  for (const [index, event] of data.catalog.events.entries()) {
    const tables: SnapshotTable[] = [];
    for (const [shard, own] of dealt.shards.entries()) {
      const owned = new Set(own);
      const isOwn = (customer: number): boolean => owned.has(customer);
      tables.push(await writeEvent(session, join(root, `event-${index}-${shard}.parquet`), data, event.id, ordinals, isOwn));
    }
    events.set(event.id, {
      files: tables.flatMap(({ files: own }) => own),
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    });
  }
  return {
    // Made here only, for a snapshot that no lake holds.
    id: `world-${stored}` as SnapshotId,
    asOfMs: data.asOfMs,
    createdAtMs: 0,
    catalog: await describeWorldValues(data),
    customers,
    events,
    relations: new Map(),
    customersKnown: keys.length,
    report: { sources: [], events: [], customers: null, startedAtMs: 0, elapsedMs: 0 },
  };
}

async function writeEvent(
  session: ChdbSession,
  path: string,
  data: ReferenceData,
  id: EventId,
  ordinals: ReadonlyMap<number, number>,
  isOwn: (customer: number) => boolean,
): Promise<SnapshotTable> {
  const event = data.catalog.events.find((candidate) => candidate.id === id);
  const rows = await data.events(id);
  const { keys } = await data.customers();
  const customers = keys.flatMap((_, customer) =>
    Array<number>((rows.starts[customer + 1] ?? 0) - (rows.starts[customer] ?? 0)).fill(customer),
  );
  const monthOf = (row: number): string => new Date(rows.localMs[row] ?? 0).toISOString().slice(0, 7);
  const ordinalOf = (row: number): number => ordinals.get(customers[row] ?? -1) ?? -1;
  // Rows come by (customer, time, _row); a stable sort by (month, ordinal) keeps the rest.
  const order = customers
    .map((_, row) => row)
    .filter((row) => isOwn(customers[row] ?? -1))
    .sort((a, b) => (monthOf(a) < monthOf(b) ? -1 : monthOf(a) > monthOf(b) ? 1 : ordinalOf(a) - ordinalOf(b)));
  const fields = await Promise.all(
    (event?.fields ?? []).map(async (field) => describeColumn(field.id, field, await data.field(id, field.id), order)),
  );
  return writeTable(session, path, [
    { name: '_customer', sqlType: 'String', values: order.map((row) => keys[customers[row] ?? -1]) },
    { name: '_ordinal', sqlType: 'UInt32', values: order.map(ordinalOf) },
    { name: '_at_ms', sqlType: 'Int64', values: order.map((row) => toInteger(rows.atMs[row])) },
    { name: '_local_ms', sqlType: 'Int64', values: order.map((row) => toInteger(rows.localMs[row])) },
    { name: '_row', sqlType: 'Nullable(UInt64)', values: order.map((row) => toInteger(rows.order?.[row])) },
    { name: '_occasion', sqlType: 'Nullable(UInt32)', values: order.map((row) => rows.occasion?.[row] ?? null) },
    ...fields,
  ]);
}

async function writeTable(session: ChdbSession, path: string, columns: readonly StoredColumn[]): Promise<SnapshotTable> {
  const rows = columns[0]?.values.length ?? 0;
  const lines = Array.from({ length: rows }, (_, row) => JSON.stringify(columns.map((column) => column.values[row] ?? null)));
  const textPath = `${path}.jsonl`;
  await writeFile(textPath, lines.join('\n'));
  const structure = columns.map((column) => `${quoteIdentifier(column.name)} ${column.sqlType}`).join(', ');
  await session.execute(
    `INSERT INTO ${newFileSql(path)} SELECT * FROM file(${sqlString(textPath)}, 'JSONCompactEachRow', ${sqlString(structure)}) SETTINGS input_format_parallel_parsing = 0, max_threads = 1`,
  );
  await rm(textPath);
  return { files: [path], rows };
}

function describeColumn(name: string, described: Described, column: Column, order: readonly number[]): StoredColumn {
  return { name, sqlType: sqlTypeOf(described), values: order.map((row) => formatForJson(column, row)) };
}

function sqlTypeOf({ type, decimals }: Described): string {
  switch (type) {
    case 'category':
    case 'text':
      return 'Nullable(String)';
    case 'boolean':
      return 'Nullable(Bool)';
    case 'number':
      return `Nullable(Decimal(38, ${decimals}))`;
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return "Nullable(DateTime64(3, 'UTC'))";
    case 'tags':
      return 'Array(String)';
    default:
      return assertNever(type);
  }
}

function formatForJson(column: Column, row: number): unknown {
  if (column.kind === 'tags') return formatValue(column, row) ?? [];
  const value = formatValue(column, row);
  // ClickHouse reads `yyyy-mm-dd hh:mm:ss.sss`.
  return column.kind === 'datetime' && typeof value === 'string' ? value.slice(0, -1).replace('T', ' ') : value;
}

function toInteger(value: number | undefined): string | null {
  return value === undefined || Number.isNaN(value) ? null : String(value);
}
