import { isPlainObject, parseJsonText, writeJsonText } from '@silhouette/model';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { StoreTables } from '../store/tables.ts';
import { eraseDefinition } from './erase-definition.ts';
import { blankKeys, listForms, listSought } from './key-in-text.ts';

/** Columns of what people write in their own words, and the columns that tell a row from others. */
export const WRITTEN = [
  { table: 'exports', columns: ['purpose', 'decision_note', 'issues', 'audience_name'], id: ['id'] },
  { table: 'export_marks', columns: ['purpose'], id: ['export_id'] },
  { table: 'audience_versions', columns: ['name', 'description', 'note'], id: ['audience_id', 'version'] },
  { table: 'roles', columns: ['label_ko', 'label_en'], id: ['id'] },
  { table: 'api_keys', columns: ['name'], id: ['id'] },
] as const;

/**
 * Takes keys out of what people wrote in their own words (what an export is for, notes of decisions, names, notes and tags of saved
 * audiences, names of roles and of API keys), where they stand as words; gives how many texts were changed.
 */
export async function eraseFromWritten(db: Kysely<StoreTables>, keys: readonly string[]): Promise<number> {
  // In JSON text a key stands escaped.
  const forms = [...new Set(listSought(keys).flatMap(listForms))];
  if (forms.length === 0) return 0;
  let changed = 0;
  for (const { table, columns, id } of WRITTEN) {
    for (const column of columns) {
      const holds = forms.map((form) => sql<boolean>`position(${form} in ${sql.ref(column)}) > 0`);
      const { rows } = await sql<{ text: string; id: (string | number)[] }>`
        select ${sql.ref(column)} as text, json_build_array(${sql.join(id.map((one) => sql.ref(one)))}) as id
        from ${sql.table(table)} where ${sql.join(holds, sql` or `)}
      `.execute(db);
      for (const row of rows) {
        const blanked = column === 'issues' ? blankIssues(row.text, keys) : blankKeys(row.text, keys);
        if (blanked === row.text) continue;
        const same = id.map((one, index) => sql<boolean>`${sql.ref(one)} = ${row.id[index]}`);
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${blanked} where ${sql.join(same, sql` and `)}`.execute(
          db,
        );
        changed += 1;
      }
    }
  }
  return changed + (await eraseFromTags(db, keys));
}

/** Tags of saved audiences; two that come out the same are one. */
async function eraseFromTags(db: Kysely<StoreTables>, keys: readonly string[]): Promise<number> {
  let changed = 0;
  const rows = await db.selectFrom('audience_versions').select(['audience_id', 'version', 'tags']).execute();
  for (const { audience_id: id, version, tags } of rows) {
    const blanked = tags.map((tag) => blankKeys(tag, keys));
    const changedTags = blanked.filter((tag, index) => tag !== tags[index]).length;
    if (changedTags === 0) continue;
    await db
      .updateTable('audience_versions')
      .set({ tags: [...new Set(blanked)] })
      .where('audience_id', '=', id)
      .where('version', '=', version)
      .execute();
    changed += changedTags;
  }
  return changed;
}

const issuesSchema = z.array(z.looseObject({ message: z.string() }));

/** Why an export failed, or was refused: what somebody wrote stands in the messages. */
function blankIssues(text: string, keys: readonly string[]): string {
  const issues = issuesSchema.parse(JSON.parse(text));
  const blanked = issues.map((issue) => ({ ...issue, message: blankKeys(issue.message, keys) }));
  return blanked.every(({ message }, index) => message === issues[index]?.message) ? text : JSON.stringify(blanked);
}

/** Columns of row scopes: of people, and of invitations. */
export const SCOPES = [
  { table: 'user', column: 'rowScope' },
  { table: 'account_links', column: 'row_scope' },
] as const;

/**
 * Takes keys out of the row scopes of people, of invitations, and of what exports were asked with; gives how many were changed. A scope
 * of nobody but them lets its people see nobody.
 */
export async function eraseFromScopes(db: Kysely<StoreTables>, keys: readonly string[]): Promise<number> {
  const gone = new Set(keys);
  let changed = 0;
  for (const { table, column } of SCOPES) {
    const { rows } = await sql<{ id: string; scope: string }>`
      select id, ${sql.ref(column)} as scope from ${sql.table(table)} where ${sql.ref(column)} is not null
    `.execute(db);
    for (const { id, scope } of rows) {
      const next = eraseScope(scope, gone);
      if (next === scope) continue;
      // One that is changed meanwhile stays as it is then, and is counted with what remains.
      await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${next} where id = ${id} and ${sql.ref(column)} = ${scope}
      `.execute(db);
      changed += 1;
    }
  }
  for (const { id, access } of await db.selectFrom('exports').select(['id', 'access']).execute()) {
    if (access === '') continue;
    const asked = accessSchema.parse(JSON.parse(access));
    const rowScope = eraseScope(asked.rowScope, gone);
    const purpose = asked.purpose === null ? null : blankKeys(asked.purpose, keys);
    if (rowScope === asked.rowScope && purpose === asked.purpose) continue;
    const next = JSON.stringify({ ...asked, rowScope, purpose });
    await db.updateTable('exports').set({ access: next }).where('id', '=', id).execute();
    if (rowScope !== asked.rowScope) changed += 1;
  }
  return changed;
}

/** What of an access may name customers, as `writeAccess` wrote it; the rest stays as it is. */
const accessSchema = z.looseObject({ rowScope: z.string().nullable(), purpose: z.string().nullable() });

function eraseScope(text: string | null, keys: ReadonlySet<string>): string | null {
  const scope = text === null ? null : parseJsonText(text);
  if (!isPlainObject(scope)) return text;
  const erased = eraseDefinition(scope, keys);
  return erased === scope ? text : writeJsonText(erased);
}
