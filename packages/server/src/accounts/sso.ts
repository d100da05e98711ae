import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { GARBLING, SilhouetteError } from '@silhouette/model';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Actor } from '../access/access.ts';
import type { SsoSettings } from './account-settings.ts';
import type { AccountStore } from './account-store.ts';
import { admitBySso, type SsoIdentity } from './admit-by-sso.ts';
import type { AuthLibrary, Caller, Cookies } from './auth-library.ts';
import { readAddress } from './read-address.ts';

/** How long one may take at the company's sign-in. */
const KEPT_MS = 10 * 60_000;

/** What the company's sign-in needs. */
export interface SsoOptions {
  readonly settings: SsoSettings;
  readonly store: AccountStore;
  readonly library: () => Promise<AuthLibrary>;
  readonly now: () => number;
}

const waitingSchema = z.object({
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  browser: z.string(),
  redirect: z.string(),
});

/**
 * Getting in by the company's own sign-in: OpenID Connect's code flow with PKCE. State, nonce and verifier are kept here,
 * bound to the browser by a cookie, and taken once; the identity token is checked by `openid-client`: its issuer, audience, times and
 * nonce, and its signature by the provider's published keys, whatever the connection it came by.
 */
export class Sso {
  readonly name: string;
  private readonly options: SsoOptions;
  private config: Promise<oidc.Configuration> | null = null;

  constructor(options: SsoOptions) {
    this.options = options;
    this.name = options.settings.name;
  }

  /** Where to send a browser, and what it must remember (as the value of a cookie). @throws SilhouetteError `sso-refused` when the provider does not answer. */
  async begin(origin: string, next: string): Promise<{ readonly url: URL; readonly browser: string }> {
    const config = await this.discover();
    const browser = randomBytes(32).toString('base64url');
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const verifier = oidc.randomPKCECodeVerifier();
    const redirect = `${origin}/api/session/sso/callback`;
    const now = new Date(this.options.now());
    const value = JSON.stringify({ nonce, verifier, next, browser: hash(browser), redirect });
    await this.options.store.read(async (db) => {
      await db.deleteFrom('verification').where('expiresAt', '<', now).execute();
      const expiresAt = new Date(this.options.now() + KEPT_MS);
      await db
        .insertInto('verification')
        .values({ id: randomUUID(), identifier: nameOf(state), value, expiresAt, createdAt: now, updatedAt: now })
        .execute();
    });
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url, browser };
  }

  /**
   * Takes the answer of the provider: a new session, and where to go on; the one that the browser had ends. `onIdentity` is told who the
   * provider says it is, before it is known whether they are let in. @throws SilhouetteError `sso-refused`.
   */
  async finish(
    caller: Caller,
    query: string,
    browser: string | null,
    onIdentity: (identity: SsoIdentity) => void,
  ): Promise<Cookies & { readonly next: string; readonly actor: Actor }> {
    const state = new URLSearchParams(query).get('state') ?? '';
    const waiting = await this.take(state);
    if (waiting === null || browser === null || waiting.browser !== hash(browser))
      throw refuse('This answer belongs to no sign-in that was begun in this browser; begin again.');
    const identity = await this.identify(new URL(`${waiting.redirect}?${query}`), state, waiting);
    onIdentity(identity);
    const { store, settings, now } = this.options;
    const person = await admitBySso(store, settings, identity, now());
    const library = await this.options.library();
    const before = await library.findSession(caller);
    const { cookies } = await library.startSession(caller, person.id);
    if (before !== null) await store.change((db) => db.deleteFrom('session').where('id', '=', before.sessionId).execute());
    return { cookies, next: waiting.next, actor: { kind: 'person', id: person.id, name: person.email } };
  }

  private async identify(
    url: URL,
    state: string,
    { nonce, verifier }: { readonly nonce: string; readonly verifier: string },
  ): Promise<SsoIdentity> {
    const config = await this.discover();
    try {
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('There is no identity token.');
      // Many providers tell the e-mail address only when asked for it.
      const told = claims.email === undefined ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub) : claims;
      return {
        issuer: claims.iss,
        subject: `${claims.iss}|${claims.sub}`,
        email: typeof told.email === 'string' ? readAddress(told.email) : null,
        isVerified: told.email_verified === true,
        name: typeof told.name === 'string' ? cleanName(told.name) : null,
      };
    } catch (error) {
      throw refuse('The company’s sign-in answered with something that cannot be relied on; begin again.', error);
    }
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.options.settings;
    const execute = [oidc.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])];
    this.config ??= oidc.discovery(issuer, clientId, clientSecret, undefined, { execute }).catch((error: unknown) => {
      this.config = null;
      throw refuse('The company’s sign-in does not answer; try again, or sign in with a password.', error);
    });
    return this.config;
  }

  private async take(state: string) {
    const row = await this.options.store.read((db) =>
      db
        .deleteFrom('verification')
        .where('identifier', '=', nameOf(state))
        .returning(['value', 'expiresAt'])
        .executeTakeFirst(),
    );
    if (row === undefined || row.expiresAt.getTime() <= this.options.now()) return null;
    return waitingSchema.parse(JSON.parse(row.value));
  }
}

/** A name that people set at the provider, as one that is typed here may be; null where nothing is left. */
function cleanName(told: string): string | null {
  const letters = [...told].filter((one) => !GARBLING.test(one)).slice(0, 100);
  return letters.join('').trim() || null;
}

function nameOf(state: string): string {
  return `sso-${hash(state)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function refuse(message: string, cause?: unknown): SilhouetteError {
  return SilhouetteError.of('sso-refused', message, '', cause);
}
