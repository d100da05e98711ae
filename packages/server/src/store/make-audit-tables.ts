import { type Kysely, sql } from 'kysely';

/**
 * The tables of the audit log, and triggers by which the database itself refuses to change them: entries are only added,
 * and go by age alone (two years, by the database's own clock); of texts that may be erased nothing but that; the head goes
 * forward. Whoever owns the tables can take the triggers away: what is done then the chain shows.
 */
export async function makeAuditTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('sequence', 'double precision', (column) => column.primaryKey())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor_name', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', sql`text[]`, (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('route', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('key_name', 'text', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('audit_entries_at').on('audit_entries').columns(['at']).execute();
  await db.schema.createIndex('audit_entries_actor').on('audit_entries').columns(['actor_id', 'sequence']).execute();
  await db.schema.createIndex('audit_entries_action').on('audit_entries').columns(['action', 'sequence']).execute();
  await db.schema
    .createTable('audit_texts')
    .addColumn('sequence', 'double precision', (column) => column.primaryKey())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('texts', sql`text[]`, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('sequence', 'double precision', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('first', 'double precision', (column) => column.notNull())
    .addColumn('key_name', 'text', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .execute();
  for (const statement of GUARDS) await sql.raw(statement).execute(db);
}

const GUARDS = [
  `create function audit_refuse() returns trigger language plpgsql as $$
  begin
    raise exception 'The audit log is only added to: % on % is refused.', tg_op, tg_table_name using errcode = '42501';
  end $$`,
  `create function audit_refuse_delete() returns trigger language plpgsql as $$
  begin
    if current_setting('silhouette.audit_trim', true) = 'yes' and old.at < now() - interval '2 years' then
      return old;
    end if;
    raise exception 'The audit log is only added to: % on % is refused.', tg_op, tg_table_name using errcode = '42501';
  end $$`,
  `create function audit_check_erasure() returns trigger language plpgsql as $$
  begin
    if current_setting('silhouette.audit_erase', true) = 'yes' and new.sequence = old.sequence and new.at = old.at
      and array_length(new.texts, 1) = array_length(old.texts, 1)
      and not exists (
        select 1 from generate_subscripts(old.texts, 1) as place
        where new.texts[place] is not null and new.texts[place] is distinct from old.texts[place]
      ) then
      return new;
    end if;
    raise exception 'The audit log is only added to: % on % is refused.', tg_op, tg_table_name using errcode = '42501';
  end $$`,
  `create function audit_check_head() returns trigger language plpgsql as $$
  begin
    if new.id = old.id and new.sequence > old.sequence and new.first >= old.first then
      return new;
    end if;
    raise exception 'The head of the audit log only goes forward: % on % is refused.', tg_op, tg_table_name using errcode = '42501';
  end $$`,
  'create trigger audit_entries_change before update on audit_entries for each row execute function audit_refuse()',
  'create trigger audit_entries_delete before delete on audit_entries for each row execute function audit_refuse_delete()',
  'create trigger audit_entries_truncate before truncate on audit_entries execute function audit_refuse()',
  'create trigger audit_texts_change before update on audit_texts for each row execute function audit_check_erasure()',
  'create trigger audit_texts_delete before delete on audit_texts for each row execute function audit_refuse_delete()',
  'create trigger audit_texts_truncate before truncate on audit_texts execute function audit_refuse()',
  'create trigger audit_head_change before update on audit_head for each row execute function audit_check_head()',
  'create trigger audit_head_delete before delete on audit_head for each row execute function audit_refuse()',
  'create trigger audit_head_truncate before truncate on audit_head execute function audit_refuse()',
];

/** How many triggers guard the log, when none is taken away or switched off. */
export const AUDIT_GUARDS = GUARDS.filter((statement) => statement.startsWith('create trigger')).length;
