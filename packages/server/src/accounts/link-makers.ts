import { SilhouetteError } from '@silhouette/model';
import type { Kysely, Selectable } from 'kysely';
import type { AccountLinksTable } from '../store/account-tables.ts';
import type { StoreTables } from '../store/tables.ts';
import { findPersonAccess, findPower } from './find-role.ts';
import { requireReach } from './reach.ts';

type Link = Pick<Selectable<AccountLinksTable>, 'id' | 'kind' | 'role' | 'row_scope' | 'user_id' | 'created_by_id'>;

/** Whether whoever made a link might make it today: a link gives no more than its maker has. The local owner always might. */
export async function mayMakeLink(db: Kysely<StoreTables>, link: Link): Promise<boolean> {
  if (link.created_by_id === null) return true;
  const access = await findPersonAccess(db, link.created_by_id, null);
  const given = await findGiven(db, link);
  if (access === null || given === null || !access.permissions.has('people.manage')) return false;
  try {
    requireReach(access, await findPower(db, given.role, given.rowScope));
    return true;
  } catch (error) {
    if (error instanceof SilhouetteError && error.code === 'not-allowed') return false;
    throw error;
  }
}

/** Ends the links that somebody made and might not make any more: after they were disabled, removed, or given less. */
export async function endLinksOf(db: Kysely<StoreTables>, makerId: string): Promise<void> {
  const made = await db
    .selectFrom('account_links')
    .selectAll()
    .where('created_by_id', '=', makerId)
    .where('used_at', 'is', null)
    .execute();
  for (const link of made) {
    if (await mayMakeLink(db, link)) continue;
    await db.deleteFrom('account_links').where('id', '=', link.id).execute();
  }
}

/** What a link gives: a role, or the account of somebody; null: they are gone. */
async function findGiven(
  db: Kysely<StoreTables>,
  { kind, role, row_scope, user_id }: Link,
): Promise<{ readonly role: string; readonly rowScope: string | null } | null> {
  if (kind === 'invitation') return { role: role ?? '', rowScope: row_scope };
  const person = await db
    .selectFrom('user')
    .select(['role', 'rowScope'])
    .where('id', '=', user_id ?? '')
    .executeTakeFirst();
  return person ?? null;
}
