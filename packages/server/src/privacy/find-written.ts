import { isPlainObject, parseJsonText } from '@silhouette/model';
import { type Kysely, sql } from 'kysely';
import type { StoreTables } from '../store/tables.ts';
import { eraseDefinition } from './erase-definition.ts';
import { SCOPES, WRITTEN } from './erase-written.ts';
import { hasKeyAsWord } from './key-in-text.ts';

/** A text that people wrote, and that names a customer. */
export interface WrittenText {
  /** Table and column: `exports.purpose`. */
  readonly place: string;
  readonly text: string;
}

/**
 * What people wrote of a customer by their key: purposes, notes, names and tags that hold it as a word, and row scopes that list it. The
 * same places, and by the same rules, as an erasure takes it from.
 */
export async function findWritten(db: Kysely<StoreTables>, key: string): Promise<readonly WrittenText[]> {
  const found: WrittenText[] = [];
  const add = (place: string, texts: readonly string[]): void => {
    for (const text of texts) if (hasKeyAsWord(text, key)) found.push({ place, text });
  };
  for (const { table, columns } of WRITTEN) {
    for (const column of columns) {
      const { rows } = await sql<{ text: string | null }>`select ${sql.ref(column)} as text from ${sql.table(table)}`.execute(
        db,
      );
      add(
        `${table}.${column}`,
        rows.flatMap(({ text }) => text ?? []),
      );
    }
  }
  const versions = await db.selectFrom('audience_versions').select('tags').execute();
  add(
    'audience_versions.tags',
    versions.flatMap(({ tags }) => tags),
  );
  for (const { table, column } of SCOPES) {
    const { rows } = await sql<{ text: string }>`
      select ${sql.ref(column)} as text from ${sql.table(table)} where ${sql.ref(column)} is not null
    `.execute(db);
    const named = rows.filter(({ text }) => isNamed(text, key));
    found.push(...named.map(({ text }) => ({ place: `${table}.${column}`, text })));
  }
  return found;
}

function isNamed(scope: string, key: string): boolean {
  const plain = parseJsonText(scope);
  return isPlainObject(plain) && eraseDefinition(plain, new Set([key])) !== plain;
}
