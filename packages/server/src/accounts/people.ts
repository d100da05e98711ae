import { randomUUID } from 'node:crypto';
import { type Person, type PlainValue, SilhouetteError, toJsonData } from '@silhouette/model';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Access } from '../access/access.ts';
import type { UserTable } from '../store/account-tables.ts';
import type { StoreTables } from '../store/tables.ts';
import type { AccountStore } from './account-store.ts';
import { findPower, requireRole } from './find-role.ts';
import { endLinksOf } from './link-makers.ts';
import { requireReach } from './reach.ts';
import { readStoredScope } from './row-scope.ts';

/** The role of whom there must always be one. */
const ADMIN = 'admin';

/** What is changed of a person; what is left out stays. */
export interface PersonChange {
  readonly role?: string;
  /** JSON text of a definition, checked; null: all customers. */
  readonly rowScope?: string | null;
  readonly isDisabled?: boolean;
}

/** A person that is made. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly rowScope: string | null;
  /** Hash of a password, or what the company's sign-in knows them by. */
  readonly proof: { readonly kind: 'password'; readonly hash: string } | { readonly kind: 'oidc'; readonly subject: string };
  readonly nowMs: number;
}

/** People with accounts. */
export class People {
  private readonly store: AccountStore;
  private readonly now: () => number;

  constructor(store: AccountStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** Everybody, in the order of their names. */
  async list(): Promise<Person[]> {
    return this.store.read(async (db) => {
      const rows = await db.selectFrom('user').selectAll().orderBy('name').orderBy('id').execute();
      const proofs = await db.selectFrom('account').select('userId').where('providerId', '=', 'credential').execute();
      const seen = await db
        .selectFrom('session')
        .select(({ fn }) => ['userId', fn.max('updatedAt').as('at')])
        .groupBy('userId')
        .execute();
      const withPassword = new Set(proofs.map(({ userId }) => userId));
      const seenAt = new Map(seen.map(({ userId, at }) => [userId, at]));
      return rows.map((row) => toPerson(row, withPassword.has(row.id), seenAt.get(row.id) ?? null));
    });
  }

  /** @throws SilhouetteError `not-found`, `not-allowed` when it goes beyond who asks, `last-admin`, `invalid-value`. */
  async change(access: Access, id: string, change: PersonChange): Promise<Person> {
    await this.store.change(async (db) => {
      const person = await requireHandled(db, access, id);
      const role = change.role ?? person.role;
      const rowScope = change.rowScope === undefined ? person.rowScope : change.rowScope;
      requireReach(access, { role: await requireRole(db, role), rowScope: readStoredScope(rowScope) });
      const isDisabled = change.isDisabled ?? person.disabledAt !== null;
      // Who has a scope lifts none, their own neither.
      const loses = role !== ADMIN || isDisabled || (person.rowScope === null && rowScope !== null);
      if (person.role === ADMIN && loses) await requireOtherAdmin(db, person);
      const now = new Date(this.now());
      const disabledAt = isDisabled ? (person.disabledAt ?? now) : null;
      await db.updateTable('user').set({ role, rowScope, disabledAt, updatedAt: now }).where('id', '=', id).execute();
      if (isDisabled) await endEverything(db, id);
      await endLinksOf(db, id);
    });
    return this.find(id);
  }

  /** Removes somebody with everything of theirs. @throws as {@link People.change}. */
  async remove(access: Access, id: string): Promise<void> {
    await this.store.change(async (db) => {
      const person = await requireHandled(db, access, id);
      if (person.role === ADMIN) await requireOtherAdmin(db, person);
      await db.deleteFrom('user').where('id', '=', id).execute();
      await endLinksOf(db, id);
    });
  }

  private async find(id: string): Promise<Person> {
    const person = (await this.list()).find((one) => one.id === id);
    if (person === undefined) throw missing();
    return person;
  }
}

/** Somebody that who asks may handle. @throws SilhouetteError `not-found`, `not-allowed`. */
export async function requireHandled(db: Kysely<StoreTables>, access: Access, id: string): Promise<Selectable<UserTable>> {
  const person = await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst();
  if (person === undefined) throw missing();
  requireReach(access, await findPower(db, person.role, person.rowScope));
  return person;
}

/** Adds somebody. @throws SilhouetteError `person-exists`. */
export async function insertPerson(db: Transaction<StoreTables>, person: NewPerson): Promise<string> {
  const taken = await db.selectFrom('user').select('id').where('email', '=', person.email).executeTakeFirst();
  if (taken !== undefined)
    throw SilhouetteError.of('person-exists', `Somebody has an account with ${person.email} already.`, 'email');
  const id = randomUUID();
  const now = new Date(person.nowMs);
  await db
    .insertInto('user')
    .values({
      id,
      name: person.name,
      email: person.email,
      // By the invitation that reached them, or by the company's sign-in.
      emailVerified: true,
      image: null,
      createdAt: now,
      updatedAt: now,
      twoFactorEnabled: false,
      role: person.role,
      rowScope: person.rowScope,
      disabledAt: null,
    })
    .execute();
  const { proof } = person;
  await insertProof(
    db,
    id,
    proof.kind === 'password'
      ? { providerId: 'credential', accountId: id, password: proof.hash }
      : { providerId: 'oidc', accountId: proof.subject, password: null },
    now,
  );
  return id;
}

/** Adds a way to get in. */
export async function insertProof(
  db: Transaction<StoreTables>,
  userId: string,
  proof: { readonly providerId: string; readonly accountId: string; readonly password: string | null },
  now: Date,
): Promise<void> {
  const none = {
    accessToken: null,
    refreshToken: null,
    idToken: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
    scope: null,
  };
  await db
    .insertInto('account')
    .values({ id: randomUUID(), userId, ...proof, ...none, createdAt: now, updatedAt: now })
    .execute();
}

/** Ends sessions, keys and links of somebody. */
async function endEverything(db: Transaction<StoreTables>, id: string): Promise<void> {
  await db.deleteFrom('session').where('userId', '=', id).execute();
  await db.deleteFrom('api_keys').where('user_id', '=', id).execute();
  await db.deleteFrom('account_links').where('user_id', '=', id).execute();
  // A sign-in that waits for its second factor.
  await db.deleteFrom('verification').where('value', '=', id).execute();
}

/** Whether somebody is an administrator of all customers. */
function isWhole({ role, rowScope }: Pick<Selectable<UserTable>, 'role' | 'rowScope'>): boolean {
  return role === ADMIN && rowScope === null;
}

/** @throws SilhouetteError `last-admin` where nobody else is an administrator; of one of all customers, where no other is. */
async function requireOtherAdmin(
  db: Transaction<StoreTables>,
  person: Pick<Selectable<UserTable>, 'id' | 'role' | 'rowScope'>,
): Promise<void> {
  const others = await db
    .selectFrom('user')
    .select(['role', 'rowScope'])
    .where('role', '=', ADMIN)
    .where('disabledAt', 'is', null)
    .where('id', '<>', person.id)
    .execute();
  if (isWhole(person) ? others.some(isWhole) : others.length > 0) return;
  const message = 'This is the only administrator of all customers; make another one first. Nothing was changed.';
  throw SilhouetteError.of('last-admin', message);
}

function missing(): SilhouetteError {
  return SilhouetteError.of('not-found', 'There is nobody with this id.');
}

function toPerson(row: Selectable<UserTable>, hasPassword: boolean, seenAt: Date | null): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    rowScope: scopeAsJson(readStoredScope(row.rowScope)),
    isScoped: row.rowScope !== null,
    hasPassword,
    hasSecondFactor: row.twoFactorEnabled,
    isDisabled: row.disabledAt !== null,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: seenAt?.toISOString() ?? null,
  };
}

/** A row scope as answers show it. */
export function scopeAsJson(scope: PlainValue | null): unknown {
  return scope === null ? null : toJsonData(scope);
}
