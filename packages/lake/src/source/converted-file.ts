import type { SourceSpec } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import type { SourceFile } from './find-source-files.ts';
import type { SourceFileColumn } from './source-state.ts';

/** One source file to be turned into Parquet. */
export interface ConvertJob {
  readonly source: string;
  readonly spec: SourceSpec;
  readonly file: SourceFile;
  readonly session: ChdbSession;
  /** Where to write: a path that does not exist yet. */
  readonly target: string;
  /** WHATWG name of the declared encoding, null to detect it. */
  readonly encoding: string | null;
  /** Called with the bytes of the file read so far. */
  readonly onBytes: (bytesRead: number) => void;
}

/** What the conversion of a file found. */
export interface ConvertedFile {
  /** SHA-256 (hex) of the source file. */
  readonly contentHash: string;
  readonly encoding: string | null;
  readonly rows: number;
  readonly columns: readonly SourceFileColumn[];
  readonly raggedRows: number;
  readonly raggedExamples: readonly string[];
}

/** Settings of every `INSERT` of a source file: rows in the order of the file, in bounded memory. */
export const INGEST_SETTINGS = {
  max_threads: 1,
  max_insert_threads: 1,
  output_format_parquet_compression_method: "'zstd'",
  output_format_parquet_row_group_size: 500_000,
  output_format_parquet_row_group_size_bytes: 134_217_728,
  output_format_parquet_string_as_string: 1,
} as const;

/** `SETTINGS …` of an object; values are SQL literals. */
export function settingsSql(settings: Readonly<Record<string, string | number>>): string {
  return `SETTINGS ${Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')}`;
}
