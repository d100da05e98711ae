import type { PersonalKeyKind } from '../value-sql/looks-like-person.ts';

/** What a load read, and everything that did not fit; kept with the snapshot and shown to people. */
export interface LoadReport {
  readonly sources: readonly SourceReport[];
  readonly events: readonly EventReport[];
  /** Unparsable or rounded values of customer attributes. */
  readonly customers: CustomersReport | null;
  /** Keys that tell by themselves who somebody is, and are not called personal by the catalog; absent: nothing to say. */
  readonly keys?: KeysReport;
  readonly startedAtMs: number;
  readonly elapsedMs: number;
}

/** Keys of customers that look like personal data. */
export interface KeysReport {
  readonly column: string;
  readonly looksLike: PersonalKeyKind;
}

/** The customer table. */
export interface CustomersReport {
  /** Rows with a key. */
  readonly rows: number;
  readonly rowsWithoutKey: number;
  /** Rows that lost to another of their key by `latestBy`. */
  readonly rowsReplaced: number;
  /** Rows of customers who were erased, where their key is made by a view; absent: none. */
  readonly rowsErased?: number;
  readonly columns: readonly ColumnReport[];
}

/** One raw table. */
export interface SourceReport {
  readonly source: string;
  readonly files: number;
  /** Files whose content was read by this load; the others were unchanged. */
  readonly filesRead: number;
  readonly rows: number;
  /** Lines with fewer or more fields than the header, with examples. */
  readonly raggedRows: number;
  readonly raggedExamples: readonly string[];
  /** Rows left out of the lake because their customer was erased; absent: none. */
  readonly rowsErased?: number;
  /** Cells of rows that stay which named somebody who was erased, and are missing now; absent: none. */
  readonly cellsErased?: number;
  /** Files of the owner that hold erased customers, as they were read; absent: none. */
  readonly filesWithErased?: readonly string[];
  readonly columns: readonly ColumnReport[];
}

/** One event. */
export interface EventReport {
  readonly event: string;
  /** Rows of the table it is made from. */
  readonly rowsRead: number;
  /** Rows that `where` leaves out. */
  readonly rowsFiltered: number;
  readonly rowsWithoutCustomer: number;
  readonly rowsWithoutTime: number;
  /** Rows of customers who were erased, where their key is made by a view; absent: none. */
  readonly rowsErased?: number;
  /** Rows later than the start of the load: kept, but not before `latest`. */
  readonly rowsLater: number;
  readonly rows: number;
  readonly columns: readonly ColumnReport[];
}

/** One column: what became missing or was changed, with examples. */
export interface ColumnReport {
  readonly column: string;
  readonly type: string;
  readonly present: number;
  readonly missing: number;
  readonly unparsable: number;
  readonly unparsableExamples: readonly string[];
  /** Values with more decimals than kept. */
  readonly rounded: number;
  readonly roundedExamples: readonly string[];
  /** Local times that never were (moved forward) and that were twice (taken as the first). */
  readonly timesNever: number;
  readonly timesTwice: number;
}
