import type { AudienceId } from '@silhouette/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AudienceVersionsTable, StoreTables } from './tables.ts';

/** A version as it lies in the store. */
export interface StoredVersion {
  readonly id: AudienceId;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  /** JSON text with the numbers' own digits. */
  readonly definition: string;
  readonly hash: string;
  readonly note: string | null;
  readonly savedAtMs: number;
  readonly savedBy: string;
  readonly size: { readonly count: number; readonly base: number; readonly snapshot: string; readonly asOfMs: number };
}

/** A saved audience with its newest version. */
export interface StoredAudience {
  readonly newest: StoredVersion;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Null: it is not deleted. */
  readonly deleted: { readonly atMs: number; readonly by: string } | null;
}

/** A save that was sent under a key: by whom, what was sent (its SHA-256), and which version it made. */
export interface KeyedSave {
  readonly sender: string;
  readonly key: string;
  readonly request: string;
  readonly id: AudienceId;
  readonly version: number;
}

/** What a list is searched and sorted by: an audience without its definition, which may be large. */
export interface StoredHead extends Pick<StoredVersion, 'id' | 'version' | 'name' | 'description' | 'tags' | 'savedAtMs'> {
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Members when its newest version was saved. */
  readonly count: number;
}

/** A reference in a definition; version null: the newest, whichever that is. */
export interface StoredReference {
  readonly id: AudienceId;
  readonly version: number | null;
}

/** An audience whose newest version needs another: by itself, or through older versions that it asks for by number. */
export interface StoredUse {
  readonly id: AudienceId;
  readonly version: number;
  readonly name: string;
  readonly through: readonly { readonly id: AudienceId; readonly version: number }[];
}

/** So long after a save its key is known. */
const KEYS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Key of the lock under which all changes are made, one after the other; any number that nobody else uses. */
export const WRITE_LOCK = 7_216_041_389;

/** Saved audiences in the database: every method one question, or one step of a change. */
export class AudienceStore {
  private readonly db: Kysely<StoreTables>;

  constructor(db: Kysely<StoreTables>) {
    this.db = db;
  }

  /**
   * Makes a change: all of it or nothing, and no other change between what it reads and what it writes. When it answers, the
   * change is on the disk.
   */
  change<T>(steps: (store: AudienceStore) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${WRITE_LOCK}::bigint)`.execute(transaction);
      return steps(new AudienceStore(transaction));
    });
  }

  /** Every audience that is not deleted, in no order. */
  async list(): Promise<StoredAudience[]> {
    return (await this.selectNewest().execute()).map(toAudience);
  }

  /** Every audience that is not deleted, or every one that is, in no order, without definitions. */
  async listHeads(isDeleted = false): Promise<StoredHead[]> {
    const rows = await this.joinNewest()
      .where('audiences.deleted_at', isDeleted ? 'is not' : 'is', null)
      .select([
        'audiences.id',
        'audiences.version',
        'audiences.created_at',
        'audiences.created_by',
        'name',
        'description',
        'tags',
        'saved_at',
        'size_count',
      ])
      .execute();
    return rows.map((row) => ({
      // Checked when it was written.
      id: row.id as AudienceId,
      version: row.version,
      name: row.name,
      description: row.description,
      tags: row.tags,
      savedAtMs: row.saved_at.getTime(),
      createdAtMs: row.created_at.getTime(),
      createdBy: row.created_by,
      count: row.size_count,
    }));
  }

  /** Those of some ids, deleted or not, in no order. */
  async listByIds(ids: readonly AudienceId[]): Promise<StoredAudience[]> {
    if (ids.length === 0) return [];
    return (await this.selectKept().where('audiences.id', 'in', ids).execute()).map(toAudience);
  }

  /** An audience, deleted or not; null: there never was one. */
  async findKept(id: AudienceId): Promise<StoredAudience | null> {
    const row = await this.selectKept().where('audiences.id', '=', id).executeTakeFirst();
    return row === undefined ? null : toAudience(row);
  }

  /** An audience that is not deleted, or null. */
  async find(id: AudienceId): Promise<StoredAudience | null> {
    const row = await this.selectNewest().where('audiences.id', '=', id).executeTakeFirst();
    return row === undefined ? null : toAudience(row);
  }

  /** A version of an audience that is not deleted, or null. */
  async findVersion(id: AudienceId, version: number): Promise<StoredVersion | null> {
    const row = await this.selectVersions(id).where('audience_versions.version', '=', version).executeTakeFirst();
    return row === undefined ? null : toVersion(row);
  }

  /** A version of an audience, deleted or not, or null. */
  async findKeptVersion(id: AudienceId, version: number): Promise<StoredVersion | null> {
    const row = await this.selectKeptVersions(id).where('version', '=', version).executeTakeFirst();
    return row === undefined ? null : toVersion(row);
  }

  /** Every version of an audience, deleted or not, newest first; empty without one. */
  async listKeptVersions(id: AudienceId): Promise<StoredVersion[]> {
    return (await this.selectKeptVersions(id).orderBy('version', 'desc').execute()).map(toVersion);
  }

  /** What a save under a key made, and what was sent; null: nothing was saved under it, or long ago. */
  async findSave(sender: string, key: string): Promise<KeyedSave | null> {
    const row = await this.db
      .selectFrom('audience_saves')
      .selectAll()
      .where('sender', '=', sender)
      .where('key', '=', key)
      .executeTakeFirst();
    if (row === undefined) return null;
    // Checked when it was written.
    return { sender, key, request: row.request, id: row.audience_id as AudienceId, version: row.version };
  }

  /** Remembers a save by its key, and forgets those of long ago. */
  async addSave({ sender, key, request, id, version }: KeyedSave, atMs: number): Promise<void> {
    await this.db
      .deleteFrom('audience_saves')
      .where('saved_at', '<', new Date(atMs - KEYS_KEPT_MS))
      .execute();
    await this.db
      .insertInto('audience_saves')
      .values({ sender, key, request, audience_id: id, version, saved_at: new Date(atMs) })
      .execute();
  }

  /** What the definition of a version refers to. */
  async listReferences({ id, version }: Pick<StoredVersion, 'id' | 'version'>): Promise<StoredReference[]> {
    const rows = await this.db
      .selectFrom('audience_references')
      .select(['refers_to', 'refers_version'])
      .where('audience_id', '=', id)
      .where('version', '=', version)
      .orderBy('id')
      .execute();
    // Checked when they were written.
    return rows.map((row) => ({ id: row.refers_to as AudienceId, version: row.refers_version }));
  }

  /** The newest version that an id ever had, deleted or not; 0 when it never was. */
  async lastVersion(id: AudienceId): Promise<number> {
    const row = await this.db.selectFrom('audiences').select('version').where('id', '=', id).executeTakeFirst();
    return row?.version ?? 0;
  }

  /** Adds an audience with its first version; an id of a deleted one goes on from its last version. */
  async create(version: StoredVersion, references: readonly StoredReference[]): Promise<void> {
    const made = { created_at: new Date(version.savedAtMs), created_by: version.savedBy };
    await this.db
      .insertInto('audiences')
      .values({ id: version.id, version: version.version, ...made, deleted_at: null, deleted_by: null })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ version: version.version, ...made, deleted_at: null, deleted_by: null }),
      )
      .execute();
    await this.insertVersion(version, references);
  }

  /** Adds the next version of an audience. */
  async addVersion(version: StoredVersion, references: readonly StoredReference[]): Promise<void> {
    await this.db.updateTable('audiences').set({ version: version.version }).where('id', '=', version.id).execute();
    await this.insertVersion(version, references);
  }

  /** Adds the next version of a deleted audience, which is there again; whoever made it stays its maker. */
  async restore(version: StoredVersion, references: readonly StoredReference[]): Promise<void> {
    await this.db
      .updateTable('audiences')
      .set({ version: version.version, deleted_at: null, deleted_by: null })
      .where('id', '=', version.id)
      .execute();
    await this.insertVersion(version, references);
  }

  /** Marks an audience as deleted; its versions stay. */
  async remove(id: AudienceId, atMs: number, by: string): Promise<void> {
    await this.db
      .updateTable('audiences')
      .set({ deleted_at: new Date(atMs), deleted_by: by })
      .where('id', '=', id)
      .execute();
  }

  /**
   * The other audiences whose newest version needs this one, in order of their ids: also through an older version that
   * one asks for by number, and through those that it asks for.
   */
  async listUses(id: AudienceId): Promise<StoredUse[]> {
    const { rows } = await sql<{ root: string; root_version: number; name: string; id: string; version: number }>`
      with recursive reached (root, root_version, id, version) as (
        select id, version, id, version from audiences where deleted_at is null and id <> ${id}
        union
        select reached.root, reached.root_version, pinned.refers_to, pinned.refers_version
        from reached
        join audience_references as pinned on pinned.audience_id = reached.id and pinned.version = reached.version
        where pinned.refers_version is not null
      )
      select distinct reached.root, reached.root_version, newest.name, reached.id, reached.version
      from reached
      join audience_references as direct on direct.audience_id = reached.id and direct.version = reached.version
      join audience_versions as newest on newest.audience_id = reached.root and newest.version = reached.root_version
      where direct.refers_to = ${id}
    `.execute(this.db);
    const uses = new Map<
      string,
      { id: AudienceId; version: number; name: string; through: { id: AudienceId; version: number }[] }
    >();
    const sorted = [...rows].sort((a, b) => compareText(a.root, b.root) || compareText(a.id, b.id) || a.version - b.version);
    for (const row of sorted) {
      // Ids in the tables were checked when they were written.
      const use = uses.get(row.root) ?? { id: row.root as AudienceId, version: row.root_version, name: row.name, through: [] };
      const isOwn = row.id === row.root && row.version === row.root_version;
      if (!isOwn) use.through.push({ id: row.id as AudienceId, version: row.version });
      uses.set(row.root, use);
    }
    return [...uses.values()];
  }

  private async insertVersion(version: StoredVersion, references: readonly StoredReference[]): Promise<void> {
    await this.db
      .insertInto('audience_versions')
      .values({
        audience_id: version.id,
        version: version.version,
        name: version.name,
        description: version.description,
        tags: [...version.tags],
        definition: version.definition,
        hash: version.hash,
        note: version.note,
        saved_at: new Date(version.savedAtMs),
        saved_by: version.savedBy,
        size_count: version.size.count,
        size_base: version.size.base,
        size_snapshot: version.size.snapshot,
        size_as_of: new Date(version.size.asOfMs),
      })
      .execute();
    if (references.length === 0) return;
    await this.db
      .insertInto('audience_references')
      .values(
        references.map((reference) => ({
          audience_id: version.id,
          version: version.version,
          refers_to: reference.id,
          refers_version: reference.version,
        })),
      )
      .execute();
  }

  private selectNewest() {
    return this.selectKept().where('audiences.deleted_at', 'is', null);
  }

  private selectKept() {
    return this.joinNewest()
      .selectAll('audience_versions')
      .select(['audiences.created_at', 'audiences.created_by', 'audiences.deleted_at', 'audiences.deleted_by']);
  }

  private joinNewest() {
    return this.db
      .selectFrom('audiences')
      .innerJoin('audience_versions', (join) =>
        join
          .onRef('audience_versions.audience_id', '=', 'audiences.id')
          .onRef('audience_versions.version', '=', 'audiences.version'),
      );
  }

  private selectKeptVersions(id: AudienceId) {
    return this.db.selectFrom('audience_versions').where('audience_id', '=', id).selectAll();
  }

  private selectVersions(id: AudienceId) {
    return this.db
      .selectFrom('audiences')
      .innerJoin('audience_versions', 'audience_versions.audience_id', 'audiences.id')
      .where('audiences.deleted_at', 'is', null)
      .where('audiences.id', '=', id)
      .selectAll('audience_versions');
  }
}

type VersionRow = Selectable<AudienceVersionsTable>;

interface AudienceRow extends VersionRow {
  readonly created_at: Date;
  readonly created_by: string;
  readonly deleted_at: Date | null;
  readonly deleted_by: string | null;
}

function toAudience(row: AudienceRow): StoredAudience {
  const deleted = row.deleted_at === null ? null : { atMs: row.deleted_at.getTime(), by: row.deleted_by ?? '' };
  return { newest: toVersion(row), createdAtMs: row.created_at.getTime(), createdBy: row.created_by, deleted };
}

function toVersion(row: VersionRow): StoredVersion {
  return {
    // Checked when it was written.
    id: row.audience_id as AudienceId,
    version: row.version,
    name: row.name,
    description: row.description,
    tags: row.tags,
    definition: row.definition,
    hash: row.hash,
    note: row.note,
    savedAtMs: row.saved_at.getTime(),
    savedBy: row.saved_by,
    size: { count: row.size_count, base: row.size_base, snapshot: row.size_snapshot, asOfMs: row.size_as_of.getTime() },
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
