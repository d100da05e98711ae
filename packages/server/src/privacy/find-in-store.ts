import { type Kysely, sql } from 'kysely';
import type { StoreTables } from '../store/tables.ts';
import { listForms, listSought } from './key-in-text.ts';

/**
 * Columns of the store that hold a key anywhere, as people may have written it into a name, a note or a condition. In small letters, too:
 * a saved audience has its id from its name.
 */
export async function findInStore(
  db: Kysely<StoreTables>,
  keys: readonly string[],
): Promise<{ readonly table: string; readonly column: string; readonly rows: number }[]> {
  const forms = [...new Set(listSought(keys).flatMap(listForms))];
  if (forms.length === 0) return [];
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'character varying', 'ARRAY', 'json', 'jsonb')
    order by 1, 2
  `.execute(db);
  const found = [];
  for (const { table, column, type } of columns) {
    // A list as text would escape its items once more.
    const text = type === 'ARRAY' ? sql.ref('one') : sql`${sql.ref(column)}::text`;
    const holds = sql.join(
      forms.flatMap((form) => [
        sql<boolean>`position(${form} in ${text}) > 0`,
        sql<boolean>`position(${form.toLowerCase()} in ${text}) > 0`,
      ]),
      sql` or `,
    );
    const test = type === 'ARRAY' ? sql`exists (select 1 from unnest(${sql.ref(column)}) as one where ${holds})` : holds;
    const { rows } = await sql<{ rows: number }>`
      select count(*)::integer as rows from ${sql.table(table)} where ${test}
    `.execute(db);
    const count = rows[0]?.rows ?? 0;
    if (count > 0) found.push({ table, column, rows: count });
  }
  return found;
}
