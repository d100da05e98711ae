import { type ChdbSession, fileSql, type Snapshot, type SnapshotTable } from '@silhouette/lake';
import { type EventId, SilhouetteError } from '@silhouette/model';
import type { ReferenceData } from './reference-data.ts';
import { SnapshotReferenceData } from './snapshot-reference-data.ts';

/**
 * The rows of one customer, who is the only one in them (number 0); of events only those named. Null for a key that the snapshot
 * does not know. A customer's rows lie in one shard, sorted so that a few pieces of each file are read.
 */
export async function openCustomer(
  session: ChdbSession,
  snapshot: Snapshot,
  key: string,
  events: ReadonlySet<EventId>,
): Promise<ReferenceData | null> {
  // No key of the lake has a lone surrogate: bound as UTF-8 it would become another text.
  if (/\p{Surrogate}/u.test(key)) return null;
  const { files } = snapshot.customers;
  const [found] = await session.query<{ readonly ordinal: number; readonly path: string }>(
    `SELECT _ordinal AS ordinal, _path AS path FROM ${fileSql(files)} WHERE _key = {key:String}`,
    { key },
  );
  if (found === undefined) return null;
  const { ordinal } = found;
  const shard = files.findIndex((file) => file === found.path || file.endsWith(`/${found.path}`));
  if (shard < 0)
    throw SilhouetteError.of('engine-failed', `A customer was found in ${found.path}, which is no file asked for.`);
  const own = new Map<EventId, SnapshotTable>();
  for (const [id, table] of snapshot.events) {
    if (events.has(id)) own.set(id, await takeRows(session, table, shard, ordinal));
  }
  const customers = { files: files.slice(shard, shard + 1), rows: 1 };
  return new SnapshotReferenceData(session, { ...snapshot, customers, events: own, customersKnown: 1 }, ordinal);
}

async function takeRows(
  session: ChdbSession,
  { files }: SnapshotTable,
  shard: number,
  ordinal: number,
): Promise<SnapshotTable> {
  const own = files.slice(shard, shard + 1);
  const [row] = await session.query<{ readonly n: string }>(
    `SELECT count() AS n FROM ${fileSql(own)} WHERE _ordinal = {ordinal:UInt32}`,
    { ordinal },
  );
  return { files: own, rows: Number(row?.n ?? 0) };
}
