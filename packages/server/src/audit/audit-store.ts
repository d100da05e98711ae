import { type AuditAction, type AuditActor, type AuditHead, SilhouetteError, writeCanonicalJson } from '@silhouette/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import { escapeAsJson } from '../privacy/key-in-text.ts';
import { AUDIT_GUARDS } from '../store/make-audit-tables.ts';
import type { AuditEntriesTable, StoreTables } from '../store/tables.ts';
import type { AuditKeys } from './audit-keys.ts';
import { eraseTexts } from './erase-texts.ts';
import { readBody, readText } from './read-body.ts';
import { cleanText, type DescribedEntry, NO_HASH, type SealedEntry, sealEntry } from './seal-entry.ts';

/** Which entries are listed. */
export interface AuditFilter {
  /** Not before, ms since 1970; null: from the first. */
  readonly fromMs: number | null;
  /** Before, ms since 1970; null: to the last. */
  readonly toMs: number | null;
  /** Id or name of who did it. */
  readonly actor: string | null;
  readonly actions: readonly AuditAction[];
  /** An id that the entry is about, or a customer's key that it holds. */
  readonly subject: string | null;
  /** Part of an entry, whatever its case. */
  readonly text: string | null;
}

/** Lists everything. */
export const EVERY_ENTRY: AuditFilter = { fromMs: null, toMs: null, actor: null, actions: [], subject: null, text: null };

/** Key of the lock under which entries are added, also by several servers; any number that nobody else uses. */
const WRITE_LOCK = 7_216_041_391;
/** Rows of one statement: its parameters are 13 each, of 65,535 at most. */
const MOST_ROWS = 1000;

/** The audit log in the database. */
export class AuditStore {
  private readonly db: Kysely<StoreTables>;
  private readonly keys: AuditKeys;

  constructor(db: Kysely<StoreTables>, keys: AuditKeys) {
    this.db = db;
    this.keys = keys;
  }

  /**
   * Adds entries behind the last, all or none; then they are on the disk.
   * @throws SilhouetteError `audit-broken` when the head that is there was not sealed by a key that is known.
   */
  async append(entries: readonly DescribedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.db.transaction().execute(async (transaction) => {
      await takeLock(transaction);
      const head = await new AuditStore(transaction, this.keys).findHead();
      await this.addBehind(transaction, head, entries);
    });
  }

  /**
   * Removes the entries before the first that is not older than a time, and says so with an entry of its own, from which the
   * rest can still be checked; gives how many went.
   */
  trim(beforeMs: number, describe: (removed: TrimmedEntries) => DescribedEntry): Promise<number> {
    return this.db.transaction().execute(async (transaction) => {
      await takeLock(transaction);
      const head = await new AuditStore(transaction, this.keys).findHead();
      if (head === null) return 0;
      const kept = await transaction
        .selectFrom('audit_entries')
        .select('sequence')
        .where('at', '>=', new Date(beforeMs))
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst();
      const through = (kept?.sequence ?? head.sequence + 1) - 1;
      if (through < head.first) return 0;
      const last = await transaction
        .selectFrom('audit_entries')
        .select(['hash'])
        .where('sequence', '=', through)
        .executeTakeFirstOrThrow();
      const count = through - head.first + 1;
      const entry = describe({ from: head.first, through, count, hash: last.hash });
      await this.addBehind(transaction, head, [entry], through + 1);
      await sql`select set_config('silhouette.audit_trim', 'yes', true)`.execute(transaction);
      await transaction.deleteFrom('audit_texts').where('sequence', '<=', through).execute();
      await transaction.deleteFrom('audit_entries').where('sequence', '<=', through).execute();
      return count;
    });
  }

  /**
   * Erases a customer's key, and the texts that name it ({@link eraseTexts}), from every entry; gives of how many. The chain stays as it
   * is: it never held them.
   */
  async erase(key: string): Promise<number> {
    // Texts lie as JSON text, and a definition is JSON text itself: there the key is written with escapes of escapes.
    const once = escapeAsJson(key);
    const twice = escapeAsJson(once);
    return this.db.transaction().execute(async (transaction) => {
      await sql`select set_config('silhouette.audit_erase', 'yes', true)`.execute(transaction);
      let erased = 0;
      for (let last = 0; ; ) {
        const rows = await transaction
          .selectFrom('audit_texts')
          .innerJoin('audit_entries', 'audit_entries.sequence', 'audit_texts.sequence')
          .select(['audit_texts.sequence', 'audit_texts.texts', 'audit_entries.body'])
          .where('audit_texts.sequence', '>', last)
          .where(
            sql<boolean>`exists (select 1 from unnest(texts) as one where position(${once} in one) > 0 or position(${twice} in one) > 0)`,
          )
          .orderBy('audit_texts.sequence')
          .limit(MOST_ROWS)
          .execute();
        for (const { sequence, texts, body } of rows) {
          const before = texts.map(readText);
          const after = eraseTexts(
            readBody(body).texts.map(({ name }) => name),
            before,
            key,
          );
          if (after === before) continue;
          erased += 1;
          const kept = texts.map((text, index) => (after[index] === null ? null : text));
          await transaction.updateTable('audit_texts').set({ texts: kept }).where('sequence', '=', sequence).execute();
        }
        if (rows.length < MOST_ROWS) return erased;
        last = rows.at(-1)?.sequence ?? last;
      }
    });
  }

  /** Where the log ends; null before the first entry. */
  async findHead(): Promise<AuditHead | null> {
    return (await this.findEnd()).head;
  }

  /** The head, and the last entry there is (0 without any), at one moment. */
  async findEnd(): Promise<{ readonly head: AuditHead | null; readonly last: number }> {
    // One statement sees one moment.
    const row = await this.db
      .selectFrom(sql<{ one: number }>`(select 1 as one)`.as('always'))
      .leftJoin('audit_head', (join) => join.on('audit_head.id', '=', 1))
      .select(['audit_head.sequence', 'audit_head.hash', 'audit_head.first', 'audit_head.key_name', 'audit_head.seal'])
      .select((select) =>
        select
          .selectFrom('audit_entries')
          .select((one) => one.fn.max('sequence').as('last'))
          .as('last'),
      )
      .executeTakeFirstOrThrow();
    const { sequence, hash, first, key_name: key, seal, last } = row;
    const isThere = sequence !== null && hash !== null && first !== null && key !== null && seal !== null;
    return { head: isThere ? { sequence, hash, first, key, seal } : null, last: Number(last ?? 0) };
  }

  /** Entries behind a sequence, oldest first. */
  async listAfter(sequence: number, most: number, filter: AuditFilter = EVERY_ENTRY): Promise<SealedEntry[]> {
    const rows = await this.select(filter)
      .where('audit_entries.sequence', '>', sequence)
      .orderBy('audit_entries.sequence')
      .limit(most)
      .execute();
    return rows.map(toEntry);
  }

  /** Entries before a sequence (null: all), newest first. */
  async listBefore(sequence: number | null, most: number, filter: AuditFilter): Promise<SealedEntry[]> {
    let query = this.select(filter).orderBy('audit_entries.sequence', 'desc').limit(most);
    if (sequence !== null) query = query.where('audit_entries.sequence', '<', sequence);
    return (await query.execute()).map(toEntry);
  }

  /** Everybody known who did anything in a time, as `kind id`. */
  async listActors(fromMs: number, toMs: number): Promise<string[]> {
    const rows = await this.db
      .selectFrom('audit_entries')
      .select(['actor_kind', 'actor_id'])
      .distinct()
      .where('at', '>=', new Date(fromMs))
      .where('at', '<', new Date(toMs))
      .where('actor_kind', '!=', 'unknown')
      .execute();
    return rows.map((row) => `${row.actor_kind} ${row.actor_id}`);
  }

  /** Whether every trigger that guards the log is there and on. */
  async isGuarded(): Promise<boolean> {
    const { rows } = await sql<{ found: number }>`
      select count(*)::integer as found from pg_trigger
      where tgrelid in ('audit_entries'::regclass, 'audit_texts'::regclass, 'audit_head'::regclass)
        and tgname like 'audit\\_%' and tgenabled = 'O'
    `.execute(this.db);
    return rows[0]?.found === AUDIT_GUARDS;
  }

  private async addBehind(
    db: Kysely<StoreTables>,
    head: AuditHead | null,
    entries: readonly DescribedEntry[],
    first = head?.first ?? 1,
  ): Promise<void> {
    // A head that was written by hand is not sealed anew as if it were ours.
    if (head !== null && this.keys.check(writeHeadText(head), head) === false) {
      throw SilhouetteError.of('audit-broken', 'The head of the audit log was changed; "silhouette audit verify" tells more.');
    }
    let sequence = head?.sequence ?? 0;
    let previous = head?.hash ?? NO_HASH;
    const sealed = entries.map((entry) => {
      sequence += 1;
      const one = sealEntry(entry, sequence, previous, this.keys);
      previous = one.hash;
      return one;
    });
    for (let start = 0; start < sealed.length; start += MOST_ROWS) {
      await insertEntries(db, sealed.slice(start, start + MOST_ROWS));
    }
    const end = { sequence, hash: previous, first };
    const { key, seal } = this.keys.seal(writeHeadText(end));
    const set = { ...end, key_name: key, seal };
    await db
      .insertInto('audit_head')
      .values({ id: 1, ...set })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(set))
      .execute();
  }

  private select({ fromMs, toMs, actor, actions, subject, text }: AuditFilter) {
    let query = this.db
      .selectFrom('audit_entries')
      .leftJoin('audit_texts', 'audit_texts.sequence', 'audit_entries.sequence')
      .selectAll('audit_entries')
      .select('audit_texts.texts');
    if (fromMs !== null) query = query.where('audit_entries.at', '>=', new Date(fromMs));
    if (toMs !== null) query = query.where('audit_entries.at', '<', new Date(toMs));
    if (actions.length > 0) query = query.where('action', 'in', [...actions]);
    if (actor !== null) {
      const clean = cleanText(actor);
      query = query.where((where) => where.or([where('actor_id', '=', clean), where('actor_name', '=', clean)]));
    }
    if (subject !== null) {
      const [clean, quoted] = [cleanText(subject), JSON.stringify(subject)];
      query = query.where(sql<boolean>`(${clean} = any(subject) or ${quoted} = any(audit_texts.texts))`);
    }
    if (text !== null) {
      // Bodies are JSON text: what is looked for is written as there.
      const sought = escapeAsJson(text).toLowerCase();
      query = query.where(sql<boolean>`(position(${sought} in lower(body)) > 0 or exists (
        select 1 from unnest(audit_texts.texts) as one where position(${sought} in lower(one)) > 0
      ))`);
    }
    return query;
  }
}

/** What a removal by age has taken. */
export interface TrimmedEntries {
  readonly from: number;
  readonly through: number;
  readonly count: number;
  /** Hash of the last that went: what the first that is kept goes on from. */
  readonly hash: string;
}

/** What the seal of a head is of. */
export function writeHeadText({ sequence, hash, first }: Pick<AuditHead, 'sequence' | 'hash' | 'first'>): string {
  return writeCanonicalJson({ sequence, hash, first });
}

async function takeLock(db: Kysely<StoreTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${WRITE_LOCK}::bigint)`.execute(db);
}

async function insertEntries(db: Kysely<StoreTables>, sealed: readonly SealedEntry[]): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values(
      sealed.map((one) => ({
        sequence: one.sequence,
        at: new Date(one.atMs),
        actor_kind: one.actor.kind,
        actor_id: one.actor.id,
        actor_name: one.actor.name,
        action: one.action,
        subject: [...one.subject],
        address: one.address,
        route: one.route,
        body: one.body,
        hash: one.hash,
        key_name: one.key,
        seal: one.seal,
      })),
    )
    .execute();
  const withTexts = sealed.filter(({ texts }) => texts.length > 0);
  if (withTexts.length === 0) return;
  await db
    .insertInto('audit_texts')
    .values(withTexts.map(({ sequence, atMs, texts }) => ({ sequence, at: new Date(atMs), texts: [...texts] })))
    .execute();
}

function toEntry(row: Selectable<AuditEntriesTable> & { readonly texts: (string | null)[] | null }): SealedEntry {
  return {
    sequence: row.sequence,
    atMs: row.at.getTime(),
    // Checked against the body by whoever verifies.
    actor: { kind: row.actor_kind as AuditActor['kind'], id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: row.subject,
    address: row.address,
    route: row.route,
    body: row.body,
    hash: row.hash,
    key: row.key_name,
    seal: row.seal,
    texts: row.texts ?? [],
  };
}
