import {
  BUILT_IN_ROLES,
  findBuiltInRole,
  findRoleConflict,
  type Role,
  type RoleAnswer,
  SilhouetteError,
} from '@silhouette/model';
import type { Kysely, Transaction } from 'kysely';
import type { Access } from '../access/access.ts';
import type { StoreTables } from '../store/tables.ts';
import type { AccountStore } from './account-store.ts';
import { findRole, toRole } from './find-role.ts';
import { requireReach } from './reach.ts';
import { readStoredScope } from './row-scope.ts';

/** Roles, built in and made here. */
export class Roles {
  private readonly store: AccountStore;

  constructor(store: AccountStore) {
    this.store = store;
  }

  /** Built-in ones first, then by id. */
  async list(): Promise<RoleAnswer[]> {
    return this.store.read(async (db) => {
      const own = (await db.selectFrom('roles').selectAll().orderBy('id').execute()).map(toRole);
      const counts = await db
        .selectFrom('user')
        .select(({ fn }) => ['role', fn.countAll().as('people')])
        .groupBy('role')
        .execute();
      const people = new Map(counts.map((row) => [row.role, Number(row.people)]));
      return [...BUILT_IN_ROLES, ...own].map((role) => toAnswer(role, people.get(role.id) ?? 0));
    });
  }

  /** @throws SilhouetteError `role-exists`, `not-allowed` when it goes beyond who asks, `invalid-value`. */
  async create(access: Access, role: Role): Promise<RoleAnswer> {
    checkRole(access, role);
    await this.store.change(async (db) => {
      if ((await findRole(db, role.id)) !== null)
        throw SilhouetteError.of('role-exists', `There is a role "${role.id}" already; choose another id.`, 'id');
      await db.insertInto('roles').values(toRow(role)).execute();
    });
    return toAnswer(role, 0);
  }

  /** @throws SilhouetteError `not-found`, `role-in-use` for built-in ones, `not-allowed`, `invalid-value`. */
  async change(access: Access, role: Role): Promise<RoleAnswer> {
    checkRole(access, role);
    return this.store.change(async (db) => {
      const before = await requireOwnRole(db, role.id);
      await requireHolders(db, access, before);
      const { id: _, ...set } = toRow(role);
      await db.updateTable('roles').set(set).where('id', '=', role.id).execute();
      return toAnswer(role, await countPeople(db, role.id));
    });
  }

  /** @throws SilhouetteError `not-found`, `role-in-use`, `not-allowed`. */
  async remove(access: Access, id: string): Promise<void> {
    await this.store.change(async (db) => {
      await requireHolders(db, access, await requireOwnRole(db, id));
      const invited = await db
        .selectFrom('account_links')
        .select('id')
        .where('role', '=', id)
        .where('used_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (invited !== undefined || (await countPeople(db, id)) > 0)
        throw SilhouetteError.of('role-in-use', 'Somebody has this role, or is invited to it; give them another first.');
      await db.deleteFrom('roles').where('id', '=', id).execute();
    });
  }
}

function checkRole(access: Access, role: Role): void {
  const conflict = findRoleConflict(new Set(role.permissions));
  if (conflict !== null) throw SilhouetteError.of('invalid-value', conflict, 'permissions');
  requireReach(access, { role, rowScope: access.rowScope });
}

/** A role is that of everybody who has it, or is invited to it. @throws SilhouetteError `not-allowed` where one of them is beyond reach. */
async function requireHolders(db: Transaction<StoreTables>, access: Access, role: Role): Promise<void> {
  requireReach(access, { role, rowScope: access.rowScope });
  const holders = await db.selectFrom('user').select('rowScope').distinct().where('role', '=', role.id).execute();
  const invited = await db
    .selectFrom('account_links')
    .select('row_scope as rowScope')
    .distinct()
    .where('role', '=', role.id)
    .where('used_at', 'is', null)
    .execute();
  for (const { rowScope } of [...holders, ...invited]) requireReach(access, { role, rowScope: readStoredScope(rowScope) });
}

async function requireOwnRole(db: Transaction<StoreTables>, id: string): Promise<Role> {
  if (findBuiltInRole(id) !== undefined)
    throw SilhouetteError.of('role-in-use', `The role "${id}" is built in and never changes; make another one.`);
  const role = await findRole(db, id);
  if (role === null) throw SilhouetteError.of('not-found', `There is no role "${id}".`);
  return role;
}

async function countPeople(db: Kysely<StoreTables>, id: string): Promise<number> {
  const row = await db
    .selectFrom('user')
    .select(({ fn }) => fn.countAll().as('people'))
    .where('role', '=', id)
    .executeTakeFirst();
  return Number(row?.people ?? 0);
}

function toRow(role: Role) {
  return {
    id: role.id,
    label_ko: role.label.ko,
    label_en: role.label.en,
    permissions: [...role.permissions],
    classes: [...role.classes],
  };
}

function toAnswer(role: Role, people: number): RoleAnswer {
  return {
    id: role.id,
    label: role.label,
    permissions: [...role.permissions],
    classes: [...role.classes],
    builtIn: findBuiltInRole(role.id) !== undefined,
    people,
  };
}
