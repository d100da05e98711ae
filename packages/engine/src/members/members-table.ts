import type { Attribute } from '@silhouette/model';
import type { EngineName, MemberRow } from '../audience-engine.ts';

/** A page of members and the engine that gave it. */
export interface MemberPage {
  readonly engine: EngineName;
  readonly rows: readonly MemberRow[];
}

/** Members that are written to a file: the key, then a column for each attribute. */
export interface MembersTable {
  readonly keyName: string;
  readonly attributes: readonly Attribute[];
  /** In the order of the keys; read once. Rows have a value for each attribute. */
  readonly pages: AsyncIterable<MemberPage>;
}

/** What was written. */
export interface WrittenMembers {
  /** Rows without the header. */
  readonly count: number;
  /** The engine of the last page; null without any. */
  readonly engine: EngineName | null;
}
