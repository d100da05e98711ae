import type { AttributeId, Catalog, EventId, FieldId } from '@silhouette/model';
import type { Column } from './column.ts';

/**
 * The rows of one snapshot, a column at a time, as the reference engine reads them. Customers are numbered 0 … n-1 in
 * any fixed order; rows of an event are in the order of (customer, instant, `_row`).
 */
export interface ReferenceData {
  readonly catalog: Catalog;
  /** The snapshot's own as-of. */
  readonly asOfMs: number;
  readonly customers: () => Promise<CustomerRows>;
  /** A row per customer. */
  readonly attribute: (id: AttributeId) => Promise<Column>;
  readonly events: (id: EventId) => Promise<EventRows>;
  /** A row per event row. */
  readonly field: (event: EventId, id: FieldId) => Promise<Column>;
}

/** Every known customer. */
export interface CustomerRows {
  readonly keys: readonly string[];
  /** Each one's ordinal in the snapshot. */
  readonly ordinals: Uint32Array;
  /** 1 for a customer with a row in the customer table. */
  readonly inTable: Uint8Array;
  /** First instant of `since`; NaN = missing. */
  readonly sinceMs: Float64Array;
  /** Instant of the first row of any event; NaN = none. */
  readonly firstEventMs: Float64Array;
}

/** The rows of one event. */
export interface EventRows {
  /** Rows of customer c are `starts[c]` to before `starts[c + 1]`. */
  readonly starts: Uint32Array;
  readonly atMs: Float64Array;
  /** Local time in the catalog's zone, ms as if UTC. */
  readonly localMs: Float64Array;
  /** Place in the source; null where nothing orders rows of one instant. */
  readonly order: Float64Array | null;
  /** Number of the occasion within the customer; null where the event has none. */
  readonly occasion: Int32Array | null;
}
