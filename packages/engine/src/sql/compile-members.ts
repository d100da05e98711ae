import type { QueryParameters } from '@silhouette/lake';
import { compileAudience, type SqlQuestion } from './compile-audience.ts';
import type { TableNames } from './table-names.ts';
import { writeSettings } from './write-settings.ts';

/** A statement and the values of its placeholders. */
export interface BoundSql {
  readonly text: string;
  readonly parameters: QueryParameters;
}

/** The statement that lists the keys of the members in the order of their bytes, for people to read, copy and run. */
export function compileMembers(question: SqlQuestion, tables: TableNames): BoundSql {
  const audience = compileAudience(question, tables);
  const text = `SELECT m._key AS key\nFROM (\n${indent(audience.writeCustomers([]))}\n) AS m\nWHERE m._hit = 1\nORDER BY m._key\n${writeSettings(audience)}`;
  return { text, parameters: audience.parameters };
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
