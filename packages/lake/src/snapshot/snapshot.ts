import type { Catalog, EventId, SnapshotId } from '@silhouette/model';
import type { LoadReport } from './load-report.ts';

/**
 * One immutable, committed state of the lake. `docs/lake-format.md` describes the Parquet columns.
 * Ordinals are dense, 0 … customersKnown-1, in (shard, key) order.
 */
export interface Snapshot {
  readonly id: SnapshotId;
  /** Exclusive end of what the snapshot knows, used when a question names no other. */
  readonly asOfMs: number;
  readonly createdAtMs: number;
  readonly catalog: Catalog;
  /** One row per known customer: `_key`, `_ordinal`, `_in_table`, `_since_ms`, `_first_event_ms`, then a column per attribute id. */
  readonly customers: SnapshotTable;
  /** By event id: `_customer`, `_ordinal`, `_at_ms`, `_local_ms`, `_row`, `_occasion`, then a column per field id. */
  readonly events: ReadonlyMap<EventId, SnapshotTable>;
  /** Raw tables and views by name, as `SELECT` statements over the lake's files (for the SQL workbench). */
  readonly relations: ReadonlyMap<string, SnapshotRelation>;
  /** Customers with a row in the customer table or any event row. */
  readonly customersKnown: number;
  readonly report: LoadReport;
}

/** A table of a snapshot: absolute Parquet paths, one per shard, in shard order; never empty (a file may have no rows). */
export interface SnapshotTable {
  readonly files: readonly string[];
  readonly rows: number;
}

/** A source or view: `selectSql` reads it, with the types that `columns` tells. */
export interface SnapshotRelation {
  readonly kind: 'source' | 'view';
  readonly selectSql: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}
