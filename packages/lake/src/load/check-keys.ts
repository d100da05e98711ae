import { type Catalog, isPersonal } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import type { KeysReport } from '../snapshot/load-report.ts';
import { judgeKeys, PERSONAL_KEY_KINDS, PERSONAL_KEY_PATTERNS, type PersonalKeyKind } from '../value-sql/looks-like-person.ts';

/** Keys that are looked at: enough to tell, whatever the size. */
const LOOKED_AT = 1_000;

/** What the keys of customers look like that the catalog does not call personal; null where there is nothing to say. */
export async function checkKeys(
  session: ChdbSession,
  { keyName, keyPrivacy = 'internal' }: Pick<Catalog, 'keyName' | 'keyPrivacy'>,
  customerFiles: readonly string[],
): Promise<KeysReport | null> {
  if (isPersonal(keyPrivacy) || customerFiles.length === 0) return null;
  const counts = PERSONAL_KEY_KINDS.map(
    (kind) => `countIf(match(_key, ${sqlString(PERSONAL_KEY_PATTERNS[kind])})) AS ${quoteIdentifier(kind)}`,
  );
  const [row] = await session.query<Readonly<Record<PersonalKeyKind | 'looked', number | string>>>(
    `SELECT count() AS looked, ${counts.join(', ')} FROM (SELECT _key FROM ${fileSql(customerFiles)} LIMIT ${LOOKED_AT})`,
  );
  if (row === undefined) return null;
  const found = { email: Number(row.email), phone: Number(row.phone), 'resident-number': Number(row['resident-number']) };
  const looksLike = judgeKeys(found, Number(row.looked));
  return looksLike === null ? null : { column: keyName, looksLike };
}
