import { type ChdbSession, fileSql, type Snapshot, type SnapshotTable } from '@silhouette/lake';
import type { EventId } from '@silhouette/model';

/**
 * A snapshot of the customers of its first shard alone, with all their events: customers are in shards by a hash, so that values
 * drawn from one are values of everyone. For drawing examples only.
 */
export async function takeFirstShard(session: ChdbSession, snapshot: Snapshot): Promise<Snapshot> {
  if (snapshot.customers.files.length === 1) return snapshot;
  const take = async ({ files }: SnapshotTable): Promise<SnapshotTable> => {
    const own = files.slice(0, 1);
    const [row] = await session.query<{ readonly n: string }>(`SELECT count() AS n FROM ${fileSql(own)}`);
    return { files: own, rows: Number(row?.n ?? 0) };
  };
  const customers = await take(snapshot.customers);
  const events = new Map<EventId, SnapshotTable>();
  for (const [id, table] of snapshot.events) events.set(id, await take(table));
  return { ...snapshot, customers, events, customersKnown: customers.rows };
}
