import type { SourceSpec, TimeZone } from '@silhouette/model';
import type { ErasedKeys } from '../erasure/erased-keys.ts';
import type { SourceReport } from '../snapshot/load-report.ts';
import type { SourceState } from './source-state.ts';

/** What `ingestSource` needs to bring one source into the lake. */
export interface IngestSourceOptions {
  readonly name: string;
  readonly spec: SourceSpec;
  /** Folder of the catalog file: relative paths start there. Absolute. */
  readonly baseDir: string;
  /** Absolute; `sources/` is made below it. */
  readonly lakeDir: string;
  readonly zone: TimeZone;
  /** Customers whose rows stay out; absent: nobody was erased. */
  readonly erased?: ErasedForSource | undefined;
  /** State of the last load that was committed; null for the first. */
  readonly previous: SourceState | null;
  /** Called while files are read, at most a few times a second. */
  readonly progress?: (progress: IngestProgress) => void;
}

/** Who stays out of a source, and which of its columns hold customers' keys. */
export interface ErasedForSource {
  readonly keys: ErasedKeys;
  listKeyColumns(columns: readonly string[]): readonly string[];
}

/** How far reading the files of a source has come. */
export interface IngestProgress {
  readonly source: string;
  /** The file being read, as in the state. */
  readonly file: string;
  /** Bytes of changed files read so far, and of all of them. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rows: number;
}

/** What came of it: nothing of the lake but new Parquet files has changed; committing the state is the caller's. */
export interface IngestSourceResult {
  readonly state: SourceState;
  readonly report: SourceReport;
}
