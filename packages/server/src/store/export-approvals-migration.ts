import type { Kysely, Migration } from 'kysely';

/**
 * What exports are for and who said yes to them, and the marks by which rows of files name their export. A mark stays when its
 * export is removed: a file is out by then. Exports of before have neither, and need no approval.
 */
export const EXPORT_APPROVALS_MIGRATION: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('exports')
      .addColumn('requested_by_person', 'text')
      .addColumn('purpose', 'text')
      .addColumn('is_personal', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('is_masked', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('approval_until', 'timestamptz')
      .addColumn('decision', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('decided_by_id', 'text')
      .addColumn('decided_at', 'timestamptz')
      .addColumn('decision_note', 'text')
      .execute();
    await db.schema
      .createTable('export_marks')
      .addColumn('export_id', 'text', (column) => column.primaryKey())
      .addColumn('folder', 'text', (column) => column.notNull())
      .addColumn('mark', 'text', (column) => column.notNull())
      .addColumn('requested_by', 'text', (column) => column.notNull())
      .addColumn('requested_by_id', 'text', (column) => column.notNull())
      .addColumn('requested_at', 'timestamptz', (column) => column.notNull())
      .addColumn('written_at', 'timestamptz', (column) => column.notNull())
      .addColumn('purpose', 'text')
      .addColumn('approved_by', 'text')
      .addColumn('file_name', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('export_marks_by_mark').on('export_marks').columns(['mark']).execute();
  },
};
