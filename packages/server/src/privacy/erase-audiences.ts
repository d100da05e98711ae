import { createHash } from 'node:crypto';
import { type PreparedQuestion, prepareQuestion } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceId,
  isPlainObject,
  type PlainObject,
  parseJsonText,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import { resolveFromStore } from '../audiences/resolve-from-store.ts';
import { AudienceStore, WRITE_LOCK } from '../store/audience-store.ts';
import type { AudienceVersionsTable, StoreTables } from '../store/tables.ts';
import { eraseDefinition } from './erase-definition.ts';

/** Said with every version that was changed: the one case where one is. */
const NOTE = 'Customers were erased from this version.';

/** Who is erased from saved audiences, and what new versions are counted with. */
export interface AudienceErasure {
  readonly keys: readonly string[];
  /** The snapshot that is left; null: none was ever loaded. */
  readonly snapshot: Snapshot | null;
  count(question: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }>;
  readonly nowMs: number;
  readonly by: string;
}

/**
 * Takes keys out of every version of every saved audience, deleted ones too, and makes a new version of those whose newest
 * named one. All or nothing; gives how many versions were changed.
 */
export async function eraseFromAudiences(db: Kysely<StoreTables>, erasure: AudienceErasure): Promise<number> {
  const keys = new Set(erasure.keys);
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${WRITE_LOCK}::bigint)`.execute(transaction);
    let changed = 0;
    const rows = await transaction
      .selectFrom('audience_versions')
      .selectAll()
      .orderBy('audience_id')
      .orderBy('version')
      .execute();
    for (const row of rows) {
      const definition = parseJsonText(row.definition);
      if (!isPlainObject(definition)) continue;
      const erased = eraseDefinition(definition, keys);
      if (erased === definition) continue;
      changed += 1;
      const meaning = await readMeaning(transaction, erasure, row, erased);
      const next = {
        definition: writeJsonText(erased),
        hash: meaning.hash,
        note: row.note === null || row.note === '' ? NOTE : `${row.note} ${NOTE}`,
      };
      await transaction
        .updateTable('audience_versions')
        .set(next)
        .where('audience_id', '=', row.audience_id)
        .where('version', '=', row.version)
        .execute();
      await addVersion(transaction, erasure, { ...row, ...next }, meaning);
    }
    return changed;
  });
}

interface Meaning {
  readonly hash: string;
  readonly size: Pick<Selectable<AudienceVersionsTable>, 'size_count' | 'size_base' | 'size_snapshot' | 'size_as_of'> | null;
}

/** Hash and size of what is left; one that the catalog of today does not know keeps its size, and has the hash of its text. */
async function readMeaning(
  db: Kysely<StoreTables>,
  { snapshot, count }: AudienceErasure,
  row: Selectable<AudienceVersionsTable>,
  definition: PlainObject,
): Promise<Meaning> {
  const ofText = { hash: createHash('sha256').update(writeJsonText(definition)).digest('hex'), size: null };
  if (snapshot === null) return ofText;
  try {
    const prepared = await prepareQuestion({
      snapshot,
      definition,
      asOf: null,
      // Checked when it was written.
      resolveAudience: resolveFromStore(new AudienceStore(db), {
        id: row.audience_id as AudienceId,
        version: row.version,
        definition,
      }),
    });
    const size = await count(prepared);
    const counted = {
      size_count: size.count,
      size_base: size.base,
      size_snapshot: snapshot.id,
      size_as_of: new Date(snapshot.asOfMs),
    };
    return { hash: prepared.hash, size: counted };
  } catch (error) {
    if (error instanceof SilhouetteError && error.status < 500) return ofText;
    throw error;
  }
}

/** The next version, of one that is the newest and not deleted: whoever has it open sees that it has changed. */
async function addVersion(
  db: Kysely<StoreTables>,
  { nowMs, by }: AudienceErasure,
  row: Selectable<AudienceVersionsTable>,
  { size }: Meaning,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('audiences')
    .set({ version: row.version + 1 })
    .where('id', '=', row.audience_id)
    .where('version', '=', row.version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await db
    .insertInto('audience_versions')
    .values({ ...row, ...size, version: row.version + 1, note: NOTE, saved_at: new Date(nowMs), saved_by: by })
    .execute();
  await sql`
    insert into audience_references (audience_id, version, refers_to, refers_version)
    select audience_id, version + 1, refers_to, refers_version from audience_references
    where audience_id = ${row.audience_id} and version = ${row.version}
  `.execute(db);
}
