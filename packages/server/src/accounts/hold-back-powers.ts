import type { Permission, PrivacyClass } from '@silhouette/model';
import type { Kysely } from 'kysely';
import type { Access } from '../access/access.ts';
import type { StoreTables } from '../store/tables.ts';

/** What stewards and administrators have beyond others; roles made here may have some of it. */
const POWERS: ReadonlySet<Permission> = new Set([
  'catalog.edit',
  'exports.approve',
  'personal.see',
  'people.manage',
  'roles.manage',
  'audit.read',
  'privacy.handle',
]);
const CLASSES: ReadonlySet<PrivacyClass> = new Set(['sensitive']);

/**
 * What somebody may do while a password is all that it takes to be them: no powers, and nothing of sensitive classes. Whoever
 * has a second factor, or gets in by the company's sign-in alone, has all of theirs; so have their keys, and neither have
 * those of others.
 */
export async function holdBackPowers(db: Kysely<StoreTables>, access: Access, personId: string): Promise<Access> {
  const heldBack = new Set([...access.permissions].filter((one) => POWERS.has(one)));
  const isWithout = heldBack.size === 0 && ![...access.classes].some((one) => CLASSES.has(one));
  if (isWithout || !(await isPasswordEnough(db, personId))) return access;
  return {
    ...access,
    permissions: new Set([...access.permissions].filter((one) => !heldBack.has(one))),
    heldBack,
    classes: new Set([...access.classes].filter((one) => !CLASSES.has(one))),
  };
}

/** Whether somebody has a password and no second factor. */
async function isPasswordEnough(db: Kysely<StoreTables>, personId: string): Promise<boolean> {
  const found = await db
    .selectFrom('user')
    .innerJoin('account', 'account.userId', 'user.id')
    .select('user.id')
    .where('user.id', '=', personId)
    .where('user.twoFactorEnabled', '=', false)
    .where('account.providerId', '=', 'credential')
    .executeTakeFirst();
  return found !== undefined;
}
