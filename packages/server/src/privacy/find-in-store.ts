import { type Kysely, sql } from 'kysely';
import type { StoreTables } from '../store/tables.ts';

/** Keys shorter than this stand in too many texts by chance: they are looked for only where they are kept as keys. */
const LEAST_SOUGHT = 4;

/** Columns of the store that hold a key anywhere, as people may have written it into a name, a note or a condition. */
export async function findInStore(
  db: Kysely<StoreTables>,
  keys: readonly string[],
): Promise<{ readonly table: string; readonly column: string; readonly rows: number }[]> {
  const sought = keys.filter((key) => key.length >= LEAST_SOUGHT);
  if (sought.length === 0) return [];
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_name as table, c.column_name as column from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'character varying', 'ARRAY', 'json', 'jsonb')
    order by 1, 2
  `.execute(db);
  const found = [];
  for (const { table, column } of columns) {
    const forms = [...new Set(sought.flatMap((key) => [key, JSON.stringify(key).slice(1, -1)]))];
    const holds = forms.map((form) => sql<boolean>`position(${form} in ${sql.ref(column)}::text) > 0`);
    const { rows } = await sql<{ rows: number }>`
      select count(*)::integer as rows from ${sql.table(table)} where ${sql.join(holds, sql` or `)}
    `.execute(db);
    const count = rows[0]?.rows ?? 0;
    if (count > 0) found.push({ table, column, rows: count });
  }
  return found;
}
