import type { AttributeId, Catalog, EventId, FieldId } from '@silhouette/model';
import type { RecentTable } from '../index-about.ts';

/** What definitions are compiled against. */
export interface CompileContext {
  readonly catalog: Catalog;
  /** Exclusive end, an instant in ms. */
  readonly asOfMs: number;
  /** The dictionary of a category: its values' numbers by text. */
  readonly dictionary: (event: EventId | null, id: AttributeId | FieldId) => ReadonlyMap<string, number>;
  /** For a category of a field: where each value stands in the order of texts, by its number. */
  readonly ranks: (event: EventId, field: FieldId) => Uint32Array;
  /** Tables of an event's latest rows, from the latest start to the earliest. */
  readonly recent: (event: EventId) => readonly RecentTable[];
}
