import type { Kysely, Selectable } from 'kysely';
import type { ExportMarksTable, StoreTables } from './tables.ts';

/** What is kept of an export for whoever finds one of its rows. */
export interface ExportMark {
  readonly exportId: string;
  /** Of the files. */
  readonly folder: string;
  readonly mark: string;
  readonly requestedBy: string;
  readonly requestedById: string;
  readonly requestedAtMs: number;
  readonly writtenAtMs: number;
  readonly purpose: string | null;
  readonly approvedBy: string | null;
  readonly fileName: string;
}

/** Marks of exports in the database: they stay when an export is removed. */
export class ExportMarkStore {
  private readonly db: Kysely<StoreTables>;

  constructor(db: Kysely<StoreTables>) {
    this.db = db;
  }

  /** Keeps the mark of an export that is about to be written; one that is taken up again has it already, unless the secret changed. */
  async keep(mark: ExportMark): Promise<void> {
    await this.db
      .insertInto('export_marks')
      .values({
        export_id: mark.exportId,
        folder: mark.folder,
        mark: mark.mark,
        requested_by: mark.requestedBy,
        requested_by_id: mark.requestedById,
        requested_at: new Date(mark.requestedAtMs),
        written_at: new Date(mark.writtenAtMs),
        purpose: mark.purpose,
        approved_by: mark.approvedBy,
        file_name: mark.fileName,
      })
      .onConflict((conflict) => conflict.column('export_id').doUpdateSet({ mark: mark.mark }))
      .execute();
  }

  /** Exports with a mark, of every folder: hardly ever more than one. */
  async find(mark: string): Promise<ExportMark[]> {
    return (await this.db.selectFrom('export_marks').selectAll().where('mark', '=', mark).execute()).map(toMark);
  }
}

function toMark(row: Selectable<ExportMarksTable>): ExportMark {
  return {
    exportId: row.export_id,
    folder: row.folder,
    mark: row.mark,
    requestedBy: row.requested_by,
    requestedById: row.requested_by_id,
    requestedAtMs: row.requested_at.getTime(),
    writtenAtMs: row.written_at.getTime(),
    purpose: row.purpose,
    approvedBy: row.approved_by,
    fileName: row.file_name,
  };
}
