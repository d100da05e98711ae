import { type Kysely, sql } from 'kysely';
import type { StoreTables } from '../store/tables.ts';

/** Tables that may hold keys of customers, also in rows that were removed before: people wrote them into names. */
const TABLES = [
  ...(['exports', 'export_marks', 'audience_versions', 'audience_saves', 'audit_texts'] as const),
  ...(['user', 'account_links', 'roles', 'api_keys', 'catalog_edits'] as const),
];
/** More of the log's files than these are not written over one by one. */
const MOST_LOG_FILES = 64;

/**
 * Has the database itself let go of what was changed or deleted: it keeps old rows until their pages are used again, and what
 * was written in its log. Of an embedded one the log's files are written over and removed; on a server they are its
 * administrator's.
 */
export async function cleanStore(db: Kysely<StoreTables>, isEmbedded: boolean): Promise<void> {
  for (const table of TABLES) await sql`vacuum full ${sql.table(table)}`.execute(db);
  // Samples of values, for planning.
  for (const table of TABLES) await sql`analyze ${sql.table(table)}`.execute(db);
  await sql`vacuum full pg_statistic`.execute(db).catch((error: unknown) => {
    // Only its administrator may, on a server.
    if (isEmbedded) throw error;
  });
  if (!isEmbedded) return;
  await sql`set wal_recycle = off`.execute(db);
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ files: number }>`select count(*)::integer as files from pg_ls_waldir()`.execute(db);
  // Each switch fills the rest of a file with zeros: files that were kept for use again are used now.
  for (let file = 0; file < Math.min(MOST_LOG_FILES, rows[0]?.files ?? 0) + 2; file += 1) {
    await sql`select pg_logical_emit_message(false, 'silhouette', 'next')`.execute(db);
    await sql`select pg_switch_wal()`.execute(db);
  }
  await sql`checkpoint`.execute(db);
}
