import type { AuditList } from '@silhouette/model';
import type { AuditLog } from './audit-log.ts';
import type { AuditQuery } from './read-audit-query.ts';
import { answerEntry } from './read-body.ts';
import { checkFilter, type LogReader } from './redact-log.ts';

/** One page of entries, as they are told to who reads, newest first; what was gathered before the question is in it. */
export async function listEntries(log: AuditLog, { filter, limit, before }: AuditQuery, reader: LogReader): Promise<AuditList> {
  checkFilter(reader, filter);
  await log.flush();
  const found = await log.use((store) => store.listBefore(before, limit + 1, filter));
  const entries = found.slice(0, limit);
  return {
    entries: entries.map((entry) => reader.tell(answerEntry(entry))),
    cursor: found.length <= limit ? null : String(entries.at(-1)?.sequence ?? ''),
  };
}
