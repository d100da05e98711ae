import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, newFileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import type { ComputedPart } from '../computed/compute-attributes.ts';
import type { StagedCustomers } from './stage-customers.ts';
import type { StagedEvent } from './stage-event.ts';
import { lakeType } from './stage-values.ts';

/** Customers a shard holds about. */
export const SHARD_CUSTOMERS = 2 ** 20;

/** How final files are written: small, and in pieces that a reader can skip. */
const FINAL =
  "SETTINGS output_format_parquet_compression_method = 'zstd', output_format_parquet_row_group_size = 131072, output_format_parquet_write_bloom_filter = 0, engine_file_truncate_on_insert = 1";
const FAST =
  "SETTINGS output_format_parquet_compression_method = 'lz4', output_format_parquet_row_group_size = 65536, engine_file_truncate_on_insert = 1";
/**
 * Tables are read in blocks of the same rows, however wide: laid side by side, no block has to be cut. Each is read ahead by
 * 32 MB at most: there are dozens of them, and ClickHouse would take gigabytes.
 */
const EVEN_BLOCKS =
  'input_format_parquet_max_block_size = 8192, input_format_parquet_prefer_block_bytes = 1000000000, input_format_parquet_memory_high_watermark = 33554432';

/** Customers of one shard in key order, without attributes: `_key`, `_ordinal`, `_in_table`, `_first_event_ms`. */
export interface ShardKeys {
  readonly file: string;
  readonly customers: number;
}

/** Distinct keys of the customer table and of all events. */
export async function countKnownCustomers(
  session: ChdbSession,
  customers: StagedCustomers | null,
  events: readonly StagedEvent[],
): Promise<number> {
  const parts = [
    ...(customers === null ? [] : [`SELECT _key FROM ${fileSql([customers.file])}`]),
    ...events.map((event) => `SELECT _customer AS _key FROM ${fileSql([event.file])}`),
  ];
  if (parts.length === 0) return 0;
  const [row] = await session.query<{ n: string }>(`SELECT uniqExact(_key) AS n FROM (${parts.join(' UNION ALL ')})`);
  return Number(row?.n ?? 0);
}

/** Splits a staged file by the hash of a key column into one file per shard; the file itself when there is one shard. */
export async function splitIntoShards(
  session: ChdbSession,
  file: string,
  keyColumn: string,
  shards: number,
): Promise<readonly string[]> {
  if (shards === 1) return [file];
  const folder = `${file}.shards`;
  mkdirSync(folder, { recursive: true });
  const paths = Array.from({ length: shards }, (_, shard) => join(folder, `${shard}.parquet`));
  // Every shard's file exists, also without a row.
  for (const path of paths)
    await session.execute(`INSERT INTO ${newFileSql(path)} SELECT * FROM ${fileSql([file])} WHERE 0 ${FAST}`);
  // ClickHouse puts the partition's value where the braces are; nothing of it comes from people.
  const target = `FUNCTION file('${join(folder, '{_partition_id}.parquet').replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', 'Parquet')`;
  await session.execute(
    `INSERT INTO ${target} PARTITION BY toString(xxHash64(${keyColumn}) % ${shards}) SELECT * FROM ${fileSql([file])} ${FAST}`,
  );
  rmSync(file, { force: true });
  return paths;
}

/** Numbers the customers of one shard from `firstOrdinal` on, in key order. */
export async function writeShardKeys(
  session: ChdbSession,
  file: string,
  firstOrdinal: number,
  customersFile: string | null,
  eventFiles: readonly string[],
): Promise<ShardKeys> {
  const parts = [
    ...(customersFile === null
      ? []
      : [`SELECT _key, true AS _t, CAST(NULL, 'Nullable(Int64)') AS _at FROM ${fileSql([customersFile])}`]),
    ...eventFiles.map((one) => `SELECT _customer AS _key, false AS _t, toNullable(_at_ms) AS _at FROM ${fileSql([one])}`),
  ];
  await session.execute(
    `INSERT INTO ${newFileSql(file)} SELECT _key, toUInt32(${firstOrdinal} + row_number() OVER (ORDER BY _key) - 1) AS _ordinal, _in_table, _first_event_ms
     FROM (SELECT _key, CAST(max(_t), 'Bool') AS _in_table, min(_at) AS _first_event_ms FROM (${parts.join(' UNION ALL ')}) GROUP BY _key) ORDER BY _key ${FAST}`,
  );
  const [row] = await session.query<{ n: string }>(`SELECT count() AS n FROM ${fileSql([file])}`);
  return { file, customers: Number(row?.n ?? 0) };
}

/** Writes one shard of an event, in the order and with the columns of `docs/lake-format.md`. */
export async function writeShardEvents(
  session: ChdbSession,
  event: StagedEvent,
  staged: string,
  keys: ShardKeys,
  file: string,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const fields = event.fields.map(
    (field) =>
      `CAST(e.${field.column}, '${lakeType(field.type, field.decimals).replaceAll("'", "\\'")}') AS ${quoteIdentifier(field.id)}`,
  );
  const tieBreak = event.fields.map((field) => `e.${field.column}`);
  const rowOrder = ['e._row', ...tieBreak].join(', ');
  const row = (await hasRepeatedRows(session, event, staged))
    ? `toNullable(toUInt64(row_number() OVER (ORDER BY ${rowOrder})))`
    : 'e._row';
  const occasions = `(SELECT _customer, _occ, toUInt32(row_number() OVER (PARTITION BY _customer ORDER BY _first, _occ) - 1) AS _n
    FROM (SELECT _customer, _occ, min((_at_ms, ifNull(_row, 0))) AS _first FROM ${fileSql([staged])} GROUP BY _customer, _occ))`;
  const occasion = event.hasOccasion ? 'toNullable(assumeNotNull(o._n))' : "CAST(NULL, 'Nullable(UInt32)')";
  await session.execute(
    `INSERT INTO ${newFileSql(file)} SELECT e._customer AS _customer, k._ordinal AS _ordinal, e._at_ms AS _at_ms, e._local_ms AS _local_ms, ${row} AS _row, ${occasion} AS _occasion${fields.map((field) => `, ${field}`).join('')}
     FROM ${fileSql([staged])} AS e INNER JOIN ${fileSql([keys.file])} AS k ON e._customer = k._key
     ${event.hasOccasion ? `INNER JOIN ${occasions} AS o ON e._customer = o._customer AND e._occ = o._occ` : ''}
     ORDER BY ${monthSql('_local_ms')}, _ordinal, _at_ms, ${['_row', ...tieBreak].join(', ')} ${FINAL}`,
  );
}

/** Months since year 0 of a local time. */
function monthSql(local: string): string {
  const date = `addDays(toDate32('1970-01-01'), intDiv(${local} - positiveModulo(${local}, 86400000), 86400000))`;
  return `toYear(${date}) * 12 + toMonth(${date})`;
}

/**
 * Whether a view lets one `_row` stand for several rows of a customer's instant, as a join may. Such rows are numbered
 * anew, in the same order and then by their values, so that every engine finds one order.
 */
async function hasRepeatedRows(session: ChdbSession, event: StagedEvent, staged: string): Promise<boolean> {
  if (!event.fromView || !event.hasRowOrder) return false;
  const [row] = await session.query<{ n: string }>(
    `SELECT count() AS n FROM (SELECT 1 FROM ${fileSql([staged])} GROUP BY _customer, _at_ms, _row HAVING count() > 1 LIMIT 1)`,
  );
  return row?.n !== '0';
}

/**
 * Writes one shard's customers: keys, the customer table's attributes and the computed ones beside each other. The
 * computed files hold one row per customer, in ordinal order.
 */
export async function writeShardCustomers(
  session: ChdbSession,
  keys: ShardKeys,
  customers: { readonly staged: StagedCustomers; readonly file: string } | null,
  computed: readonly ComputedPart[],
  attributeIds: readonly string[],
  file: string,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const columns = new Map<string, string>();
  const parts = [`(SELECT _key, _ordinal, _in_table, _first_event_ms FROM ${fileSql([keys.file])})`];
  const temporary: string[] = [];
  if (customers !== null) {
    const path = `${keys.file}.table`;
    temporary.push(path);
    await writeShardTable(session, keys, customers.staged, customers.file, path);
    const renamed = customers.staged.attributes.map(({ column }) => `${column} AS _t_${column}`);
    parts.push(`(SELECT ${['_since_ms AS _t_since_ms', ...renamed].join(', ')} FROM ${fileSql([path])})`);
    for (const { id, column } of customers.staged.attributes) columns.set(id, `_t_${column}`);
  }
  for (const [index, part] of computed.entries()) {
    // Names are unique over all parts: the parts are laid side by side.
    const renamed = part.columns.map(({ name }) => `${name} AS _c${index}_${name}`);
    parts.push(`(SELECT ${renamed.join(', ')} FROM ${fileSql([part.file])})`);
    for (const { name, id } of part.columns) columns.set(id, `_c${index}_${name}`);
  }
  const attributes = attributeIds.map((id) => `${columns.get(id) ?? 'NULL'} AS ${quoteIdentifier(id)}`);
  const since = customers === null ? "CAST(NULL, 'Nullable(Int64)')" : '_t_since_ms';
  // Every part has the shard's customers in the same order: they are laid side by side, without a hash table.
  const sql = `SELECT _key, _ordinal, _in_table, ${since} AS _since_ms, _first_event_ms${attributes.map((one) => `, ${one}`).join('')} FROM ${pasteSql(parts)}`;
  const written = `${file}.tmp`;
  await session.execute(
    `INSERT INTO ${newFileSql(written)} ${sql} ${FINAL}, ${EVEN_BLOCKS}, output_format_parquet_row_group_size = ${chooseGroupRows(attributeIds.length)}, max_threads = 1, max_insert_threads = 1`,
  );
  renameSync(written, file);
  for (const path of temporary) rmSync(path, { force: true });
}

/** Rows of a row group, which is held in memory while it is written: at most eight million values, a power of two. */
function chooseGroupRows(columns: number): number {
  return 2 ** Math.min(17, Math.max(13, Math.floor(Math.log2(2 ** 23 / Math.max(1, columns)))));
}

/**
 * Lays tables with the same number of rows side by side, as a tree: each level copies its columns, and a chain would have
 * as many levels as there are tables.
 */
function pasteSql(tables: readonly string[]): string {
  const [first = ''] = tables;
  if (tables.length <= 1) return `${first} AS p`;
  const half = Math.ceil(tables.length / 2);
  const whole = (some: readonly string[]): string =>
    some.length === 1 ? (some[0] ?? '') : `(SELECT * FROM ${pasteSql(some)})`;
  return `${whole(tables.slice(0, half))} AS l PASTE JOIN ${whole(tables.slice(half))} AS r`;
}

/** The customer table's values for every customer of a shard, in key order; the winning row where a key repeats. */
async function writeShardTable(
  session: ChdbSession,
  keys: ShardKeys,
  staged: StagedCustomers,
  source: string,
  path: string,
): Promise<void> {
  // The greatest value of `latestBy` wins, a missing one is least; a tie goes to the later row.
  const winners = `(SELECT * FROM ${fileSql([source])} ORDER BY _key, _latest DESC NULLS LAST, _row DESC LIMIT 1 BY _key)`;
  const columns = staged.attributes.map(
    ({ column, type, decimals }) => `CAST(w.${column}, '${lakeType(type, decimals).replaceAll("'", "\\'")}') AS ${column}`,
  );
  await session.execute(
    `INSERT INTO ${newFileSql(path)} SELECT ${['w._since_ms AS _since_ms', ...columns].join(', ')}
     FROM ${fileSql([keys.file])} AS k LEFT JOIN ${winners} AS w ON k._key = w._key ORDER BY k._key ${FAST}`,
  );
}
