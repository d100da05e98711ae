import { SilhouetteError } from '@silhouette/model';
import type { Transaction } from 'kysely';
import type { StoreTables } from '../store/tables.ts';
import type { SsoSettings } from './account-settings.ts';
import type { AccountStore } from './account-store.ts';
import { findRole } from './find-role.ts';
import { mayMakeLink } from './link-makers.ts';
import { insertPerson, insertProof } from './people.ts';

/** Who the company's sign-in says somebody is. */
export interface SsoIdentity {
  readonly issuer: string;
  /** Issuer and subject: what never changes. */
  readonly subject: string;
  /** In lower case; null when not told, or when it could be taken for another. */
  readonly email: string | null;
  readonly isVerified: boolean;
  readonly name: string | null;
}

/** Whose account it is; the e-mail address is the account's. */
export interface AdmittedPerson {
  readonly id: string;
  readonly email: string;
}

/**
 * The account of an identity: the one that it is known by, else the one of its verified e-mail address that no other identity of the
 * provider's has, else a new one for whoever was invited, or where a role for everybody is set. @throws SilhouetteError `sso-refused`.
 */
export function admitBySso(
  store: AccountStore,
  settings: SsoSettings,
  identity: SsoIdentity,
  nowMs: number,
): Promise<AdmittedPerson> {
  return store.change(async (db) => {
    const known = await db
      .selectFrom('account')
      .innerJoin('user', 'user.id', 'account.userId')
      .select(['user.id', 'user.email', 'user.disabledAt'])
      .where('account.providerId', '=', 'oidc')
      .where('account.accountId', '=', identity.subject)
      .executeTakeFirst();
    if (known !== undefined) return requireEnabled(known);
    const { email } = identity;
    if (email === null || !identity.isVerified)
      throw refuse('The company’s sign-in does not vouch for an e-mail address of yours; ask who runs it.');
    const person = await db
      .selectFrom('user')
      .select(['id', 'email', 'disabledAt'])
      .where('email', '=', email)
      .executeTakeFirst();
    if (person === undefined) return addPerson(db, settings, { ...identity, email }, nowMs);
    const admitted = requireEnabled(person);
    await requireFirstIdentity(db, person.id, identity);
    const proof = { providerId: 'oidc', accountId: identity.subject, password: null };
    await insertProof(db, person.id, proof, new Date(nowMs));
    return admitted;
  });
}

async function addPerson(
  db: Transaction<StoreTables>,
  settings: SsoSettings,
  { email, name, subject }: SsoIdentity & { readonly email: string },
  nowMs: number,
): Promise<AdmittedPerson> {
  // The first account is made at the machine: a company's sign-in makes nobody an administrator.
  const anybody = await db.selectFrom('user').select('id').limit(1).executeTakeFirst();
  if (anybody === undefined) throw refuse('Nobody has an account yet; the first is made at the server itself.');
  const found = await db
    .selectFrom('account_links')
    .selectAll()
    .where('kind', '=', 'invitation')
    .where('email', '=', email)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .executeTakeFirst();
  // Whoever made it may have been let go, or may do less now.
  const invitation = found !== undefined && (await mayMakeLink(db, found)) ? found : undefined;
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
  const id = await insertPerson(db, { name: name ?? email, email, role, rowScope, proof: { kind: 'oidc', subject }, nowMs });
  return { id, email };
}

/**
 * Addresses are given to others in time, when whoever had one has left: only the provider's own id tells them apart (OpenID Connect
 * Core, 5.7). @throws SilhouetteError `sso-refused` where the provider knows the account's owner by another.
 */
async function requireFirstIdentity(db: Transaction<StoreTables>, userId: string, { issuer }: SsoIdentity): Promise<void> {
  const known = await db
    .selectFrom('account')
    .select('accountId')
    .where('userId', '=', userId)
    .where('providerId', '=', 'oidc')
    .execute();
  if (!known.some(({ accountId }) => accountId.startsWith(`${issuer}|`))) return;
  throw refuse(
    'Your e-mail address is that of an account which the company’s sign-in knows somebody else by; ask an administrator.',
  );
}

function requireEnabled({ id, email, disabledAt }: AdmittedPerson & { readonly disabledAt: Date | null }): AdmittedPerson {
  if (disabledAt === null) return { id, email };
  throw refuse('You have no account here; ask an administrator to invite you.');
}

function refuse(message: string): SilhouetteError {
  return SilhouetteError.of('sso-refused', message);
}
