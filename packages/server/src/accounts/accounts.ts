import { type Me, SilhouetteError } from '@silhouette/model';
import type { Kysely } from 'kysely';
import type { Access } from '../access/access.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import type { StoreTables } from '../store/tables.ts';
import type { AccountSettings } from './account-settings.ts';
import { AccountStore } from './account-store.ts';
import { AccountsPresence } from './accounts-presence.ts';
import { Attempts } from './attempts.ts';
import type { AuthLibrary, Caller, FoundSession } from './auth-library.ts';
import { Authenticator } from './authenticator.ts';
import { type FirstAccount, makeFirstAccount } from './first-account.ts';
import { Keys } from './keys.ts';
import { Links } from './links.ts';
import { People, scopeAsJson } from './people.ts';
import { Roles } from './roles.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Sso } from './sso.ts';

/** What accounts are made of. */
export interface AccountsOptions {
  readonly store: StoreHolder;
  readonly stateDir: string;
  /** `DATABASE_URL`; null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly isNew: boolean;
  /** Whether the server listens on loopback alone. */
  readonly isLoopback: boolean;
  readonly settings: AccountSettings;
  readonly secret: Buffer;
  readonly now: () => number;
}

/** Accounts of one server: who there is, what they may do, and how they get in. */
export class Accounts {
  readonly people: People;
  readonly roles: Roles;
  readonly links: Links;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly signIn: SignIn;
  readonly sso: Sso | null;
  readonly authenticator: Authenticator;
  readonly settings: AccountSettings;
  private readonly options: AccountsOptions;
  private readonly store: AccountStore;
  private readonly presence: AccountsPresence;
  private opened: { readonly db: Kysely<StoreTables>; readonly library: AuthLibrary } | null = null;

  constructor(options: AccountsOptions) {
    const { now, settings, secret } = options;
    this.options = options;
    this.settings = settings;
    const store = new AccountStore(options.store, () => this.authenticator.forget());
    const library = (): Promise<AuthLibrary> => this.openLibrary();
    this.store = store;
    this.presence = new AccountsPresence(options);
    this.people = new People(store, now);
    this.roles = new Roles(store);
    this.links = new Links(store, now);
    this.keys = new Keys(store, now);
    this.sessions = new Sessions(store, now);
    this.attempts = new Attempts(options.store, secret, now);
    this.signIn = new SignIn({ store, attempts: this.attempts, library, now });
    this.sso = settings.sso === null ? null : new Sso({ settings: settings.sso, store, library, now });
    const isLocalOnly = options.isLoopback && settings.publicUrl === null;
    this.authenticator = new Authenticator({
      store,
      presence: this.presence,
      keys: this.keys,
      library,
      isLocalOnly,
      holdsBackPowers: settings.rules.holdsBackPowers,
      now,
    });
  }

  /** Whether anybody has an account. @throws SilhouetteError when that cannot be known and there were some. */
  exist(): Promise<boolean> {
    return this.presence.exists();
  }

  /** Asks anew whether anybody has an account: the database is open now. */
  async look(): Promise<void> {
    this.presence.doubt();
    await this.presence.exists();
  }

  /** @throws SilhouetteError `accounts-missing`: nobody is managed before there is an administrator. */
  async requireSome(): Promise<void> {
    if (await this.exist()) return;
    throw SilhouetteError.of('accounts-missing', 'Nobody has an account yet; make the first one at /setup.');
  }

  /** Makes the first account, an administrator's. @throws SilhouetteError `accounts-exist`. */
  async setUp(first: FirstAccount): Promise<void> {
    await this.presence.makeFirst((expect) => makeFirstAccount(this.store, first, this.options.now(), expect));
    this.authenticator.forget();
  }

  /** The session of a request. @throws SilhouetteError `not-signed-in` without one. */
  async findSession(caller: Caller): Promise<FoundSession> {
    const session = await (await this.openLibrary()).findSession(caller);
    if (session !== null) return session;
    throw SilhouetteError.of('not-signed-in', 'Sign in first: the session has ended.');
  }

  /** Who asks, and what they may do. */
  async me(access: Access): Promise<Omit<Me, 'timeZone'>> {
    const { actor } = access;
    return {
      actor: { ...actor },
      permissions: [...access.permissions],
      heldBack: [...(access.heldBack ?? [])],
      classes: [...access.classes],
      rowScope: scopeAsJson(access.rowScope),
      isScoped: access.rowScope !== null,
      hasAccounts: await this.exist(),
      account: actor.kind === 'person' ? await this.readAccount(actor.id) : null,
    };
  }

  private readAccount(id: string): Promise<Me['account']> {
    return this.store.read(async (db) => {
      const person = await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst();
      if (person === undefined) return null;
      const proof = await db
        .selectFrom('account')
        .select('id')
        .where('userId', '=', id)
        .where('providerId', '=', 'credential')
        .executeTakeFirst();
      return {
        name: person.name,
        email: person.email,
        role: person.role,
        hasPassword: proof !== undefined,
        hasSecondFactor: person.twoFactorEnabled,
      };
    });
  }

  /** The library over the database as it is open now. */
  private async openLibrary(): Promise<AuthLibrary> {
    const { store, secret, settings } = this.options;
    // In a list: what a promise is resolved with must not be taken for one.
    const [db] = await store.useTables(async (open) => [open] as const);
    if (this.opened?.db === db) return this.opened.library;
    // A fifth of a second to load, which most commands do without.
    const { openAuthLibrary } = await import('./auth-library.ts');
    const isSecure = settings.publicUrl?.protocol === 'https:';
    const library = openAuthLibrary({ db, secret, isSecure, rules: settings.rules });
    this.opened = { db, library };
    return library;
  }
}
