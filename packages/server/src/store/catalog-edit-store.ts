import type { CatalogEdit, CatalogSubject, WordEdit, WordProperty } from '@silhouette/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { CatalogEditHistoryTable, CatalogEditsTable, StoreTables } from './tables.ts';

/** An edit as it lies in the store. */
export type StoredEdit = CatalogEdit & {
  readonly version: number;
  readonly editedAtMs: number;
  readonly editedBy: string;
  /** What the loaded file said when this was written into it; null: it was not. */
  readonly writtenOver: WordEdit | null;
};

/** One step of the history of a subject. */
export interface StoredEditStep {
  readonly version: number;
  readonly property: WordProperty;
  /** Null: back to what the file says. */
  readonly edit: WordEdit | null;
  readonly by: 'person' | 'file';
  readonly editedAtMs: number;
  readonly editedBy: string;
}

/** Key of the lock under which edits are changed, one after the other; any number that nobody else uses. */
const WRITE_LOCK = 7_216_041_390;

/** Edits of the catalog in the database: every method one question, or one step of a change. */
export class CatalogEditStore {
  private readonly db: Kysely<StoreTables>;

  constructor(db: Kysely<StoreTables>) {
    this.db = db;
  }

  /** Makes a change: all of it or nothing, and no other between what it reads and what it writes. Then it is on the disk. */
  change<T>(steps: (store: CatalogEditStore) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${WRITE_LOCK}::bigint)`.execute(transaction);
      return steps(new CatalogEditStore(transaction));
    });
  }

  /** Every edit in effect, in the order of kinds, ids and properties. */
  async list(): Promise<StoredEdit[]> {
    const rows = await this.db
      .selectFrom('catalog_edits')
      .selectAll()
      .orderBy('kind')
      .orderBy('event')
      .orderBy('name')
      .orderBy('property')
      .execute();
    return rows.map(toEdit);
  }

  /** The version of the last change of a subject; 0 before the first. */
  async lastVersion(subject: CatalogSubject): Promise<number> {
    const [newest] = await this.listSteps(subject, 1);
    return newest?.version ?? 0;
  }

  /** The last steps of a subject's history, newest first. */
  async listSteps(subject: CatalogSubject, most: number): Promise<StoredEditStep[]> {
    const { kind, event, name } = toKey(subject);
    const rows = await this.db
      .selectFrom('catalog_edit_history')
      .selectAll()
      .where('kind', '=', kind)
      .where('event', '=', event)
      .where('name', '=', name)
      .orderBy('id', 'desc')
      .limit(most)
      .execute();
    return rows.map(toStep);
  }

  /** Puts an edit into effect, in the place of one of the same property. */
  async put(edit: CatalogEdit, made: Pick<StoredEdit, 'version' | 'editedAtMs' | 'editedBy'>): Promise<void> {
    const set = {
      value: JSON.stringify(edit.value),
      version: made.version,
      edited_at: new Date(made.editedAtMs),
      edited_by: made.editedBy,
      written_over: null,
    };
    await this.db
      .insertInto('catalog_edits')
      .values({ ...toKey(edit.subject), property: edit.property, ...set })
      .onConflict((conflict) => conflict.columns(['kind', 'event', 'name', 'property']).doUpdateSet(set))
      .execute();
    await this.addStep(edit.subject, { ...made, property: edit.property, edit, by: 'person' });
  }

  /** Takes an edit out of effect. */
  async remove(
    subject: CatalogSubject,
    property: WordProperty,
    made: Pick<StoredEditStep, 'version' | 'editedAtMs' | 'editedBy' | 'by'>,
  ): Promise<void> {
    const { kind, event, name } = toKey(subject);
    await this.db
      .deleteFrom('catalog_edits')
      .where('kind', '=', kind)
      .where('event', '=', event)
      .where('name', '=', name)
      .where('property', '=', property)
      .execute();
    await this.addStep(subject, { ...made, property, edit: null });
  }

  /** Notes that an edit stands in the file, and what the loaded file says without it. */
  async markWritten({ subject, property }: CatalogEdit, writtenOver: WordEdit): Promise<void> {
    const { kind, event, name } = toKey(subject);
    await this.db
      .updateTable('catalog_edits')
      .set({ written_over: JSON.stringify(writtenOver.value) })
      .where('kind', '=', kind)
      .where('event', '=', event)
      .where('name', '=', name)
      .where('property', '=', property)
      .execute();
  }

  private async addStep(subject: CatalogSubject, step: StoredEditStep): Promise<void> {
    await this.db
      .insertInto('catalog_edit_history')
      .values({
        ...toKey(subject),
        version: step.version,
        property: step.property,
        value: step.edit === null ? null : JSON.stringify(step.edit.value),
        made_by: step.by,
        edited_at: new Date(step.editedAtMs),
        edited_by: step.editedBy,
      })
      .execute();
  }
}

function toKey(subject: CatalogSubject): { kind: string; event: string; name: string } {
  if (subject.kind === 'attribute') return { kind: subject.kind, event: '', name: subject.attribute };
  return { kind: subject.kind, event: subject.event, name: subject.kind === 'field' ? subject.field : '' };
}

function toSubject({ kind, event, name }: { kind: string; event: string; name: string }): CatalogSubject {
  if (kind === 'attribute') return { kind, attribute: name };
  return kind === 'event' ? { kind, event } : { kind: 'field', event, field: name };
}

/** What `JSON.stringify` wrote of an edit's property and value is one again. */
function readEdit(property: string, value: string): WordEdit {
  return { property, value: JSON.parse(value) } as WordEdit;
}

function toEdit(row: Selectable<CatalogEditsTable>): StoredEdit {
  return {
    ...readEdit(row.property, row.value),
    subject: toSubject(row),
    version: row.version,
    editedAtMs: row.edited_at.getTime(),
    editedBy: row.edited_by,
    writtenOver: row.written_over === null ? null : readEdit(row.property, row.written_over),
  };
}

function toStep(row: Selectable<CatalogEditHistoryTable>): StoredEditStep {
  return {
    version: row.version,
    // Checked when it was written.
    property: row.property as WordProperty,
    edit: row.value === null ? null : readEdit(row.property, row.value),
    by: row.made_by === 'file' ? 'file' : 'person',
    editedAtMs: row.edited_at.getTime(),
    editedBy: row.edited_by,
  };
}
