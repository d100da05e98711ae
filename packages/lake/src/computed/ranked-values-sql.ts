import type { FieldColumn } from './measure-sql.ts';

/** A value's rank that is wanted: the most frequent one, or how many there are. */
export interface RankedMeasure {
  readonly measure: 'top' | 'distinct';
  /** Brings the result into its stored type. */
  readonly stored: (sql: string) => string;
}

/**
 * `top` and `distinct` of one field, a row per `_ordinal` in order, columns `a0`, `a1` …: rows are counted by customer and
 * value first. `rowsSql` has `_ordinal`, the field and `_position`, which orders each customer's rows in time;
 * `conditions` (one per measure) are over it under the name `e`.
 */
export function rankedValuesSql(
  field: FieldColumn,
  measures: readonly RankedMeasure[],
  conditions: readonly string[],
  rowsSql: string,
): string {
  // Windows are shared by both measures, often.
  const distinct = [...new Set(conditions)];
  const counts = distinct.flatMap((condition, index) => [
    `countIf(${condition}) AS n${index}`,
    `maxIf(e._position, ${condition}) AS l${index}`,
  ]);
  const results = measures.map(({ measure, stored }, position) => {
    const index = distinct.indexOf(conditions[position] ?? '');
    const matches = `n${index} > 0 AND isNotNull(v)`;
    // Most rows first, then the latest row: two 64-bit numbers in one key.
    const rank = `bitShiftLeft(toUInt128(n${index}), 64) + toUInt128(l${index})`;
    const sql = measure === 'distinct' ? `countIf(${matches})` : `argMaxOrNullIf(assumeNotNull(v), ${rank}, ${matches})`;
    return `${stored(sql)} AS a${position}`;
  });
  return `SELECT ${results.join(', ')} FROM (
    SELECT e._ordinal AS o, ${field.sql} AS v, ${counts.join(', ')} FROM (${rowsSql}) AS e GROUP BY o, v
  ) GROUP BY o ORDER BY o`;
}
