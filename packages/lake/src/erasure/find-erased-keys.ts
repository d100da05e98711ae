import type { ChdbSession } from '../chdb/chdb-session.ts';
import type { ErasedKeys } from './erased-keys.ts';

/** Which erased keys a column of a SELECT holds. `column` is an SQL expression over it, text or null. */
export async function findErasedKeys(
  session: ChdbSession,
  erased: ErasedKeys,
  selectSql: string,
  column: string,
): Promise<string[]> {
  if (erased.count === 0) return [];
  const rows = await session.query<{ k: string }>(
    `SELECT DISTINCT assumeNotNull(toString(${column})) AS k FROM (${selectSql}) WHERE isNotNull(${column}) AND ${erased.candidateSql(`assumeNotNull(toString(${column}))`)}`,
  );
  return rows.map(({ k }) => k).filter((key) => erased.has(key));
}
