import { type Kysely, type Migration, sql } from 'kysely';

/** Links tell the account of who made them. Those that wait are given it by the name they were made under: an e-mail address. */
export const LINK_MAKERS_MIGRATION: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('account_links').addColumn('created_by_id', 'text').execute();
    await sql`
      update account_links set created_by_id = (select id from "user" where email = account_links.created_by)
    `.execute(db);
    await db.schema.createIndex('account_links_made_by').on('account_links').columns(['created_by_id']).execute();
  },
};
