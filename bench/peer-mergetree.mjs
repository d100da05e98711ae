// chDB as a peer: MergeTree tables of the columns that questions use, loaded from the lake's Parquet before anything is timed (they go
// with the process). Categories are LowCardinality; events are partitioned by month and ordered by customer.
import { ChdbSession, fileSql } from '../packages/lake/dist/index.js';
import { baseSql, quote } from './columns.mjs';
import { wholeSql } from './facts.mjs';
import { createSqlPeer } from './sql-peer.mjs';

export async function openMergetree({ facts, dir, threads, clients }) {
  const session = await ChdbSession.open({ tempParent: dir, maxThreads: threads, maxConcurrent: clients });
  const startedAt = performance.now();
  await session.execute(
    `CREATE TABLE customers ENGINE = MergeTree ORDER BY _ordinal AS ${selectCustomers(facts)} SETTINGS max_insert_threads = 1`,
  );
  if (facts.event !== null) await loadEvents(session, facts);
  // One part each (events: one a month), and no merges that would run while something is timed.
  for (const table of facts.event === null ? ['customers'] : ['customers', 'events']) {
    await session.execute(`OPTIMIZE TABLE ${table} FINAL`);
    await session.execute(`SYSTEM STOP MERGES ${table}`);
  }
  const loadMs = performance.now() - startedAt;
  const query = async (sql) => (await session.query(sql)).map((row) => Object.values(row));
  const [{ version }] = await session.query('SELECT version() AS version');
  return {
    ...createSqlPeer(facts, { query, writeSets, writeEach, countIf: (sql) => `countIf(${sql})` }),
    version: `ClickHouse ${version}`,
    loadMs,
    sizeBytes: async () => {
      const [row] = await session.query(
        'SELECT sum(bytes_on_disk) AS n FROM system.parts WHERE active AND database = currentDatabase()',
      );
      return Number(row.n);
    },
    close: () => session.close(),
  };
}

/** The customers of the base with the columns that questions use, from the lake's files. */
export function selectCustomers({ loaded, columns, asOfMs, files }) {
  const values = [...loaded].map((id) => `${writeValue(columns.get(id))} AS ${quote(id)}`);
  return `SELECT ${['_ordinal', ...values].join(', ')} FROM ${fileSql(files.customers)} WHERE ${baseSql(asOfMs)}`;
}

async function loadEvents(session, { event, asOfMs, files }) {
  const { amount, filterField } = event;
  const filter =
    filterField === null
      ? []
      : [`${writeValue({ id: filterField, kind: 'code', type: 'category', isNullable: true })} AS filter`];
  const fields = ['_ordinal', '_at_ms', '_occasion', `${writeValue(amount)} AS amount`, ...filter];
  await session.execute(
    `CREATE TABLE events ENGINE = MergeTree PARTITION BY toYYYYMM(fromUnixTimestamp64Milli(_at_ms)) ORDER BY (_ordinal, _at_ms)
     AS SELECT ${fields.join(', ')} FROM ${fileSql(files.events)} WHERE _at_ms < ${asOfMs}
     SETTINGS max_partitions_per_insert_block = 10000, max_insert_threads = 1`,
  );
}

function writeValue(column) {
  const { id, kind, type, bits, isNullable } = column;
  switch (kind) {
    case 'code': {
      const text = type === 'boolean' ? `toString(${quote(id)})` : quote(id);
      return `CAST(${text}, 'LowCardinality(${isNullable ? 'Nullable(String)' : 'String'})')`;
    }
    case 'present':
      return `isNotNull(${quote(id)})`;
    case 'whole':
      return isNullable ? wholeSql(column) : `CAST(assumeNotNull(${wholeSql(column)}), 'Int${bits}')`;
  }
}

/** One pass over the rows, one row per value: grouping sets. */
function writeSets(columns, where) {
  const names = columns.map(({ id }) => quote(id)).join(', ');
  const sets = columns.map(({ id }) => `(${quote(id)})`).join(', ');
  const grouped = `SELECT grouping(${names}) AS g, ${names}, count() AS n FROM customers WHERE ${where} GROUP BY GROUPING SETS (${sets}, ())`;
  return `SELECT g, coalesce(${names}, NULL) AS v, n FROM (${grouped}) SETTINGS group_by_use_nulls = 1`;
}

/** A statement for each column, all in one. */
function writeEach(columns, where) {
  const parts = columns.map(
    ({ id }, place) =>
      `SELECT toInt8(${place}) AS p, toNullable(toString(${quote(id)})) AS v, count() AS n FROM customers WHERE ${where} GROUP BY ${quote(id)}`,
  );
  return [...parts, `SELECT toInt8(-1), NULL, count() FROM customers WHERE ${where}`].join(' UNION ALL ');
}
