import type { ExportFormat, ExportState, Issue, Label, Note } from '@silhouette/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Access } from '../access/access.ts';
import type { ExportsTable, StoreTables } from './tables.ts';

/** What an export is asked with; it never changes. Its definition, which may be large, is read by itself. */
export interface ExportRequest {
  readonly id: string;
  /** The folder of files it belongs to. */
  readonly folder: string;
  readonly audience: { readonly id: string; readonly version: number; readonly name: string } | null;
  readonly hash: string;
  readonly sentence: Label;
  readonly notes: readonly Note[];
  readonly snapshot: string;
  readonly asOfMs: number;
  readonly keyName: string;
  readonly attributes: readonly string[];
  readonly format: ExportFormat;
  readonly isSpreadsheetSafe: boolean;
  readonly fileName: string;
  readonly requestedBy: string;
  /** Id of the account, key or local owner. */
  readonly requestedById: string;
  /** The account behind it; null: the local owner's. */
  readonly requestedByPerson: string | null;
  /** What it may do and see (`writeAccess`). */
  readonly access: string;
  readonly requestedAtMs: number;
  /** What it is for, as told; null: nothing was. */
  readonly purpose: string | null;
  /** Whether attributes of persons stand in it as they are, or masked. */
  readonly isPersonal: boolean;
  readonly isMasked: boolean;
  /** Until when it waits for a decision; null: it needs none. */
  readonly approvalUntilMs: number | null;
}

/** A yes or no to an export. */
export interface ExportVerdict {
  readonly decision: 'approved' | 'refused';
  /** Who decided, by name and by id. */
  readonly by: string;
  readonly byId: string;
  readonly atMs: number;
  readonly note: string | null;
  /** Told with a no. */
  readonly issues: readonly Issue[];
}

/** The definition of an export. */
export interface ExportDefinition {
  /** JSON text with the numbers' own digits, as asked. */
  readonly definition: string;
  /** Canonical text, audiences inside written out: what is run, whatever becomes of them. */
  readonly canonical: string;
}

/** An export as it lies in the store. */
export interface StoredExport extends ExportRequest {
  readonly state: ExportState;
  readonly rowsDone: number;
  readonly rows: number | null;
  readonly guardedCells: number | null;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly issues: readonly Issue[];
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
  readonly decisionNote: string | null;
}

/** The file of an export that is done. */
export interface ExportedFile {
  readonly rows: number;
  readonly guardedCells: number | null;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly finishedAtMs: number;
  readonly expiresAtMs: number;
}

/** Exports in the database: every method one statement, done (or refused) as a whole. */
export class ExportStore {
  private readonly db: Kysely<StoreTables>;

  constructor(db: Kysely<StoreTables>) {
    this.db = db;
  }

  /** Puts an export at the end of its folder's queue, or where it waits for approval; `rows` where they are counted. */
  async add(request: ExportRequest & ExportDefinition, rows: number | null): Promise<void> {
    await this.db
      .insertInto('exports')
      .values({
        id: request.id,
        folder: request.folder,
        audience_id: request.audience?.id ?? null,
        audience_version: request.audience?.version ?? null,
        audience_name: request.audience?.name ?? null,
        definition: request.definition,
        canonical: request.canonical,
        hash: request.hash,
        sentence: JSON.stringify(request.sentence),
        notes: JSON.stringify(request.notes),
        snapshot: request.snapshot,
        as_of: new Date(request.asOfMs),
        key_name: request.keyName,
        attributes: [...request.attributes],
        format: request.format,
        spreadsheet_safe: request.isSpreadsheetSafe,
        file_name: request.fileName,
        state: request.approvalUntilMs === null ? 'queued' : 'awaiting-approval',
        rows_done: 0,
        rows_in_all: rows,
        guarded_cells: null,
        size_bytes: null,
        sha256: null,
        requested_by: request.requestedBy,
        requested_by_id: request.requestedById,
        access: request.access,
        requested_at: new Date(request.requestedAtMs),
        started_at: null,
        finished_at: null,
        expires_at: null,
        issues: '[]',
        requested_by_person: request.requestedByPerson,
        purpose: request.purpose,
        is_personal: request.isPersonal,
        is_masked: request.isMasked,
        approval_until: request.approvalUntilMs === null ? null : new Date(request.approvalUntilMs),
        decision: null,
        decided_by: null,
        decided_by_id: null,
        decided_at: null,
        decision_note: null,
      })
      .execute();
  }

  async find(folder: string, id: string): Promise<StoredExport | null> {
    const row = await this.select(folder).where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toExport(row);
  }

  async findDefinition(folder: string, id: string): Promise<ExportDefinition | null> {
    const asked = this.db.selectFrom('exports').select(['definition', 'canonical']);
    return (await asked.where('folder', '=', folder).where('id', '=', id).executeTakeFirst()) ?? null;
  }

  /** Those of one person, newest first, at most `limit`. */
  async list(folder: string, requestedBy: string, limit: number): Promise<StoredExport[]> {
    const asked = this.select(folder).where('requested_by_id', '=', requestedBy);
    return (await asked.orderBy('place', 'desc').limit(limit).execute()).map(toExport);
  }

  /** How many one person has; `null`: how many of everyone are queued or running. */
  async count(folder: string, requestedBy: string | null): Promise<number> {
    const all = this.db.selectFrom('exports').select(sql<number>`count(*)::integer`.as('rows')).where('folder', '=', folder);
    const asked = requestedBy === null ? all.where('state', 'in', OPEN_STATES) : all.where('requested_by_id', '=', requestedBy);
    return (await asked.executeTakeFirst())?.rows ?? 0;
  }

  /** How many of one person, with all their keys, wait for approval; and how many are queued or run. */
  async countUndone(
    folder: string,
    { actor, personId }: Pick<Access, 'actor' | 'personId'>,
  ): Promise<{ readonly waiting: number; readonly open: number }> {
    const rows = await this.db
      .selectFrom('exports')
      .select(['state', sql<number>`count(*)::integer`.as('rows')])
      .where('folder', '=', folder)
      .where('state', 'in', UNDONE_STATES)
      .where(personId === null ? 'requested_by_id' : 'requested_by_person', '=', personId ?? actor.id)
      .groupBy('state')
      .execute();
    const count = (states: readonly ExportState[]): number =>
      rows.reduce((sum, row) => sum + (states.includes(row.state) ? row.rows : 0), 0);
    return { waiting: count(['awaiting-approval']), open: count(OPEN_STATES) };
  }

  /** Those that wait for approval at a moment, the oldest first. */
  async listWaiting(folder: string, atMs: number): Promise<StoredExport[]> {
    const asked = this.select(folder).where('state', '=', 'awaiting-approval').where('approval_until', '>', new Date(atMs));
    return (await asked.orderBy('place').execute()).map(toExport);
  }

  /** Decides about one that waits; null when it does not (any more): of two that decide at once one does. */
  async decide(folder: string, id: string, verdict: ExportVerdict): Promise<StoredExport | null> {
    const { decision, issues, by, byId, note } = verdict;
    const at = new Date(verdict.atMs);
    const row = await this.db
      .updateTable('exports')
      .set({
        ...(decision === 'approved'
          ? { state: 'queued' as const }
          : { state: 'refused' as const, issues: JSON.stringify(issues), finished_at: at }),
        ...{ decision, decided_by: by, decided_by_id: byId, decided_at: at, decision_note: note },
      })
      .where('folder', '=', folder)
      .where('id', '=', id)
      .where('state', '=', 'awaiting-approval')
      .where('approval_until', '>', at)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row === undefined ? null : toExport(row);
  }

  /** Every export of a folder that has a file. */
  async listDone(folder: string): Promise<StoredExport[]> {
    return (await this.select(folder).where('state', '=', 'done').execute()).map(toExport);
  }

  /** What ran in a process that is gone is queued again, in its old place. */
  async requeue(folder: string): Promise<void> {
    await this.db
      .updateTable('exports')
      .set({ state: 'queued', rows_done: 0, rows_in_all: null, started_at: null })
      .where('folder', '=', folder)
      .where('state', '=', 'running')
      .execute();
  }

  /** The first of the queue, running from now on; null when it is empty. */
  async take(folder: string, atMs: number): Promise<StoredExport | null> {
    const first = this.db
      .selectFrom('exports')
      .select('id')
      .where('folder', '=', folder)
      .where('state', '=', 'queued')
      .orderBy('place')
      .limit(1);
    const row = await this.db
      .updateTable('exports')
      .set({ state: 'running', started_at: new Date(atMs) })
      .where('id', '=', first)
      .where('state', '=', 'queued')
      .returning(COLUMNS)
      .executeTakeFirst();
    return row === undefined ? null : toExport(row);
  }

  /** Says how far a running export is; false when it runs no more: somebody has cancelled it. */
  async progress(id: string, rowsDone: number, rows: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('exports')
      .set({ rows_done: rowsDone, rows_in_all: rows })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** A running export is done; false when it runs no more. */
  async finish(id: string, file: ExportedFile): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('exports')
      .set({
        state: 'done',
        rows_done: file.rows,
        rows_in_all: file.rows,
        guarded_cells: file.guardedCells,
        size_bytes: file.sizeBytes,
        sha256: file.sha256,
        finished_at: new Date(file.finishedAtMs),
        expires_at: new Date(file.expiresAtMs),
      })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** A running export has failed, or is refused. */
  async fail(id: string, state: 'failed' | 'refused', issues: readonly Issue[], atMs: number): Promise<void> {
    await this.db
      .updateTable('exports')
      .set({ state, issues: JSON.stringify(issues), finished_at: new Date(atMs) })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute();
  }

  /** Cancels one that waits, is queued or running; false when it is none of these. */
  async cancel(folder: string, id: string, atMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('exports')
      .set({ state: 'cancelled', finished_at: new Date(atMs) })
      .where('folder', '=', folder)
      .where('id', '=', id)
      .where('state', 'in', UNDONE_STATES)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Forgets one that is over; false when there is none. */
  async remove(folder: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.db
      .deleteFrom('exports')
      .where('folder', '=', folder)
      .where('id', '=', id)
      .where('state', 'not in', UNDONE_STATES)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Files that are older than they may be count as gone, and so does what nobody decided about in time. */
  async expire(folder: string, atMs: number): Promise<void> {
    await this.db
      .updateTable('exports')
      .set({ state: 'expired' })
      .where('folder', '=', folder)
      .where('state', '=', 'awaiting-approval')
      .where('approval_until', '<=', new Date(atMs))
      .execute();
    await this.db
      .updateTable('exports')
      .set({ state: 'expired' })
      .where('folder', '=', folder)
      .where('state', '=', 'done')
      .where('expires_at', '<=', new Date(atMs))
      .execute();
  }

  private select(folder: string) {
    return this.db.selectFrom('exports').select(COLUMNS).where('folder', '=', folder);
  }
}

const OPEN_STATES: readonly ExportState[] = ['queued', 'running'];
const UNDONE_STATES: readonly ExportState[] = ['awaiting-approval', ...OPEN_STATES];
/** All but the definition, and the place, which is only sorted by. */
const COLUMNS = [
  'id',
  'folder',
  'audience_id',
  'audience_version',
  'audience_name',
  'hash',
  'sentence',
  'notes',
  'snapshot',
  'as_of',
  'key_name',
  'attributes',
  'format',
  'spreadsheet_safe',
  'file_name',
  'state',
  'rows_done',
  'rows_in_all',
  'guarded_cells',
  'size_bytes',
  'sha256',
  'requested_by',
  'requested_by_id',
  'access',
  'requested_at',
  'started_at',
  'finished_at',
  'expires_at',
  'issues',
  'requested_by_person',
  'purpose',
  'is_personal',
  'is_masked',
  'approval_until',
  'decision',
  'decided_by',
  'decided_at',
  'decision_note',
] as const satisfies readonly (keyof ExportsTable)[];

function toExport(row: Pick<Selectable<ExportsTable>, (typeof COLUMNS)[number]>): StoredExport {
  const { audience_id: audienceId, audience_version: version, audience_name: name } = row;
  return {
    id: row.id,
    folder: row.folder,
    audience: audienceId === null || version === null || name === null ? null : { id: audienceId, version, name },
    hash: row.hash,
    // What this class has written.
    sentence: JSON.parse(row.sentence) as Label,
    notes: JSON.parse(row.notes) as Note[],
    issues: JSON.parse(row.issues) as Issue[],
    snapshot: row.snapshot,
    asOfMs: row.as_of.getTime(),
    keyName: row.key_name,
    attributes: row.attributes,
    format: row.format,
    isSpreadsheetSafe: row.spreadsheet_safe,
    fileName: row.file_name,
    requestedBy: row.requested_by,
    requestedById: row.requested_by_id,
    access: row.access,
    requestedAtMs: row.requested_at.getTime(),
    state: row.state,
    rowsDone: row.rows_done,
    rows: row.rows_in_all,
    guardedCells: row.guarded_cells,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    startedAtMs: row.started_at?.getTime() ?? null,
    finishedAtMs: row.finished_at?.getTime() ?? null,
    expiresAtMs: row.expires_at?.getTime() ?? null,
    requestedByPerson: row.requested_by_person,
    purpose: row.purpose,
    isPersonal: row.is_personal,
    isMasked: row.is_masked,
    approvalUntilMs: row.approval_until?.getTime() ?? null,
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAtMs: row.decided_at?.getTime() ?? null,
    decisionNote: row.decision_note,
  };
}
