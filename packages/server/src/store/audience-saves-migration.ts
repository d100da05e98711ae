import type { Kysely, Migration } from 'kysely';

/** Saves that were sent under a key of their sender's: the same sent again is answered with what it saved. */
export const AUDIENCE_SAVES_MIGRATION: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('audience_saves')
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('audience_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('saved_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('audience_saves_pkey', ['sender', 'key'])
      .addForeignKeyConstraint('audience_saves_version', ['audience_id', 'version'], 'audience_versions', [
        'audience_id',
        'version',
      ])
      .execute();
    await db.schema.createIndex('audience_saves_by_age').on('audience_saves').columns(['saved_at']).execute();
  },
};
