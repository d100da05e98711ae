import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type Invitation, type LinkAnswer, SilhouetteError } from '@silhouette/model';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Access } from '../access/access.ts';
import type { AccountLinksTable } from '../store/account-tables.ts';
import type { StoreTables } from '../store/tables.ts';
import type { AccountStore } from './account-store.ts';
import { findPower, findRole, requireRole } from './find-role.ts';
import { hashPassword } from './hash-password.ts';
import { mayMakeLink } from './link-makers.ts';
import { insertPerson, insertProof, requireHandled, scopeAsJson } from './people.ts';
import { requireReach } from './reach.ts';
import { readStoredScope } from './row-scope.ts';

/** How long links are good for. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;
const RESET_MS = 24 * 60 * 60 * 1000;

/** A link whose token is known this once. */
export interface MadeLink {
  readonly id: string;
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Links that let somebody in once: invitations, and new passwords. */
export class Links {
  private readonly store: AccountStore;
  private readonly now: () => number;

  constructor(store: AccountStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** Invitations that wait, newest first; also those whose time is over. */
  async listInvitations(): Promise<Invitation[]> {
    const rows = await this.store.read((db) =>
      db
        .selectFrom('account_links')
        .selectAll()
        .where('kind', '=', 'invitation')
        .where('used_at', 'is', null)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute(),
    );
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role ?? '',
      rowScope: scopeAsJson(readStoredScope(row.row_scope)),
      isScoped: row.row_scope !== null,
      invitedBy: row.created_by,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      isExpired: row.expires_at.getTime() <= this.now(),
    }));
  }

  /** Invites somebody; an earlier invitation of the same address ends. @throws SilhouetteError `person-exists`, `not-allowed`, `invalid-value`. */
  async invite(
    access: Access,
    asked: { readonly email: string; readonly role: string; readonly rowScope: string | null },
  ): Promise<MadeLink> {
    return this.store.change(async (db) => {
      requireReach(access, { role: await requireRole(db, asked.role), rowScope: readStoredScope(asked.rowScope) });
      const taken = await db.selectFrom('user').select('id').where('email', '=', asked.email).executeTakeFirst();
      if (taken !== undefined)
        throw SilhouetteError.of('person-exists', `Somebody has an account with ${asked.email} already.`, 'email');
      const waiting = await db
        .selectFrom('account_links')
        .selectAll()
        .where('kind', '=', 'invitation')
        .where('email', '=', asked.email)
        .where('used_at', 'is', null)
        .execute();
      for (const link of waiting) {
        await requireLinkReach(db, access, link);
        await db.deleteFrom('account_links').where('id', '=', link.id).execute();
      }
      return this.insert(db, INVITATION_MS, {
        kind: 'invitation',
        email: asked.email,
        role: asked.role,
        row_scope: asked.rowScope,
        user_id: null,
        second_factor_too: false,
        created_by: access.actor.name,
        created_by_id: access.personId,
      });
    });
  }

  /** Takes an invitation back. @throws SilhouetteError `not-found`, `not-allowed`. */
  async withdraw(access: Access, id: string): Promise<void> {
    await this.store.change(async (db) => {
      const link = await db
        .selectFrom('account_links')
        .selectAll()
        .where('id', '=', id)
        .where('kind', '=', 'invitation')
        .where('used_at', 'is', null)
        .executeTakeFirst();
      if (link === undefined) throw SilhouetteError.of('not-found', 'There is no invitation with this id that waits.');
      await requireLinkReach(db, access, link);
      await db.deleteFrom('account_links').where('id', '=', id).execute();
    });
  }

  /** A link by which somebody sets a new password; earlier ones end. @throws SilhouetteError `not-found`, `not-allowed`. */
  async makeReset(access: Access, personId: string, secondFactorToo: boolean): Promise<MadeLink> {
    return this.store.change(async (db) => {
      const person = await requireHandled(db, access, personId);
      if (person.disabledAt !== null) throw SilhouetteError.of('invalid-option', 'The account is disabled; enable it first.');
      await db.deleteFrom('account_links').where('user_id', '=', personId).execute();
      return this.insert(db, RESET_MS, {
        kind: 'reset',
        email: person.email,
        role: null,
        row_scope: null,
        user_id: personId,
        second_factor_too: secondFactorToo,
        created_by: access.actor.name,
        created_by_id: access.personId,
      });
    });
  }

  /** What a link is for. @throws SilhouetteError `link-gone`. */
  async look(token: string): Promise<LinkAnswer> {
    return this.store.read(async (db) => {
      const link = await this.require(db, token);
      const role = link.role === null ? null : await findRole(db, link.role);
      return { kind: link.kind, email: link.email, role: role?.label ?? null };
    });
  }

  /** Uses a link: an account is made, or its password is set anew, and its sessions end. Gives the e-mail address. @throws SilhouetteError `link-gone`, `person-exists`. */
  async use(token: string, password: string, name: string | null): Promise<string> {
    // Before the change: nobody else waits while it is computed, and a wrong token costs no more than a look.
    await this.store.read((db) => this.require(db, token));
    const hash = await hashPassword(password);
    return this.store.change(async (db) => {
      const link = await this.require(db, token);
      const now = new Date(this.now());
      await db.updateTable('account_links').set({ used_at: now }).where('id', '=', link.id).execute();
      if (link.kind === 'reset') await setPassword(db, link, hash, now);
      else
        await insertPerson(db, {
          name: name ?? link.email,
          email: link.email,
          role: link.role ?? '',
          rowScope: link.row_scope,
          proof: { kind: 'password', hash },
          nowMs: this.now(),
        });
      return link.email;
    });
  }

  private async require(db: Kysely<StoreTables>, token: string): Promise<Selectable<AccountLinksTable>> {
    const link = await db
      .selectFrom('account_links')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .executeTakeFirst();
    const isGood = link !== undefined && link.expires_at.getTime() > this.now() && (await mayMakeLink(db, link));
    if (!isGood) {
      const message = 'This link was used, taken back, or has expired; ask an administrator for another.';
      throw SilhouetteError.of('link-gone', message);
    }
    return link;
  }

  private async insert(
    db: Transaction<StoreTables>,
    keptMs: number,
    link: Omit<Selectable<AccountLinksTable>, 'id' | 'token_hash' | 'created_at' | 'expires_at' | 'used_at'>,
  ): Promise<MadeLink> {
    const token = randomBytes(32).toString('base64url');
    const id = randomUUID();
    const expiresAtMs = this.now() + keptMs;
    await db
      .insertInto('account_links')
      .values({
        ...link,
        id,
        token_hash: hashToken(token),
        created_at: new Date(this.now()),
        expires_at: new Date(expiresAtMs),
        used_at: null,
      })
      .execute();
    return { id, token, expiresAtMs };
  }
}

/** Tokens have 256 random bits: a plain hash is enough to keep them. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

async function setPassword(
  db: Transaction<StoreTables>,
  link: Selectable<AccountLinksTable>,
  password: string,
  now: Date,
): Promise<void> {
  const userId = link.user_id ?? '';
  const changed = await db
    .updateTable('account')
    .set({ password, updatedAt: now })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .returning('id')
    .execute();
  if (changed.length === 0) await insertProof(db, userId, { providerId: 'credential', accountId: userId, password }, now);
  await db.deleteFrom('session').where('userId', '=', userId).execute();
  await db.deleteFrom('verification').where('value', '=', userId).execute();
  if (!link.second_factor_too) return;
  await db.deleteFrom('twoFactor').where('userId', '=', userId).execute();
  await db.updateTable('user').set({ twoFactorEnabled: false }).where('id', '=', userId).execute();
}

/** @throws SilhouetteError `not-allowed` for an invitation to more than who asks has. */
async function requireLinkReach(
  db: Kysely<StoreTables>,
  access: Access,
  link: Pick<Selectable<AccountLinksTable>, 'role' | 'row_scope'>,
): Promise<void> {
  requireReach(access, await findPower(db, link.role ?? '', link.row_scope));
}
