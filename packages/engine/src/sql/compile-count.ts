import type { QueryParameters } from '@silhouette/lake';
import { compileAudience, type SqlQuestion } from './compile-audience.ts';
import { writeSettings } from './write-settings.ts';

/** The statement that counts members and base, as it runs and as `explain` shows it. */
export function compileCount(question: SqlQuestion): { readonly sql: string; readonly parameters: QueryParameters } {
  const audience = compileAudience(question);
  const customers = audience.writeCustomers([]).replaceAll(/^/gm, '  ');
  const sql = `SELECT count() AS base, countIf(m._hit = 1) AS count\nFROM (\n${customers}\n) AS m\n${writeSettings(audience)}`;
  return { sql, parameters: audience.parameters };
}
