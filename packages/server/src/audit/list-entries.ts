import type { AuditList } from '@silhouette/model';
import type { AuditLog } from './audit-log.ts';
import type { AuditQuery } from './read-audit-query.ts';
import { answerEntry } from './read-body.ts';

/** One page of entries, newest first; what was gathered before the question is in it. */
export async function listEntries(log: AuditLog, { filter, limit, before }: AuditQuery): Promise<AuditList> {
  await log.flush();
  const found = await log.use((store) => store.listBefore(before, limit + 1, filter));
  const entries = found.slice(0, limit);
  return {
    entries: entries.map(answerEntry),
    cursor: found.length <= limit ? null : String(entries.at(-1)?.sequence ?? ''),
  };
}
