import { SilhouetteError } from '@silhouette/model';
import type { Transaction } from 'kysely';
import type { StoreTables } from '../store/tables.ts';
import type { SsoSettings } from './account-settings.ts';
import type { AccountStore } from './account-store.ts';
import { findRole } from './find-role.ts';
import { insertPerson, insertProof } from './people.ts';

/** Who the company's sign-in says somebody is. */
export interface SsoIdentity {
  /** Issuer and subject: what never changes. */
  readonly subject: string;
  /** In lower case; null when not told. */
  readonly email: string | null;
  readonly isVerified: boolean;
  readonly name: string | null;
}

/**
 * The account of an identity: the one that it is known by, else the one of its verified e-mail address, else a new one for
 * whoever was invited, or where a role for everybody is set. @throws SilhouetteError `sso-refused`.
 */
export function admitBySso(store: AccountStore, settings: SsoSettings, identity: SsoIdentity, nowMs: number): Promise<string> {
  return store.change(async (db) => {
    const known = await db
      .selectFrom('account')
      .innerJoin('user', 'user.id', 'account.userId')
      .select(['user.id', 'user.disabledAt'])
      .where('account.providerId', '=', 'oidc')
      .where('account.accountId', '=', identity.subject)
      .executeTakeFirst();
    if (known !== undefined) return requireEnabled(known);
    const { email } = identity;
    if (email === null || !identity.isVerified)
      throw refuse('The company’s sign-in does not vouch for an e-mail address of yours; ask who runs it.');
    const person = await db.selectFrom('user').select(['id', 'disabledAt']).where('email', '=', email).executeTakeFirst();
    if (person === undefined) return addPerson(db, settings, { ...identity, email }, nowMs);
    requireEnabled(person);
    const proof = { providerId: 'oidc', accountId: identity.subject, password: null };
    await insertProof(db, person.id, proof, new Date(nowMs));
    return person.id;
  });
}

async function addPerson(
  db: Transaction<StoreTables>,
  settings: SsoSettings,
  { email, name, subject }: SsoIdentity & { readonly email: string },
  nowMs: number,
): Promise<string> {
  // The first account is made at the machine: a company's sign-in makes nobody an administrator.
  const anybody = await db.selectFrom('user').select('id').limit(1).executeTakeFirst();
  if (anybody === undefined) throw refuse('Nobody has an account yet; the first is made at the server itself.');
  const invitation = await db
    .selectFrom('account_links')
    .select(['id', 'role', 'row_scope'])
    .where('kind', '=', 'invitation')
    .where('email', '=', email)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .executeTakeFirst();
  const role = invitation?.role ?? settings.defaultRole;
  if (role === null || (await findRole(db, role)) === null)
    throw refuse('You have no account here; ask an administrator to invite you.');
  if (invitation !== undefined)
    await db
      .updateTable('account_links')
      .set({ used_at: new Date(nowMs) })
      .where('id', '=', invitation.id)
      .execute();
  const rowScope = invitation?.row_scope ?? null;
  return insertPerson(db, { name: name ?? email, email, role, rowScope, proof: { kind: 'oidc', subject }, nowMs });
}

function requireEnabled(person: { readonly id: string; readonly disabledAt: Date | null }): string {
  if (person.disabledAt === null) return person.id;
  throw refuse('You have no account here; ask an administrator to invite you.');
}

function refuse(message: string): SilhouetteError {
  return SilhouetteError.of('sso-refused', message);
}
