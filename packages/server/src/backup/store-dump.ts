import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { SilhouetteError } from '@silhouette/model';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { listMigrations } from '../store/migrations.ts';
import type { StoreTables } from '../store/tables.ts';

/**
 * Every table, those that others refer to first, and whether it is kept: sign-ins are not, so that none that was ended comes back.
 * One that is forgotten is an error of types.
 */
const IS_KEPT = {
  user: true,
  session: false,
  account: true,
  verification: false,
  twoFactor: true,
  roles: true,
  account_links: true,
  api_keys: true,
  sign_in_attempts: true,
  used_codes: true,
  audiences: true,
  audience_versions: true,
  audience_references: true,
  audience_saves: true,
  catalog_edits: true,
  catalog_edit_history: true,
  exports: true,
  export_marks: true,
  audit_entries: true,
  audit_texts: true,
  audit_head: true,
} satisfies Record<keyof StoreTables, boolean>;
const TABLES = Object.entries(IS_KEPT).flatMap(([table, isKept]) => (isKept ? [table] : []));

/** Rows that are read, or put in, at a time. */
const BATCH = 500;

const headSchema = z.object({ format: z.literal(1), migrations: z.array(z.string()), auditKey: z.string().nullable() });
const sequenceSchema = z.object({ table: z.string(), column: z.string(), value: z.number().int() });
const endSchema = z.object({ rows: z.number().int() });

/** What the first line of a dump tells. */
export interface DumpHead {
  /** Changes of the tables that were made, in order. */
  readonly migrations: readonly string[];
  /** Name of the key that sealed the head of the audit log; null where nothing was recorded. */
  readonly auditKey: string | null;
}

/**
 * Writes all rows of the store into a new file that only its owner may read: one line each, the table's name, a tab and the row as
 * PostgreSQL writes JSON, which holds every value to its last digit; first {@link DumpHead}, last how many rows there are. All of
 * it is one moment of the database: one transaction, REPEATABLE READ.
 * @returns how many rows.
 */
export async function writeStoreDump(db: Kysely<StoreTables>, path: string): Promise<number> {
  const migrations = await listMigrations(db);
  const file = await open(path, 'wx', 0o600);
  try {
    const rows = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (transaction) => {
        const head = await transaction.selectFrom('audit_head').select('key_name').executeTakeFirst();
        await writeLine(file, ':head', { format: 1, migrations, auditKey: head?.key_name ?? null });
        let count = 0;
        for (const table of TABLES) count += await dumpTable(transaction, table, file);
        await dumpSequences(transaction, file);
        await writeLine(file, ':end', { rows: count });
        return count;
      });
    await file.sync();
    return rows;
  } finally {
    await file.close();
  }
}

async function dumpTable(db: Kysely<StoreTables>, table: string, file: FileHandle): Promise<number> {
  await sql`declare silhouette_dump no scroll cursor for select to_json(t)::text as row from ${sql.table(table)} as t`.execute(
    db,
  );
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(BATCH)} from silhouette_dump`.execute(db);
    if (rows.length === 0) break;
    count += rows.length;
    await file.appendFile(rows.map(({ row }) => `${table}\t${row}\n`).join(''));
  }
  await sql`close silhouette_dump`.execute(db);
  return count;
}

async function dumpSequences(db: Kysely<StoreTables>, file: FileHandle): Promise<void> {
  const { rows } = await sql<{ table: string; column: string; value: string | number | null }>`
    select table_name::text as table, column_name::text as column,
      pg_sequence_last_value(pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass) as value
    from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES' and table_name in (${sql.join(TABLES)})
    order by table_name`.execute(db);
  for (const { table, column, value } of rows)
    if (value !== null) await writeLine(file, ':sequence', { table, column, value: Number(value) });
}

function writeLine(file: FileHandle, name: string, data: object): Promise<void> {
  return file.appendFile(`${name}\t${JSON.stringify(data)}\n`);
}

/** The first line of a dump. @throws SilhouetteError `backup-damaged`. */
export async function readDumpHead(path: string): Promise<DumpHead> {
  for await (const [name, text] of readLines(path)) {
    if (name === ':head') return readJson(headSchema, text);
    break;
  }
  throw damaged('it does not begin as one');
}

/**
 * Puts the rows of a dump into tables that are empty and as its head tells; to be called in a transaction.
 * @returns how many rows. @throws SilhouetteError `backup-damaged` where it does not go to its end.
 */
export async function insertStoreDump(db: Kysely<StoreTables>, path: string): Promise<number> {
  let table = '';
  let batch: string[] = [];
  let count = 0;
  let end: number | null = null;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insertRows(db, table, batch);
    count += batch.length;
    batch = [];
  };
  for await (const [name, text] of readLines(path)) {
    if (end !== null) throw damaged('something stands behind its end');
    if (name !== table || batch.length >= BATCH) await flush();
    if (name === ':end') end = readJson(endSchema, text).rows;
    else if (name === ':sequence') await setSequence(db, readJson(sequenceSchema, text));
    else if (name !== ':head') {
      if (!TABLES.includes(name)) throw damaged(`it has rows of a table "${name}" that is unknown here`);
      table = name;
      batch.push(text);
    }
  }
  if (end !== count) throw damaged(end === null ? 'its end is missing' : `it has ${count} rows instead of ${end}`);
  return count;
}

async function insertRows(db: Kysely<StoreTables>, table: string, rows: readonly string[]): Promise<void> {
  const target = sql.table(table);
  await sql`insert into ${target} overriding system value
    select * from json_populate_recordset(null::${target}, ${`[${rows.join(',')}]`}::json)`.execute(db);
}

async function setSequence(db: Kysely<StoreTables>, { table, column, value }: z.infer<typeof sequenceSchema>): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(quote_ident(${table}), ${column})::regclass, ${value}::bigint)`.execute(db);
}

/** Whether no table of the store holds a row; tables that are not there hold none. */
export async function isStoreEmpty(db: Kysely<StoreTables>): Promise<boolean> {
  const there = new Set((await db.introspection.getTables()).map(({ name }) => name));
  for (const table of TABLES) {
    if (!there.has(table)) continue;
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) return false;
  }
  return true;
}

/** Lines end at a line feed alone: texts in JSON may hold other characters that some readers take for an end. */
async function* readLines(path: string): AsyncGenerator<readonly [name: string, text: string]> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield splitLine(line);
  }
  if (rest !== '') throw damaged('its last line is cut');
}

function splitLine(line: string): readonly [name: string, text: string] {
  const place = line.indexOf('\t');
  if (place < 0) throw damaged('a line of it is none');
  return [line.slice(0, place), line.slice(place + 1)];
}

function readJson<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw SilhouetteError.of(
      'backup-damaged',
      'The rows of the database in this backup cannot be read; use another backup.',
      '',
      error,
    );
  }
}

function damaged(reason: string): SilhouetteError {
  return SilhouetteError.of(
    'backup-damaged',
    `The rows of the database in this backup are not whole: ${reason}. Use another backup.`,
  );
}
