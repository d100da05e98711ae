import { quoteIdentifier } from '@silhouette/lake';

/** A column of a table named in the query: ids are any text and always quoted. */
export function writeColumn(table: string, id: string): string {
  return `${table}.${quoteIdentifier(id)}`;
}
