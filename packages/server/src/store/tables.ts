import type { ColumnType, Generated } from 'kysely';

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

/** Every table of the store. */
export interface StoreTables {
  audiences: AudiencesTable;
  audience_versions: AudienceVersionsTable;
  audience_references: AudienceReferencesTable;
}
