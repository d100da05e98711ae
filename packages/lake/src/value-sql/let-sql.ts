/**
 * SQL that computes `body` with names for the values of `bindings`. A name is read as often as the body likes while its
 * expression stands in the text once: without this, SQL of nested conversions grows beyond what ClickHouse analyses
 * in reasonable time. A one-element `arrayMap` is the only form ClickHouse has for it inside an expression.
 */
export function letSql(bindings: Readonly<Record<string, string>>, body: string): string {
  const names = Object.keys(bindings);
  const values = Object.values(bindings).map((value) => `[${value}]`);
  return `arrayMap((${names.join(', ')}) -> ${body}, ${values.join(', ')})[1]`;
}
