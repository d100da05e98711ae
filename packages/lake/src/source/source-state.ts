import type { ValueType } from '@silhouette/model';
import type { ColumnReport } from '../snapshot/load-report.ts';

/** Shapes of files a source may have. */
export type SourceFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet';

/** What the lake knows of a source after a load. Plain JSON: it is kept in the snapshot's manifest. */
export interface SourceState {
  readonly source: string;
  /** By path in byte order: the order of `_row`. */
  readonly files: readonly SourceFileState[];
  /** Every column of any file, in the order of first appearance. */
  readonly columns: readonly SourceColumn[];
}

/** One source file and the Parquet file made of it. */
export interface SourceFileState {
  /** Relative to the catalog file (with `/`) when inside its folder, else absolute. */
  readonly path: string;
  readonly format: SourceFormat;
  readonly sizeBytes: number;
  /** Time of the last change, ms since 1970, fractions cut. */
  readonly mtimeMs: number;
  /** SHA-256 (hex) of the file's bytes. */
  readonly contentHash: string;
  /** WHATWG name of the encoding the text was read in; null for Parquet. */
  readonly encoding: string | null;
  /** What the source declared: another encoding or other missing words make another Parquet file. */
  readonly readAs: { readonly encoding: string | null; readonly missing: readonly string[] };
  /** Relative to the lake's folder. */
  readonly parquet: string;
  readonly parquetBytes: number;
  /** SHA-256 (hex) of the Parquet file. */
  readonly parquetHash: string;
  readonly rows: number;
  readonly columns: readonly SourceFileColumn[];
  /** Lines with another number of fields than the header. */
  readonly raggedRows: number;
  readonly raggedExamples: readonly string[];
  /** What reading each column by the source's types gave. */
  readonly reports: readonly ColumnReport[];
  /** The list of erased customers that the Parquet file was last cleaned by (`markErased`); absent: none. */
  readonly erased?: string;
  /** Rows that were taken out of it since it was read; absent: it names nobody who was erased. */
  readonly rowsErased?: number;
  /** Cells of rows that stay which named somebody who was erased, and are missing now; absent: none. */
  readonly cellsErased?: number;
}

/** A column of one Parquet file. */
export interface SourceFileColumn {
  readonly name: string;
  /** ClickHouse type in the file; `Nullable(String)` for text formats. */
  readonly nativeType: string;
  /** JSON arrays, kept as their JSON text (`jsonl` only). */
  readonly isJsonList: boolean;
  /** Dates of Parquet of which some lie outside 1900-2299: kept as text, since ClickHouse has no such dates. */
  readonly isDateText?: boolean;
}

/** A column of a source as it is shown: the type inferred when it was first loaded is kept with the lake. */
export interface SourceColumn {
  readonly name: string;
  readonly type: ValueType;
  /** Decimals of a number; 0 for other types. May grow with later files, never shrinks. */
  readonly decimals: number;
  /** Years (local or UTC) in which all dates and date-times lie; null for other types and without any. */
  readonly years: YearRange | null;
}

/** Calendar years, both included. */
export interface YearRange {
  readonly first: number;
  readonly last: number;
}
