import { randomUUID } from 'node:crypto';
import { SilhouetteError } from '@silhouette/model';
import type { Actor } from '../access/access.ts';
import type { AccountStore } from './account-store.ts';
import type { Attempts } from './attempts.ts';
import type { AuthLibrary, Caller, Cookies } from './auth-library.ts';

/** A code is good for three periods of 30 s; it is remembered for longer. */
const CODE_KEPT_MS = 10 * 60_000;

/** What signing in needs. */
export interface SignInOptions {
  readonly store: AccountStore;
  readonly attempts: Attempts;
  readonly library: () => Promise<AuthLibrary>;
  readonly now: () => number;
}

/** Getting in by password and second factor, and what of one's own account a password must confirm. */
export class SignIn {
  private readonly options: SignInOptions;

  constructor(options: SignInOptions) {
    this.options = options;
  }

  /** Always in a new session; the one that the browser had ends. @throws SilhouetteError `sign-in-failed`, `too-many-attempts`. */
  async signIn(
    caller: Caller,
    email: string,
    password: string,
  ): Promise<Cookies & { readonly state: 'signed-in' | 'second-factor'; readonly actor: Actor }> {
    await this.options.attempts.count({ email, address: caller.address });
    const library = await this.options.library();
    const before = await library.findSession(caller);
    const person = await this.findSignIn(email);
    // The right password of a disabled account tells no more than a wrong one, nor does the time that its answer takes.
    const done = await library.signIn(caller, person === null ? `${randomUUID()}@nobody.invalid` : email, password);
    // Disabled meanwhile.
    if (person === null || (await this.findSignIn(email)) === null) {
      const id = person?.id ?? '';
      await this.options.store.change((db) => db.deleteFrom('session').where('userId', '=', id).execute());
      throw SilhouetteError.of('sign-in-failed', 'E-mail or password is wrong. After some more attempts a pause is asked for.');
    }
    if (before !== null) await this.endSession(before.sessionId);
    // Those that ended by themselves: nobody asks for them any more.
    const now = new Date(this.options.now());
    await this.options.store.read((db) => db.deleteFrom('session').where('expiresAt', '<=', now).execute());
    if (done.state === 'signed-in') await this.options.attempts.forget(email);
    return { ...done, actor: { kind: 'person', id: person.id, name: email } };
  }

  /**
   * The second step, counted with the first for the account. `onPerson` is told who is at it, before the code is looked at.
   * @throws SilhouetteError `wrong-code`, `too-many-attempts`.
   */
  async verify(
    caller: Caller,
    kind: 'code' | 'recovery',
    code: string,
    onPerson: (person: Actor) => void,
  ): Promise<Cookies & { readonly actor: Actor }> {
    const library = await this.options.library();
    const pending = await this.findPending(library, caller);
    if (pending !== null) onPerson(pending);
    await this.options.attempts.count({ email: pending?.name ?? null, address: caller.address });
    const { personId, token, cookies } = await library.verifyCode(withoutSession(caller), kind, code);
    if (kind === 'code' && !(await this.takeCode(personId, code))) {
      await this.options.store.change((db) => db.deleteFrom('session').where('token', '=', token).execute());
      throw SilhouetteError.of('wrong-code', 'This code was used already; wait for the next one.', 'code');
    }
    const person = await this.options.store.read((db) =>
      db.selectFrom('user').select(['email', 'disabledAt']).where('id', '=', personId).executeTakeFirst(),
    );
    if (person === undefined || person.disabledAt !== null) {
      await this.options.store.change((db) => db.deleteFrom('session').where('token', '=', token).execute());
      throw SilhouetteError.of('wrong-code', 'The code came too late; sign in again.', 'code');
    }
    await this.options.attempts.forget(person.email);
    return { cookies, actor: { kind: 'person', id: personId, name: person.email } };
  }

  /** Null: nobody was signed in. */
  async signOut(caller: Caller): Promise<Cookies & { readonly actor: Actor | null }> {
    const library = await this.options.library();
    const before = await library.findSession(caller);
    const { cookies } = await library.signOut(caller);
    if (before === null) return { cookies, actor: null };
    const person = await this.options.store.read((db) =>
      db.selectFrom('user').select('email').where('id', '=', before.personId).executeTakeFirst(),
    );
    await this.endSession(before.sessionId);
    return { cookies, actor: { kind: 'person', id: before.personId, name: person?.email ?? '' } };
  }

  /** Makes a step of one's own account that its password or code must confirm, counted like a sign-in. */
  async confirm<T>(caller: Caller, email: string, step: (library: AuthLibrary) => Promise<T>): Promise<T> {
    await this.options.attempts.count({ email, address: caller.address });
    const done = await step(await this.options.library());
    await this.options.attempts.forget(email);
    // Sessions were made and ended by the library: what was known of them is forgotten.
    await this.options.store.change(async () => {});
    return done;
  }

  /** Whether a code was not used before; it is from now on. */
  async takeCode(personId: string, code: string): Promise<boolean> {
    const now = new Date(this.options.now());
    return this.options.store.read(async (db) => {
      const old = new Date(this.options.now() - CODE_KEPT_MS);
      await db.deleteFrom('used_codes').where('user_id', '=', personId).where('used_at', '<', old).execute();
      const taken = await db
        .insertInto('used_codes')
        .values({ user_id: personId, code, used_at: now })
        .onConflict((conflict) => conflict.columns(['user_id', 'code']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return taken !== undefined;
    });
  }

  /** Whoever may sign in with an e-mail address; null: nobody, or they are disabled. */
  private findSignIn(email: string): Promise<{ readonly id: string } | null> {
    // No text of the database holds it.
    if (email.includes('\0')) return Promise.resolve(null);
    return this.options.store.read(async (db) => {
      const found = await db
        .selectFrom('user')
        .select('id')
        .where('email', '=', email)
        .where('disabledAt', 'is', null)
        .executeTakeFirst();
      return found ?? null;
    });
  }

  private async findPending(library: AuthLibrary, caller: Caller): Promise<Actor | null> {
    const id = await library.findPending(caller);
    if (id === null) return null;
    const person = await this.options.store.read((db) =>
      db.selectFrom('user').select('email').where('id', '=', id).executeTakeFirst(),
    );
    return person === undefined ? null : { kind: 'person', id, name: person.email };
  }

  private async endSession(id: string): Promise<void> {
    await this.options.store.change((db) => db.deleteFrom('session').where('id', '=', id).execute());
  }
}

/** With a session beside it the library would take a code for a confirmation of that session, and start none. */
function withoutSession(caller: Caller): Caller {
  const cookie = caller.cookie
    .split(/;\s*/)
    .filter((one) => !/silhouette-session=/.test(one))
    .join('; ');
  return { ...caller, cookie };
}
