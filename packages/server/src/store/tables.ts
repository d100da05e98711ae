import type { ExportFormat, ExportState } from '@silhouette/model';
import type { ColumnType, Generated } from 'kysely';
import type { AccountTables } from './account-tables.ts';

/** A time, given as a `Date` in whole milliseconds. */
type Time = ColumnType<Date, Date, Date>;

/** A saved audience: what does not change with its versions. A deleted one keeps its row and its versions. */
interface AudiencesTable {
  id: string;
  /** The newest version; it goes on where it was when a deleted id is used again. */
  version: number;
  created_at: Time;
  created_by: string;
  deleted_at: Time | null;
  deleted_by: string | null;
}

/** One version of an audience, never changed. */
export interface AudienceVersionsTable {
  audience_id: string;
  version: number;
  name: string;
  description: string | null;
  tags: string[];
  /** JSON text with the numbers' own digits. */
  definition: string;
  hash: string;
  note: string | null;
  saved_at: Time;
  saved_by: string;
  size_count: number;
  size_base: number;
  size_snapshot: string;
  size_as_of: Time;
}

/** An audience that a version's definition refers to. */
interface AudienceReferencesTable {
  id: Generated<number>;
  audience_id: string;
  version: number;
  refers_to: string;
  /** Null: the newest version, whichever that is. */
  refers_version: number | null;
}

/** A save that was sent under a key, so that the same sent again makes no other. */
interface AudienceSavesTable {
  /** Kind and id of who sent it. */
  sender: string;
  key: string;
  /** SHA-256 of what was sent, hexadecimal. */
  request: string;
  audience_id: string;
  version: number;
  saved_at: Time;
}

/** An export of members: a job, and the file it makes. */
export interface ExportsTable {
  /** Jobs are run, and listed, in this order. */
  place: Generated<number>;
  id: string;
  /** The folder of files that it belongs to: servers of other workspaces may share the database. */
  folder: string;
  audience_id: string | null;
  audience_version: number | null;
  audience_name: string | null;
  /** JSON text with the numbers' own digits, as asked. */
  definition: string;
  /** Canonical text, audiences inside written out: what is run, whatever becomes of them. */
  canonical: string;
  hash: string;
  /** JSON texts. */
  sentence: string;
  notes: string;
  snapshot: string;
  as_of: Time;
  key_name: string;
  attributes: string[];
  format: ExportFormat;
  spreadsheet_safe: boolean;
  file_name: string;
  state: ExportState;
  rows_done: number;
  rows_in_all: number | null;
  /** Doubles: exact up to 2^53, and one type to both databases. */
  guarded_cells: number | null;
  size_bytes: number | null;
  sha256: string | null;
  requested_by: string;
  /** Id of the account, key or local owner. */
  requested_by_id: string;
  /** JSON text: what it may do and see; empty in jobs of before there were accounts, the local owner's. */
  access: string;
  requested_at: Time;
  started_at: Time | null;
  finished_at: Time | null;
  expires_at: Time | null;
  /** JSON text. */
  issues: string;
  /** The account behind who asked; null: the local owner, and in jobs of before exports were approved. */
  requested_by_person: string | null;
  /** What it is for, as told. */
  purpose: string | null;
  /** Whether attributes of persons stand in it as they are, or masked. */
  is_personal: boolean;
  is_masked: boolean;
  /** Until when it can be decided; null: it needs no approval. */
  approval_until: Time | null;
  /** Null: not decided (yet). */
  decision: 'approved' | 'refused' | null;
  decided_by: string | null;
  decided_by_id: string | null;
  decided_at: Time | null;
  decision_note: string | null;
}

/** What the ids of rows of one export begin with, and what is told of it; stays when the export is removed. */
export interface ExportMarksTable {
  export_id: string;
  folder: string;
  mark: string;
  requested_by: string;
  requested_by_id: string;
  requested_at: Time;
  written_at: Time;
  purpose: string | null;
  approved_by: string | null;
  file_name: string;
}

/** An edit of the catalog that is in effect. `event` is empty for attributes, `name` for events. */
export interface CatalogEditsTable {
  kind: string;
  event: string;
  /** Id of the attribute or field. */
  name: string;
  property: string;
  /** JSON text of the edit's value. */
  value: string;
  /** Of the subject, with this edit. */
  version: number;
  edited_at: Time;
  edited_by: string;
  /** What the loaded file said when the edit was written into it, as `value`; null: it was not. */
  written_over: string | null;
}

/** Every edit that ever was, and every one that was taken back; never changed. */
export interface CatalogEditHistoryTable {
  id: Generated<number>;
  kind: string;
  event: string;
  name: string;
  version: number;
  property: string;
  /** Null: back to what the file says. */
  value: string | null;
  /** `person`, or `file` when the file came to say it (or something newer). */
  made_by: string;
  edited_at: Time;
  edited_by: string;
}

/** The audit log: what each entry says, and beside it columns to search by. The database refuses to change or remove rows. */
export interface AuditEntriesTable {
  /** 1 is the first, without gaps. A double: exact up to 2^53, and one type to both databases. */
  sequence: number;
  at: Time;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  action: string;
  subject: string[];
  address: string | null;
  route: string | null;
  /** RFC 8785 text of the whole entry. */
  body: string;
  /** SHA-256 of the body, hexadecimal. */
  hash: string;
  /** Name of the key of the seal. */
  key_name: string;
  seal: string;
}

/** Texts of entries that may be erased one day, each as JSON text; an erased one is null. Only there is anything taken away. */
interface AuditTextsTable {
  sequence: number;
  /** Of the entry: the database lets rows go by their age only. */
  at: Time;
  texts: (string | null)[];
}

/** Where the audit log ends and begins: one row, sealed, which only goes forward. */
interface AuditHeadTable {
  id: number;
  sequence: number;
  hash: string;
  first: number;
  key_name: string;
  seal: string;
}

/** Every table of the store. */
export interface StoreTables extends AccountTables {
  audit_entries: AuditEntriesTable;
  audit_texts: AuditTextsTable;
  audit_head: AuditHeadTable;
  catalog_edits: CatalogEditsTable;
  catalog_edit_history: CatalogEditHistoryTable;
  audiences: AudiencesTable;
  audience_versions: AudienceVersionsTable;
  audience_references: AudienceReferencesTable;
  audience_saves: AudienceSavesTable;
  exports: ExportsTable;
  export_marks: ExportMarksTable;
}
