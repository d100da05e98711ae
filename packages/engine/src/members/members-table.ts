import type { Attribute } from '@silhouette/model';
import type { EngineName, MemberRow } from '../audience-engine.ts';

/** A page of members and the engine that gave it. */
export interface MemberPage {
  readonly engine: EngineName;
  readonly rows: readonly MemberRow[];
}

/** A last column that names each row: a watermark. */
export interface RowIdColumn {
  readonly name: string;
  /** The id of a row by its number, from 1. */
  idOf(row: number): string;
}

/** Members that are written to a file: the key, then a column for each attribute. */
export interface MembersTable {
  readonly keyName: string;
  readonly attributes: readonly Attribute[];
  /** In the order of the keys; read once. Rows have a value for each attribute. */
  readonly pages: AsyncIterable<MemberPage>;
  /** Null or absent: no such column. */
  readonly rowIds?: RowIdColumn | null;
}

/** What was written. */
export interface WrittenMembers {
  /** Rows without the header. */
  readonly count: number;
  /** The engine of the last page; null without any. */
  readonly engine: EngineName | null;
}
