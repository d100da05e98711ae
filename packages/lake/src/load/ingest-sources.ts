import type { CatalogFile } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import type { ErasedKeys } from '../erasure/erased-keys.ts';
import { listKeyColumns } from '../erasure/key-columns.ts';
import type { SourceReport } from '../snapshot/load-report.ts';
import { ingestSource } from '../source/ingest-source.ts';
import type { SourceState } from '../source/source-state.ts';
import type { ProgressTeller } from './load-progress.ts';

/** What `ingestSources` needs. */
export interface IngestSourcesOptions {
  readonly session: ChdbSession;
  readonly catalogFile: CatalogFile;
  /** Folder of the catalog file. */
  readonly baseDir: string;
  readonly lakeDir: string;
  /** Customers that stay out. */
  readonly erased: ErasedKeys;
  /** States of the current snapshot. */
  readonly previous: readonly SourceState[];
  readonly progress: ProgressTeller;
  readonly signal: AbortSignal | undefined;
}

/** Brings every source of the catalog into the lake, in the order of the file; unchanged files are not read again. */
export async function ingestSources(
  options: IngestSourcesOptions,
): Promise<{ readonly sources: readonly SourceState[]; readonly reports: readonly SourceReport[] }> {
  const sources: SourceState[] = [];
  const reports: SourceReport[] = [];
  for (const [name, spec] of options.catalogFile.sources) {
    options.signal?.throwIfAborted();
    const stage = `Loading ${name}`;
    const { state, report } = await ingestSource(options.session, {
      name,
      spec,
      baseDir: options.baseDir,
      lakeDir: options.lakeDir,
      zone: options.catalogFile.timeZone,
      erased: { keys: options.erased, listKeyColumns: (columns) => listKeyColumns(options.catalogFile, columns) },
      previous: options.previous.find((one) => one.source === name) ?? null,
      progress: ({ rows, bytesRead, bytesTotal }) =>
        options.progress.tell(stage, rows, bytesTotal === 0 ? null : Math.min(1, bytesRead / bytesTotal)),
    });
    options.progress.tell(stage, report.rows, 1);
    sources.push(state);
    reports.push(report);
  }
  return { sources, reports };
}
