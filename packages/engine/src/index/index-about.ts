import type { EventId, SnapshotId } from '@silhouette/model';

/** Changes whenever an index of an earlier build could be misread: such a one is built anew. */
export const INDEX_VERSION = 3;

/** What an index says of itself, in its manifest. */
export interface IndexAbout {
  readonly version: number;
  readonly snapshot: SnapshotId;
  readonly customers: number;
  /** By attribute: numbers and dates only. */
  readonly facts: Readonly<Record<string, AttributeFacts>>;
  /** By event: tables of its latest rows, from the latest start to the earliest; empty where it has none. */
  readonly recent: Readonly<Partial<Record<EventId, readonly RecentTable[]>>>;
}

/** A table with those rows of an event that are not before an instant, however late, in the same order and with the same columns. */
export interface RecentTable {
  readonly table: string;
  /** An instant in ms; the first that may be in it. */
  readonly startMs: number;
}

/** What the build found of the values of everyone at the snapshot's own as-of; whole units, days or ms. */
export interface AttributeFacts {
  /** Percentiles between which bins are chosen; null without any value. */
  readonly low: bigint | null;
  readonly high: bigint | null;
  /** Cuts of the portrait: units of numbers, local days of dates and datetimes. */
  readonly cuts: readonly bigint[];
}

/** Values of categories, and how many customers have each, by dictionary name; value i has the index's value i. */
export interface IndexDictionaries {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly customers: Readonly<Record<string, readonly number[]>>;
  /** The same for tags and booleans, which have no dictionary: pairs of text and customers. */
  readonly tags: Readonly<Record<string, readonly (readonly [string, number])[]>>;
}
