import { type SessionAnswer, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import type { AccountStore } from './account-store.ts';
import { requireHandled } from './people.ts';

/** Sessions: listed and ended by whose they are, and by those who handle people. */
export class Sessions {
  private readonly store: AccountStore;
  private readonly now: () => number;

  constructor(store: AccountStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** Somebody's sessions, the last used first. `currentId`: the one of the request itself. */
  async list(personId: string, currentId: string | null): Promise<SessionAnswer[]> {
    const rows = await this.store.read((db) =>
      db
        .selectFrom('session')
        .selectAll()
        .where('userId', '=', personId)
        .where('expiresAt', '>', new Date(this.now()))
        .orderBy('updatedAt', 'desc')
        .orderBy('id')
        .execute(),
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.updatedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      address: row.ipAddress ?? '',
      userAgent: row.userAgent ?? '',
      isCurrent: row.id === currentId,
    }));
  }

  /** Somebody else's sessions. @throws SilhouetteError `not-found`, `not-allowed`. */
  async listOf(access: Access, personId: string): Promise<SessionAnswer[]> {
    await this.store.read((db) => requireHandled(db, access, personId));
    return this.list(personId, null);
  }

  /** Ends a session: one's own, or with `people.manage` somebody else's. @throws SilhouetteError `not-found`, `not-allowed`. */
  async end(access: Access, id: string): Promise<void> {
    await this.store.change(async (db) => {
      const row = await db.selectFrom('session').select('userId').where('id', '=', id).executeTakeFirst();
      const isOwn = access.actor.kind === 'person' && row?.userId === access.actor.id;
      if (row === undefined || !(isOwn || access.permissions.has('people.manage')))
        throw SilhouetteError.of('not-found', 'There is no session with this id.');
      if (!isOwn) await requireHandled(db, access, row.userId);
      await db.deleteFrom('session').where('id', '=', id).execute();
    });
  }

  /** Ends all of somebody's sessions but one. */
  async endOthers(personId: string, currentId: string): Promise<void> {
    await this.store.change((db) =>
      db.deleteFrom('session').where('userId', '=', personId).where('id', '<>', currentId).execute(),
    );
  }
}
