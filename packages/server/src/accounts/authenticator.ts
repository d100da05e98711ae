import { assertNever, SilhouetteError } from '@silhouette/model';
import type { FastifyRequest } from 'fastify';
import { type Access, type Actor, giveLocalAccess } from '../access/access.ts';
import type { Authenticate } from '../access/access-gate.ts';
import { isLoopbackPage } from '../security.ts';
import type { AccountStore } from './account-store.ts';
import type { AccountsPresence } from './accounts-presence.ts';
import type { AuthLibrary } from './auth-library.ts';
import { callerOf } from './caller.ts';
import { findPersonAccess } from './find-role.ts';
import { holdBackPowers } from './hold-back-powers.ts';
import type { FoundKey, Keys } from './keys.ts';

/** How long what is known of a session or key is kept; a change on this server ends it at once. */
const KEPT_MS = 5_000;
const MOST_KEPT = 1_000;
/** What proxies add: whoever comes through one does not sit at the machine. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

interface Known {
  readonly access: Access | null;
  readonly untilMs: number;
}

/** What finding out who asks needs. */
export interface AuthenticatorOptions {
  readonly store: AccountStore;
  readonly presence: AccountsPresence;
  readonly keys: Keys;
  readonly library: () => Promise<AuthLibrary>;
  /** Whether the server listens on loopback alone and no proxy is told of. */
  readonly isLocalOnly: boolean;
  /** As {@link SignInRules.holdsBackPowers}. */
  readonly holdsBackPowers: boolean;
  readonly now: () => number;
}

/** Finds who sends a request: the local owner while nobody has an account, else by session cookie or API key. */
export class Authenticator {
  private readonly options: AuthenticatorOptions;
  private readonly known = new Map<string, Known>();
  private readonly renewed = new WeakMap<FastifyRequest, readonly string[]>();
  private generation = 0;

  constructor(options: AuthenticatorOptions) {
    this.options = options;
  }

  /** Everything known is asked for again. */
  forget(): void {
    this.generation += 1;
    this.known.clear();
  }

  /** Cookies that the answer to a request must bring: its session was used, and lasts longer now. */
  cookiesOf(request: FastifyRequest): readonly string[] {
    return this.renewed.get(request) ?? [];
  }

  readonly authenticate: Authenticate = async (request) => {
    if (!(await this.options.presence.exists())) return this.isLocal(request) ? giveLocalAccess() : null;
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.findByKey(authorization);
    const { cookie } = request.headers;
    return cookie?.includes('silhouette-session=') ? this.findBySession(request, cookie) : null;
  };

  /**
   * What somebody who asked for something before may do now; null: nothing, for they are gone or disabled, or their key has ended.
   * What the local owner asked for is done also when there are accounts meanwhile.
   */
  async findNow({ actor }: Access): Promise<Access | null> {
    switch (actor.kind) {
      case 'local':
        return giveLocalAccess();
      case 'person':
        return this.readPerson(actor.id, null);
      case 'key': {
        const key = await this.options.keys.findById(actor.id);
        return key === null ? null : this.readKeyOwner(key);
      }
      default:
        return assertNever(actor.kind);
    }
  }

  /** Whether a request comes from the machine itself, as far as can be known: not all proxies say that they passed it on. */
  isLocal({ headers }: FastifyRequest): boolean {
    const { origin, referer } = headers;
    return (
      this.options.isLocalOnly &&
      PROXY_HEADERS.every((name) => headers[name] === undefined) &&
      [origin, referer].every((page) => page === undefined || isLoopbackPage(page))
    );
  }

  private async findByKey(authorization: string): Promise<Access> {
    const key = /^Bearer (slh_[\w-]{20,100})$/i.exec(authorization)?.[1];
    const access = key === undefined ? null : await this.keep(`key ${key}`, () => this.readKey(key));
    if (access !== null) return access;
    throw SilhouetteError.of('not-signed-in', 'The API key is unknown, has expired, or was removed; make another one.');
  }

  private async readKey(key: string): Promise<Known> {
    const found = await this.options.keys.find(key);
    if (found === null) return this.nobody();
    const access = await this.readKeyOwner(found);
    if (access === null) return this.nobody();
    return { access, untilMs: Math.min(this.options.now() + KEPT_MS, found.expiresAtMs) };
  }

  /** What a key may do: no more than its owner. */
  private async readKeyOwner(key: FoundKey): Promise<Access | null> {
    const actor: Actor = { kind: 'key', id: key.id, name: key.name };
    const owner = await this.readPerson(key.personId, actor);
    if (owner === null) return null;
    const { heldBack = new Set() } = owner;
    return {
      ...owner,
      permissions: new Set(key.scopes.filter((scope) => owner.permissions.has(scope))),
      heldBack: new Set(key.scopes.filter((scope) => heldBack.has(scope))),
    };
  }

  private findBySession(request: FastifyRequest, cookie: string): Promise<Access | null> {
    const { permission, isByItself } = request.routeOptions.config;
    // Pages look by themselves whether there are newer data, or whether something is done: nobody need sit before them.
    const isUse = permission !== 'open' && isByItself !== true;
    return this.keep(`session ${isUse} ${cookie}`, async () => {
      const session = await (await this.options.library()).findSession(callerOf(request), isUse);
      if (session === null) return this.nobody();
      if (session.cookies.length > 0) this.renewed.set(request, session.cookies);
      const access = await this.readPerson(session.personId, null);
      return { access, untilMs: this.options.now() + KEPT_MS };
    });
  }

  private readPerson(id: string, as: Actor | null): Promise<Access | null> {
    return this.options.store.read(async (db) => {
      const access = await findPersonAccess(db, id, as);
      return access === null || !this.options.holdsBackPowers ? access : holdBackPowers(db, access, id);
    });
  }

  private nobody(): Known {
    return { access: null, untilMs: 0 };
  }

  private async keep(name: string, find: () => Promise<Known>): Promise<Access | null> {
    const kept = this.known.get(name);
    if (kept !== undefined && kept.untilMs > this.options.now()) return kept.access;
    const { generation } = this;
    const found = await find();
    // What was read before a change must not be kept after it.
    if (generation === this.generation && found.access !== null) {
      if (this.known.size >= MOST_KEPT) this.known.clear();
      this.known.set(name, found);
    }
    return found.access;
  }
}
