import { fileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import type { Snapshot, SnapshotTable } from '../snapshot/snapshot.ts';

/** A table as SQL typed by people sees it. */
export interface WorkbenchTable {
  /** Null: the database that names without one mean. */
  readonly database: string | null;
  readonly name: string;
  readonly selectSql: string;
}

/** The database with the tables that Silhouette makes of the sources. */
export const LAKE_DATABASE = 'lake';

/**
 * Tables of a snapshot for the SQL workbench: every source and view by its name; `lake.customers` (`_key` and every
 * attribute) and `lake.<event>` (`_customer`, `_time` in the catalog's zone, `_row`, `_occasion` and every field), which
 * also go by their bare names where no source or view has them.
 */
export function listWorkbenchTables(snapshot: Snapshot): WorkbenchTable[] {
  const raw = [...snapshot.relations].map(([name, relation]) => ({ database: null, name, selectSql: relation.selectSql }));
  const made = [
    { name: 'customers', selectSql: selectCustomers(snapshot) },
    ...[...snapshot.events].map(([event, table]) => ({ name: String(event), selectSql: selectEvent(snapshot, event, table) })),
  ];
  const taken = new Set(raw.map((table) => table.name));
  return [
    ...raw,
    ...made.map((table) => ({ ...table, database: LAKE_DATABASE })),
    ...made.filter((table) => !taken.has(table.name)).map((table) => ({ ...table, database: null })),
  ];
}

function selectCustomers(snapshot: Snapshot): string {
  const columns = ['_key', ...snapshot.catalog.attributes.map((attribute) => attribute.id)];
  return `SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${fileSql(snapshot.customers.files)}`;
}

function selectEvent(snapshot: Snapshot, event: string, table: SnapshotTable): string {
  const fields = snapshot.catalog.events.find((one) => one.id === event)?.fields ?? [];
  const zone = sqlString(snapshot.catalog.timeZone.id);
  const columns = [
    '`_customer`',
    `fromUnixTimestamp64Milli(\`_at_ms\`, ${zone}) AS \`_time\``,
    '`_row`',
    '`_occasion`',
    ...fields.map((field) => quoteIdentifier(field.id)),
  ];
  return `SELECT ${columns.join(', ')} FROM ${fileSql(table.files)}`;
}

/** Full name for the allow-list and messages. */
export function tableName(table: WorkbenchTable): string {
  return table.database === null ? table.name : `${table.database}.${table.name}`;
}
