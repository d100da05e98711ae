import { type Label, MAX_CATEGORY_VALUES } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql } from '../chdb/sql-text.ts';
import type { SettledValue } from './stage-values.ts';

/**
 * Names of a value from its `labelColumn`: for each value the name with most rows, a tie to the one whose row is latest
 * (`orderSql`, a comparable expression). Empty without a `labelColumn`.
 */
export async function readValueNames(
  session: ChdbSession,
  files: readonly string[],
  value: SettledValue,
  orderSql: string,
): Promise<ReadonlyMap<string, Label>> {
  if (value.label === null || value.type !== 'category') return new Map();
  const { column, label } = value;
  const rows = await session.query<{ v: string; l: string }>(
    `SELECT v, argMax(l, (n, latest, l)) AS l FROM (
       SELECT assumeNotNull(${column}) AS v, assumeNotNull(${label.column}) AS l, count() AS n, max(${orderSql}) AS latest
       FROM ${fileSql(files)} WHERE isNotNull(${column}) AND isNotNull(${label.column}) GROUP BY v, l
     ) GROUP BY v ORDER BY v LIMIT ${MAX_CATEGORY_VALUES + 1}`,
  );
  return new Map(rows.map((row) => [row.v, { ko: row.l, en: row.l }]));
}
