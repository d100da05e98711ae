// DuckDB as a peer: a database file with the columns that questions use, loaded from the lake's Parquet once and kept for the next
// run. Categories are ENUMs; rows stay in the lake's order (customers by ordinal, events by month), so that zone maps skip months.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance, version } from '@duckdb/node-api';
import { baseSql, quote } from './columns.mjs';
import { createSqlPeer } from './sql-peer.mjs';

/** DuckDB would take most of the machine; the others need some. */
const MEMORY_LIMIT = '6GB';

/** The database of such data and columns. */
export const duckdbFile = (dir, { key }) => join(dir, `duckdb-${key}.db`);

export async function openDuckdb({ facts, dir, threads, clients }) {
  const file = duckdbFile(dir, facts);
  const loadMs = existsSync(file) ? null : await load(file, facts, threads);
  const instance = await DuckDBInstance.create(file, { threads: String(threads), memory_limit: MEMORY_LIMIT });
  // A connection runs one statement at a time.
  const idle = await Promise.all(Array.from({ length: clients }, () => instance.connect()));
  const all = [...idle];
  const query = async (sql) => {
    const connection = idle.pop();
    if (connection === undefined) throw new Error(`DuckDB was opened for ${clients} clients.`);
    try {
      return (await connection.runAndReadAll(sql)).getRowsJS();
    } finally {
      idle.push(connection);
    }
  };
  return {
    ...createSqlPeer(facts, { query, writeSets, writeEach, countIf: (sql) => `sum(CAST(${sql} AS INTEGER))` }),
    version: version(),
    loadMs,
    sizeBytes: async () => statSync(file).size,
    close: async () => {
      for (const connection of all) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function load(file, facts, threads) {
  const startedAt = performance.now();
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  // Of other data or other columns: they can be as large as the lake.
  for (const name of readdirSync(folder).filter((one) => one.startsWith('duckdb-'))) rmSync(join(folder, name));
  const partial = `${file}.partial`;
  const instance = await DuckDBInstance.create(partial, { threads: String(threads), memory_limit: MEMORY_LIMIT });
  const connection = await instance.connect();
  const customers = `(SELECT * FROM ${parquet(facts.files.customers)} WHERE ${baseSql(facts.asOfMs)})`;
  const columns = [...facts.loaded].map((id) => facts.columns.get(id));
  for (const column of columns.filter(({ kind }) => kind === 'code')) await createEnum(connection, customers, column);
  const values = columns.map((column) => `${writeValue(column)} AS ${quote(column.id)}`);
  await connection.run(`CREATE TABLE customers AS SELECT ${['_ordinal', ...values].join(', ')} FROM ${customers}`);
  if (facts.event !== null) {
    const { amount, filterField } = facts.event;
    const rows = `(SELECT * FROM ${parquet(facts.files.events)} WHERE _at_ms < ${facts.asOfMs})`;
    const filter = filterField === null ? [] : [`CAST(${quote(filterField)} AS ${enumOf(filterField)}) AS filter`];
    if (filterField !== null) await createEnum(connection, rows, { id: filterField, type: 'category' });
    const fields = ['_ordinal', '_at_ms', '_occasion', `${writeValue(amount)} AS amount`, ...filter];
    await connection.run(`CREATE TABLE events AS SELECT ${fields.join(', ')} FROM ${rows}`);
  }
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  renameSync(partial, file);
  return performance.now() - startedAt;
}

const parquet = (files) => `read_parquet([${files.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}])`;
const enumOf = (id) => quote(`enum ${id}`);

async function createEnum(connection, from, { id, type }) {
  const text = type === 'boolean' ? `CAST(${quote(id)} AS VARCHAR)` : quote(id);
  await connection.run(
    `CREATE TYPE ${enumOf(id)} AS ENUM (SELECT DISTINCT ${text} AS v FROM ${from} WHERE v IS NOT NULL ORDER BY v)`,
  );
}

function writeValue({ id, kind, type, decimals, bits }) {
  const name = quote(id);
  switch (kind) {
    case 'code':
      return `CAST(CAST(${name} AS VARCHAR) AS ${enumOf(id)})`;
    case 'present':
      return `${name} IS NOT NULL`;
    case 'whole': {
      const whole =
        type === 'date' ? `${name} - DATE '1970-01-01'` : `CAST(${name} AS DECIMAL(38, ${decimals})) * ${10 ** decimals}`;
      return `CAST(${whole} AS ${bits === 32 ? 'INTEGER' : 'BIGINT'})`;
    }
  }
}

/** One pass over the rows, one row per value: grouping sets. */
function writeSets(columns, where) {
  const names = columns.map(({ id }) => quote(id));
  const values = names.map((name) => `CAST(${name} AS VARCHAR)`).join(', ');
  const grouped = `SELECT GROUPING_ID(${names.join(', ')}) AS g, ${names.join(', ')}, count(*) AS n FROM customers WHERE ${where} GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')}, ())`;
  return `SELECT g, coalesce(${values}) AS v, n FROM (${grouped})`;
}

/** The group's values once, then a grouping for each column over them. */
function writeEach(columns, where) {
  const names = columns.map(({ id }) => quote(id));
  const parts = names.map(
    (name, place) =>
      `SELECT ${place} AS p, CAST(v AS VARCHAR) AS v, n FROM (SELECT ${name} AS v, count(*) AS n FROM m GROUP BY v)`,
  );
  return `WITH m AS MATERIALIZED (SELECT ${names.join(', ')} FROM customers WHERE ${where}) ${[...parts, 'SELECT -1, NULL, count(*) FROM m'].join(' UNION ALL ')}`;
}
