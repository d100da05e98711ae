import { findBuiltInRole, isPermission, isPrivacyClass, type Role, SilhouetteError } from '@silhouette/model';
import type { Kysely, Selectable } from 'kysely';
import type { Access, Actor } from '../access/access.ts';
import type { AccountTables } from '../store/account-tables.ts';
import type { StoreTables } from '../store/tables.ts';
import type { Power } from './reach.ts';
import { readStoredScope } from './row-scope.ts';

/** A role by id, built in or made here; null when there is none. */
export async function findRole(db: Kysely<StoreTables>, id: string): Promise<Role | null> {
  const builtIn = findBuiltInRole(id);
  if (builtIn !== undefined) return builtIn;
  const row = await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRole(row);
}

/** What a role by id and a stored row scope give; a role that is gone gives nothing. */
export async function findPower(db: Kysely<StoreTables>, role: string, rowScope: string | null): Promise<Power> {
  return { role: (await findRole(db, role)) ?? { permissions: [], classes: [] }, rowScope: readStoredScope(rowScope) };
}

/** What somebody with an account may do, acting as themselves or as a key of theirs; null for who is gone, or disabled. */
export async function findPersonAccess(db: Kysely<StoreTables>, id: string, as: Actor | null): Promise<Access | null> {
  const person = await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst();
  if (person === undefined || person.disabledAt !== null) return null;
  const { role, rowScope } = await findPower(db, person.role, person.rowScope);
  return {
    actor: as ?? { kind: 'person', id, name: person.email },
    personId: id,
    permissions: new Set(role.permissions),
    classes: new Set(role.classes),
    rowScope,
    // Told with each request, which the gate reads.
    purpose: null,
  };
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
