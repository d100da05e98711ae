import type { ExportTrace, StoreReport } from '@silhouette/model';
import type { Accounts } from './accounts/accounts.ts';
import type { Answers } from './answers.ts';
import type { SavedAudiences } from './audiences/saved-audiences.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { AuditReviews } from './audit/audit-reviews.ts';
import type { CatalogEdits } from './catalog-edits/catalog-edits.ts';
import type { CatalogWords } from './catalog-edits/catalog-words.ts';
import type { Exports } from './exports/exports.ts';
import type { Metrics } from './metrics.ts';
import type { Erasures } from './privacy/erasures.ts';
import type { SnapshotHolder } from './snapshot-holder.ts';

/** What every route is given. */
export interface ServerContext {
  readonly accounts: Accounts;
  readonly snapshots: SnapshotHolder;
  readonly answers: Answers;
  readonly audiences: SavedAudiences;
  readonly exports: Exports;
  /** The export that the id of a row names. @throws as {@link traceRow}. */
  traceRow(text: string): Promise<ExportTrace>;
  readonly catalogEdits: CatalogEdits;
  readonly words: Pick<CatalogWords, 'isKnown'>;
  /** How the store stands. @throws as `StoreHolder.useTables`. */
  describeStore(): Promise<StoreReport>;
  readonly erasures: Erasures;
  /** Everything held of a customer key as one JSON text, piece by piece. */
  writeHoldings(key: string): AsyncIterable<string>;
  /** Writes all rows of the store into a new file; gives how many. @throws as `StoreHolder.useTables`. */
  dumpStore(path: string): Promise<number>;
  /** The workspace's folder of state. */
  readonly stateDir: string;
  readonly audit: AuditLog;
  readonly auditReviews: AuditReviews;
  readonly metrics: Metrics;
  /** Signs members cursors; keys that seal the audit log are made of it. */
  readonly secret: Buffer;
}
