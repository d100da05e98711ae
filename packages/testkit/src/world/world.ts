import type { ValueType } from '@silhouette/model';

/**
 * A small world of customers and events as plain data: what stands in the files, and nothing derived. It can be kept as
 * JSON, answered from memory (`toReferenceData`) and loaded for real (`writeWorkspace`).
 */
export interface World {
  readonly timeZone: string;
  /** `now` of the catalog: a bare date or a date-time. */
  readonly now: string;
  readonly format: 'csv' | 'jsonl';
  /** Null: customers are the distinct keys of the events. */
  readonly customers: WorldCustomers | null;
  readonly events: readonly WorldEvent[];
}

/** The customer table. */
export interface WorldCustomers {
  readonly hasSince: boolean;
  readonly attributes: readonly WorldColumn[];
  readonly rows: readonly {
    readonly key: string;
    /** A date, or null. Ignored where `hasSince` is false. */
    readonly since: string | null;
    /** One for each attribute. */
    readonly values: readonly WorldValue[];
  }[];
}

/** A column with a declared type. */
export interface WorldColumn {
  readonly id: string;
  readonly type: ValueType;
  /** Declared decimals of a number; 0 for other types. */
  readonly decimals: number;
  readonly order: readonly string[] | null;
}

/** A kind of event and its rows, in the order of the file. */
export interface WorldEvent {
  readonly id: string;
  readonly hasOccasion: boolean;
  /** Whether it is read through a view that does not select `_row`. */
  readonly viaView: boolean;
  readonly fields: readonly WorldColumn[];
  readonly rows: readonly WorldEventRow[];
}

/** One row; without a customer or a time it belongs to no history. */
export interface WorldEventRow {
  readonly customer: string | null;
  /** ISO 8601: with `Z` an instant, without a local time. */
  readonly at: string | null;
  readonly occasion: string | null;
  /** One for each field. */
  readonly values: readonly WorldValue[];
}

/** As in the file: text, decimal text, `yyyy-mm-dd`, ISO date-time, `true`/`false`; a list for tags; null = missing. */
export type WorldValue = string | readonly string[] | null;
