import type { StoreReport } from '@silhouette/model';
import { type Kysely, sql } from 'kysely';
import { countMigrations } from './migrations.ts';
import type { StoreTables } from './tables.ts';

/**
 * How an open store stands; nothing is changed. `folder` is the id of the workspace's folder of exports, null where nothing was
 * ever exported. @throws SilhouetteError `store-newer`.
 */
export async function reportStore(
  db: Kysely<StoreTables>,
  kind: StoreReport['kind'],
  folder: string | null,
): Promise<StoreReport> {
  const migrations = await countMigrations(db);
  const { rows } = await sql<{ version: string; bytes: string }>`
    select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes
  `.execute(db);
  const [about] = rows;
  // Tables that are not there yet hold nothing.
  const isWhole = migrations.waiting === 0;
  return {
    kind,
    version: about?.version ?? '',
    sizeBytes: Number(about?.bytes ?? 0),
    migrations,
    audiences: isWhole ? await countAudiences(db) : 0,
    exports: isWhole && folder !== null ? await countExports(db, folder) : { queued: 0, running: 0, failed: 0 },
  };
}

async function countAudiences(db: Kysely<StoreTables>): Promise<number> {
  const counted = db.selectFrom('audiences').select(sql<number>`count(*)::integer`.as('rows'));
  return (await counted.where('deleted_at', 'is', null).executeTakeFirst())?.rows ?? 0;
}

async function countExports(db: Kysely<StoreTables>, folder: string): Promise<StoreReport['exports']> {
  const rows = await db
    .selectFrom('exports')
    .select(['state', sql<number>`count(*)::integer`.as('rows')])
    .where('folder', '=', folder)
    .groupBy('state')
    .execute();
  const of = (state: string): number => rows.find((row) => row.state === state)?.rows ?? 0;
  return { queued: of('queued'), running: of('running'), failed: of('failed') };
}
