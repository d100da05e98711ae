import { findBuiltInRole, isPermission, isPrivacyClass, type Role, SilhouetteError } from '@silhouette/model';
import type { Kysely, Selectable } from 'kysely';
import type { AccountTables } from '../store/account-tables.ts';
import type { StoreTables } from '../store/tables.ts';

/** A role by id, built in or made here; null when there is none. */
export async function findRole(db: Kysely<StoreTables>, id: string): Promise<Role | null> {
  const builtIn = findBuiltInRole(id);
  if (builtIn !== undefined) return builtIn;
  const row = await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRole(row);
}

/** A role that somebody names. @throws SilhouetteError `invalid-value` without one. */
export async function requireRole(db: Kysely<StoreTables>, id: string): Promise<Role> {
  const role = await findRole(db, id);
  if (role !== null) return role;
  throw SilhouetteError.of('invalid-value', `There is no role "${id}".`, 'role');
}

/** A row as a role; a permission that this version does not know any more is not given. */
export function toRole(row: Selectable<AccountTables['roles']>): Role {
  return {
    id: row.id,
    label: { ko: row.label_ko, en: row.label_en },
    permissions: row.permissions.filter(isPermission),
    classes: row.classes.filter(isPrivacyClass),
  };
}
