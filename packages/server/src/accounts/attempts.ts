import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { TooManyAttemptsError } from '@silhouette/model';
import { sql } from 'kysely';
import type { StoreHolder } from '../store/store-holder.ts';

/** Attempts for one account, and from one address, that are taken within the window. */
const ATTEMPT_LIMITS = { account: 10, address: 100, windowMs: 15 * 60_000 } as const;

/** Who tries: an e-mail address, and the address the request came from. */
export interface Attempt {
  readonly email: string | null;
  readonly address: string;
}

/**
 * Counts attempts to get in, in the database: a server that is started anew, or another one, goes on counting. E-mail
 * addresses that nobody has are counted like any other, so that the pause tells nothing.
 */
export class Attempts {
  private readonly store: StoreHolder;
  private readonly secret: Buffer;
  private readonly now: () => number;

  constructor(store: StoreHolder, secret: Buffer, now: () => number) {
    this.store = store;
    this.secret = secret;
    this.now = now;
  }

  /** Counts one, before it is tried: of many at once none is left out. @throws TooManyAttemptsError. */
  async count({ email, address }: Attempt): Promise<void> {
    await this.add('address', networkOf(address), ATTEMPT_LIMITS.address);
    if (email !== null) await this.add('account', email, ATTEMPT_LIMITS.account);
  }

  /** Forgets those of an account that somebody got into. */
  async forget(email: string): Promise<void> {
    await this.store.useTables((db) =>
      db.deleteFrom('sign_in_attempts').where('subject', '=', this.hash('account', email)).execute(),
    );
  }

  private async add(kind: 'account' | 'address', value: string, most: number): Promise<void> {
    const subject = this.hash(kind, value);
    const now = new Date(this.now());
    const over = new Date(this.now() - ATTEMPT_LIMITS.windowMs);
    const row = await this.store.useTables((db) =>
      db
        .insertInto('sign_in_attempts')
        .values({ subject, attempts: 1, since: now })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet({
            attempts: sql<number>`case when sign_in_attempts.since <= ${over} then 1 else sign_in_attempts.attempts + 1 end`,
            since: sql<Date>`case when sign_in_attempts.since <= ${over} then ${now} else sign_in_attempts.since end`,
          }),
        )
        .returning(['attempts', 'since'])
        .executeTakeFirstOrThrow(),
    );
    // Rows of long ago go when a new one comes: the table does not grow with every address that was ever tried.
    if (row.attempts === 1)
      await this.store.useTables((db) => db.deleteFrom('sign_in_attempts').where('since', '<=', over).execute());
    if (row.attempts <= most) return;
    const leftMs = row.since.getTime() + ATTEMPT_LIMITS.windowMs - this.now();
    throw new TooManyAttemptsError(Math.max(1, Math.ceil(leftMs / 1000)));
  }

  /** Not the address itself: the table need not say who tried. */
  private hash(kind: 'account' | 'address', value: string): string {
    return `${kind}:${createHmac('sha256', this.secret).update(value).digest('base64url')}`;
  }
}

/** Of IPv6 the first 64 bits: whoever has one address of such a network has them all. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = '', after] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const groups = before === '' ? [] : before.split(':');
  if (after !== undefined) {
    const tail = after === '' ? [] : after.split(':');
    groups.push(...Array.from({ length: 8 - groups.length - tail.length }, () => '0'), ...tail);
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
