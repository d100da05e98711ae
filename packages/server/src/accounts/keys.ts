import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type ApiKey, isPermission, type NewApiKey, type Permission, SilhouetteError } from '@silhouette/model';
import type { Selectable } from 'kysely';
import type { Access } from '../access/access.ts';
import type { ApiKeysTable } from '../store/account-tables.ts';
import type { AccountStore } from './account-store.ts';
import { requireHandled } from './people.ts';

/** What keys begin with, so that scanners of secrets know them. */
const PREFIX = 'slh_';
const DAY_MS = 24 * 60 * 60 * 1000;
/** Keys of one person. */
const MOST_KEYS = 50;

/** A key that is good. */
export interface FoundKey {
  readonly id: string;
  readonly name: string;
  readonly personId: string;
  readonly scopes: readonly Permission[];
  readonly expiresAtMs: number;
}

/** Keys of programs: shown once, kept as a hash of their 256 random bits. */
export class Keys {
  private readonly store: AccountStore;
  private readonly now: () => number;

  constructor(store: AccountStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** Somebody's keys, newest first. */
  async list(personId: string): Promise<ApiKey[]> {
    const rows = await this.store.read((db) =>
      db
        .selectFrom('api_keys')
        .selectAll()
        .where('user_id', '=', personId)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute(),
    );
    return rows.map((row) => this.toAnswer(row));
  }

  /** Somebody else's keys. @throws SilhouetteError `not-found`, `not-allowed`. */
  async listOf(access: Access, personId: string): Promise<ApiKey[]> {
    await this.store.read((db) => requireHandled(db, access, personId));
    return this.list(personId);
  }

  /** A new key of who asks. @throws SilhouetteError `not-allowed` for scopes that they do not have. */
  async create(
    access: Access,
    asked: { readonly name: string; readonly scopes: readonly Permission[]; readonly days: number },
  ): Promise<NewApiKey> {
    const beyond = asked.scopes.filter((scope) => !access.permissions.has(scope));
    if (beyond.length > 0) {
      const message = `A key may do no more than its owner: you do not have ${beyond.join(', ')}.`;
      throw SilhouetteError.of('not-allowed', message, 'scopes');
    }
    const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
    const row: Selectable<ApiKeysTable> = {
      id: randomUUID(),
      user_id: access.actor.id,
      name: asked.name,
      start: key.slice(0, PREFIX.length + 4),
      hash: hashKey(key),
      scopes: [...new Set(asked.scopes)],
      created_at: new Date(this.now()),
      expires_at: new Date(this.now() + asked.days * DAY_MS),
      last_used_at: null,
    };
    await this.store.change(async (db) => {
      const kept = await db.selectFrom('api_keys').select('id').where('user_id', '=', row.user_id).execute();
      if (kept.length >= MOST_KEYS)
        throw SilhouetteError.of('invalid-option', `You have ${MOST_KEYS} keys already; remove those that nothing uses.`);
      await db.insertInto('api_keys').values(row).execute();
    });
    return { ...this.toAnswer(row), key };
  }

  /** Ends a key: one's own, or with `people.manage` somebody else's. @throws SilhouetteError `not-found`, `not-allowed`. */
  async remove(access: Access, id: string): Promise<void> {
    await this.store.change(async (db) => {
      const row = await db.selectFrom('api_keys').select('user_id').where('id', '=', id).executeTakeFirst();
      const isOwn = access.actor.kind === 'person' && row?.user_id === access.actor.id;
      if (row === undefined || !(isOwn || access.permissions.has('people.manage')))
        throw SilhouetteError.of('not-found', 'There is no key with this id.');
      if (!isOwn) await requireHandled(db, access, row.user_id);
      await db.deleteFrom('api_keys').where('id', '=', id).execute();
    });
  }

  /** The key of a request, or null when it is none, has ended or was removed; notes its use, to a minute. */
  async find(key: string): Promise<FoundKey | null> {
    const nowMs = this.now();
    const row = await this.store.read(async (db) => {
      const found = await db.selectFrom('api_keys').selectAll().where('hash', '=', hashKey(key)).executeTakeFirst();
      if (found === undefined || found.expires_at.getTime() <= nowMs) return null;
      if ((found.last_used_at?.getTime() ?? 0) < nowMs - 60_000)
        await db
          .updateTable('api_keys')
          .set({ last_used_at: new Date(nowMs) })
          .where('id', '=', found.id)
          .execute();
      return found;
    });
    return row === null ? null : toFound(row);
  }

  /** A key by its id, or null when it has ended or was removed. */
  async findById(id: string): Promise<FoundKey | null> {
    const row = await this.store.read((db) => db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst());
    return row === undefined || row.expires_at.getTime() <= this.now() ? null : toFound(row);
  }

  private toAnswer(row: Selectable<ApiKeysTable>): ApiKey {
    return {
      id: row.id,
      name: row.name,
      start: row.start,
      scopes: row.scopes.filter(isPermission),
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      isExpired: row.expires_at.getTime() <= this.now(),
    };
  }
}

function toFound(row: Selectable<ApiKeysTable>): FoundKey {
  return {
    id: row.id,
    name: row.name,
    personId: row.user_id,
    scopes: row.scopes.filter(isPermission),
    expiresAtMs: row.expires_at.getTime(),
  };
}

/** Found by this hash: how long that takes tells nothing of the keys there are. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
