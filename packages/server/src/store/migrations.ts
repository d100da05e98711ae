import { isDeepStrictEqual } from 'node:util';
import { SilhouetteError } from '@silhouette/model';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { ACCOUNT_MIGRATION } from './account-migration.ts';
import { AUDIENCE_SAVES_MIGRATION } from './audience-saves-migration.ts';
import { EXPORT_APPROVALS_MIGRATION } from './export-approvals-migration.ts';
import { LINK_MAKERS_MIGRATION } from './link-makers-migration.ts';
import { makeAuditTables } from './make-audit-tables.ts';
import type { StoreTables } from './tables.ts';

/** Every change of the tables, in order; forward only. One that has been released is never changed: a new one is added. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-audiences': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('audiences')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('deleted_at', 'timestamptz')
        .addColumn('deleted_by', 'text')
        .execute();
      await db.schema
        .createTable('audience_versions')
        .addColumn('audience_id', 'text', (column) => column.notNull().references('audiences.id'))
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('description', 'text')
        .addColumn('tags', sql`text[]`, (column) => column.notNull())
        .addColumn('definition', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('note', 'text')
        .addColumn('saved_at', 'timestamptz', (column) => column.notNull())
        .addColumn('saved_by', 'text', (column) => column.notNull())
        .addColumn('size_count', 'integer', (column) => column.notNull())
        .addColumn('size_base', 'integer', (column) => column.notNull())
        .addColumn('size_snapshot', 'text', (column) => column.notNull())
        .addColumn('size_as_of', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('audience_versions_pkey', ['audience_id', 'version'])
        .execute();
      await db.schema
        .createTable('audience_references')
        .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('audience_id', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('refers_to', 'text', (column) => column.notNull())
        .addColumn('refers_version', 'integer')
        .addForeignKeyConstraint('audience_references_version', ['audience_id', 'version'], 'audience_versions', [
          'audience_id',
          'version',
        ])
        .execute();
      await db.schema.createIndex('audience_references_refers_to').on('audience_references').columns(['refers_to']).execute();
      await db.schema
        .createIndex('audience_references_of')
        .on('audience_references')
        .columns(['audience_id', 'version'])
        .execute();
    },
  },
  '0002-catalog-edits': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('catalog_edits')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('property', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('edited_at', 'timestamptz', (column) => column.notNull())
        .addColumn('edited_by', 'text', (column) => column.notNull())
        .addColumn('written_over', 'text')
        .addPrimaryKeyConstraint('catalog_edits_pkey', ['kind', 'event', 'name', 'property'])
        .execute();
      await db.schema
        .createTable('catalog_edit_history')
        .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('property', 'text', (column) => column.notNull())
        .addColumn('value', 'text')
        .addColumn('made_by', 'text', (column) => column.notNull())
        .addColumn('edited_at', 'timestamptz', (column) => column.notNull())
        .addColumn('edited_by', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('catalog_edit_history_of')
        .on('catalog_edit_history')
        .columns(['kind', 'event', 'name'])
        .execute();
    },
  },
  '0003-exports': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('exports')
        .addColumn('place', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('folder', 'text', (column) => column.notNull())
        .addColumn('audience_id', 'text')
        .addColumn('audience_version', 'integer')
        .addColumn('audience_name', 'text')
        .addColumn('definition', 'text', (column) => column.notNull())
        .addColumn('canonical', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('sentence', 'text', (column) => column.notNull())
        .addColumn('notes', 'text', (column) => column.notNull())
        .addColumn('snapshot', 'text', (column) => column.notNull())
        .addColumn('as_of', 'timestamptz', (column) => column.notNull())
        .addColumn('key_name', 'text', (column) => column.notNull())
        .addColumn('attributes', sql`text[]`, (column) => column.notNull())
        .addColumn('format', 'text', (column) => column.notNull())
        .addColumn('spreadsheet_safe', 'boolean', (column) => column.notNull())
        .addColumn('file_name', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('rows_done', 'integer', (column) => column.notNull())
        .addColumn('rows_in_all', 'integer')
        .addColumn('guarded_cells', 'double precision')
        .addColumn('size_bytes', 'double precision')
        .addColumn('sha256', 'text')
        .addColumn('requested_by', 'text', (column) => column.notNull())
        .addColumn('requested_at', 'timestamptz', (column) => column.notNull())
        .addColumn('started_at', 'timestamptz')
        .addColumn('finished_at', 'timestamptz')
        .addColumn('expires_at', 'timestamptz')
        .addColumn('issues', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('exports_of').on('exports').columns(['folder', 'requested_by', 'place']).execute();
    },
  },
  '0004-accounts': ACCOUNT_MIGRATION,
  '0005-audit': { up: makeAuditTables },
  '0006-exports-access': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .alterTable('exports')
        .addColumn('requested_by_id', 'text', (column) => column.notNull().defaultTo('local'))
        .addColumn('access', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      await db.schema.createIndex('exports_of_person').on('exports').columns(['folder', 'requested_by_id', 'place']).execute();
    },
  },
  '0007-export-approvals': EXPORT_APPROVALS_MIGRATION,
  '0011-link-makers': LINK_MAKERS_MIGRATION,
  '0012-audience-saves': AUDIENCE_SAVES_MIGRATION,
};

const NEWER = 'A newer Silhouette has used this database of saved audiences; use that version, or a newer one.';

/**
 * Brings the tables to this version, under a lock of the database: of several that open it at once one does it.
 * @throws SilhouetteError `store-newer` when a newer version has changed them already.
 */
export async function migrateStore(db: Kysely<StoreTables>): Promise<void> {
  const { error } = await makeMigrator(db).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.includes('previously executed migration'))
    throw SilhouetteError.of('store-newer', NEWER, '', error);
  throw error;
}

/** How many changes of the tables are made, and how many the next opening makes. Nothing is changed. @throws SilhouetteError `store-newer`. */
export async function countMigrations(db: Kysely<StoreTables>): Promise<{ readonly done: number; readonly waiting: number }> {
  const known = await makeMigrator(db).getMigrations();
  const done = known.filter(({ executedAt }) => executedAt !== undefined).length;
  if (done > 0) {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
    if (rows.some(({ name }) => !Object.hasOwn(MIGRATIONS, name))) throw SilhouetteError.of('store-newer', NEWER);
  }
  return { done, waiting: known.length - done };
}

/** Names of the changes that are made in a database, in order. @throws SilhouetteError `store-newer`. */
export async function listMigrations(db: Kysely<StoreTables>): Promise<readonly string[]> {
  await countMigrations(db);
  const known = await makeMigrator(db).getMigrations();
  return known.filter(({ executedAt }) => executedAt !== undefined).map(({ name }) => name);
}

/** Whether changes of the tables, in order, are all that this version makes. */
export function isLatest(names: readonly string[]): boolean {
  return isDeepStrictEqual(names, Object.keys(MIGRATIONS));
}

/**
 * Makes the tables as they were after the last of `names`, the changes that a backup had: its rows fit those.
 * @throws SilhouetteError `store-newer` for names that this version does not know.
 */
export async function migrateAsFar(db: Kysely<StoreTables>, names: readonly string[]): Promise<void> {
  const last = names.at(-1);
  if (last === undefined || names.some((name) => !Object.hasOwn(MIGRATIONS, name)))
    throw SilhouetteError.of('store-newer', NEWER);
  const { error } = await makeMigrator(db).migrateTo(last);
  if (error !== undefined) throw error;
}

const MIGRATION_TABLE = 'silhouette_migrations';

function makeMigrator(db: Kysely<StoreTables>): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: 'silhouette_migrations_lock',
  });
}
