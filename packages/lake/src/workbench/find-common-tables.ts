/**
 * Names that a statement gives with `name AS (`, read from ClickHouse's own formatting of it (`EXPLAIN AST` leaves
 * them out). Only plain names count, so no text of a statement can make a path or another database's table pass.
 */
export function findCommonTables(formattedSql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of formattedSql.matchAll(/(?:`([^`\\]+)`|([\p{L}_][\p{L}\p{N}_]*))\s+AS\s+(?:MATERIALIZED\s+)?\(/giu)) {
    const name = match[1] ?? match[2] ?? '';
    if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) names.add(name);
  }
  return names;
}
