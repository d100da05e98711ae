import { type ChdbSession, fileSql, type Snapshot, type SnapshotTable } from '@silhouette/lake';
import type { AttributeId, EventId } from '@silhouette/model';
import type { ReferenceData } from './reference-data.ts';
import { SnapshotReferenceData } from './snapshot-reference-data.ts';

/** What is read of a customer. */
export interface CustomerNeeds {
  readonly attributes: ReadonlySet<AttributeId>;
  readonly events: ReadonlySet<EventId>;
}

/**
 * The rows of one customer, who is the only one in them (number 0): what is needed and no more. Null for a key that the snapshot
 * does not know. A customer's rows lie in the shard of the key's hash (docs/lake-format.md), sorted so that a few pieces of each
 * file are read.
 */
export async function openCustomer(
  session: ChdbSession,
  snapshot: Snapshot,
  key: string,
  needs: CustomerNeeds,
): Promise<ReferenceData | null> {
  // No key of the lake has a lone surrogate: bound as UTF-8 it would become another text.
  if (/\p{Surrogate}/u.test(key)) return null;
  const { files } = snapshot.customers;
  const [place] = await session.query<{ readonly shard: string }>('SELECT xxHash64({key:String}) % {shards:UInt32} AS shard', {
    key,
    shards: files.length,
  });
  const shard = Number(place?.shard ?? 0);
  const own = files.slice(shard, shard + 1);
  const [found] = await session.query<{ readonly ordinal: number }>(
    `SELECT _ordinal AS ordinal FROM ${fileSql(own, '_key String, _ordinal UInt32')} WHERE _key = {key:String}`,
    { key },
  );
  if (found === undefined) return null;
  const { ordinal } = found;
  const events = new Map<EventId, SnapshotTable>();
  for (const [id, table] of snapshot.events) {
    if (needs.events.has(id)) events.set(id, await takeRows(session, table, shard, ordinal));
  }
  const customers = { files: own, rows: 1 };
  const data = new SnapshotReferenceData(session, { ...snapshot, customers, events, customersKnown: 1 }, ordinal);
  data.prepareAttributes(needs.attributes);
  return data;
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
