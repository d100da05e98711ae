import { hkdfSync, randomBytes } from 'node:crypto';
import { SilhouetteError, TooManyAttemptsError } from '@silhouette/model';
import { betterAuth } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { StoreTables } from '../store/tables.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';
import { PASSWORD_LENGTH } from './read-password.ts';
import type { SignInRules } from './sign-in-rules.ts';

/** How often the use of a session is noted, at most, in seconds. */
const NOTE_SECONDS = 5 * 60;
/** After ten wrong codes in a row, however far apart, none is taken for so long, in seconds. */
const LOCK_SECONDS = 15 * 60;
/** Header in which the address of whoever asks is handed on; never one that came with the request. */
const ADDRESS_HEADER = 'x-silhouette-address';

/** Who sends a request, as far as the library needs to know. */
export interface Caller {
  readonly cookie: string;
  readonly userAgent: string;
  readonly address: string;
}

/** What a step answers to the browser: `Set-Cookie` lines. */
export interface Cookies {
  readonly cookies: readonly string[];
}

/** A session that a request belongs to. */
export interface FoundSession extends Cookies {
  readonly sessionId: string;
  readonly personId: string;
}

/** What is asked of better-auth: the one place that knows it. All throw SilhouetteError in our own codes. */
export interface AuthLibrary {
  /** `sign-in-failed` whatever is wrong with e-mail or password. */
  signIn(caller: Caller, email: string, password: string): Promise<Cookies & { readonly state: 'signed-in' | 'second-factor' }>;
  /** Who is at the second step of a sign-in; null: nobody. */
  findPending(caller: Caller): Promise<string | null>;
  /** The second step of a sign-in. `wrong-code`. */
  verifyCode(
    caller: Caller,
    kind: 'code' | 'recovery',
    code: string,
  ): Promise<Cookies & { readonly personId: string; readonly token: string }>;
  /** `isUse`: whether the request is one of somebody, not of a page by itself; only those keep a session alive. */
  findSession(caller: Caller, isUse?: boolean): Promise<FoundSession | null>;
  /** Starts a session of somebody that is known by other means. */
  startSession(caller: Caller, personId: string): Promise<Cookies>;
  signOut(caller: Caller): Promise<Cookies>;
  /** Ends all other sessions. `sign-in-failed` when the current one is wrong. */
  changePassword(caller: Caller, current: string, next: string): Promise<Cookies>;
  startSecondFactor(
    caller: Caller,
    password: string,
  ): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[] }>;
  confirmSecondFactor(caller: Caller, code: string): Promise<Cookies>;
  removeSecondFactor(caller: Caller, password: string): Promise<Cookies>;
  renewRecoveryCodes(caller: Caller, password: string): Promise<readonly string[]>;
}

/** What the library is made of. */
export interface AuthLibraryOptions {
  readonly db: Kysely<StoreTables>;
  /** The server's secret; keys for this purpose alone are derived of it. */
  readonly secret: Buffer;
  /** Whether browsers reach the server by https. */
  readonly isSecure: boolean;
  readonly rules: Pick<SignInRules, 'idleMs' | 'longestMs'>;
}

/** better-auth over the store's tables. Its own HTTP routes are never served: ours ask it, each for one thing. */
export function openAuthLibrary(options: AuthLibraryOptions): AuthLibrary {
  const auth = makeAuth(options);
  return {
    signIn: (caller, email, password) =>
      ask(async () => {
        const { headers, response } = await auth.api.signInEmail({
          body: { email, password },
          headers: headersOf(caller),
          returnHeaders: true,
        });
        const state = 'twoFactorRedirect' in response ? 'second-factor' : 'signed-in';
        return { cookies: headers.getSetCookie(), state };
      }),
    findPending: (caller) => ask(async () => (await auth.api.findPendingPerson({ headers: headersOf(caller) })).personId),
    verifyCode: (caller, kind, code) =>
      ask(async () => {
        const request = { body: { code }, headers: headersOf(caller), returnHeaders: true } as const;
        const { headers, response } =
          kind === 'code' ? await auth.api.verifyTOTP(request) : await auth.api.verifyBackupCode(request);
        const { token, user } = verifiedSchema.parse(response);
        return { cookies: headers.getSetCookie(), personId: user.id, token };
      }),
    findSession: (caller, isUse = true) =>
      ask(async () => {
        const { headers, response } = await auth.api.getSession({
          headers: headersOf(caller),
          query: { disableRefresh: !isUse },
          returnHeaders: true,
        });
        if (response === null) return null;
        const { id, userId, createdAt } = response.session;
        if (createdAt.getTime() + options.rules.longestMs < Date.now()) return null;
        return { sessionId: id, personId: userId, cookies: headers.getSetCookie() };
      }),
    startSession: (caller, personId) =>
      ask(async () => {
        const { headers } = await auth.api.startKnownSession({
          body: { personId },
          headers: headersOf(caller),
          returnHeaders: true,
        });
        return { cookies: headers.getSetCookie() };
      }),
    signOut: (caller) =>
      ask(async () => {
        const { headers } = await auth.api.signOut({ headers: headersOf(caller), returnHeaders: true });
        return { cookies: headers.getSetCookie() };
      }),
    changePassword: (caller, currentPassword, newPassword) =>
      ask(async () => {
        const { headers } = await auth.api.changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions: true },
          headers: headersOf(caller),
          returnHeaders: true,
        });
        return { cookies: headers.getSetCookie() };
      }),
    startSecondFactor: (caller, password) =>
      ask(async () => {
        const started = await auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersOf(caller) });
        if (!('totpURI' in started)) throw new Error('A second factor by codes of an app was not begun.');
        return { uri: started.totpURI, recoveryCodes: started.backupCodes };
      }),
    confirmSecondFactor: (caller, code) =>
      ask(async () => {
        const { headers } = await auth.api.verifyTOTP({ body: { code }, headers: headersOf(caller), returnHeaders: true });
        return { cookies: headers.getSetCookie() };
      }),
    removeSecondFactor: (caller, password) =>
      ask(async () => {
        const request = { body: { password }, headers: headersOf(caller), returnHeaders: true } as const;
        const { headers } = await auth.api.disableTwoFactor(request);
        return { cookies: headers.getSetCookie() };
      }),
    renewRecoveryCodes: (caller, password) =>
      ask(async () => (await auth.api.generateBackupCodes({ body: { password }, headers: headersOf(caller) })).backupCodes),
  };
}

const verifiedSchema = z.object({ token: z.string(), user: z.object({ id: z.string() }) });

function makeAuth({ db, secret, isSecure, rules }: AuthLibraryOptions) {
  const idleSeconds = rules.idleMs / 1000;
  const name = (own: string) => ({ name: `${isSecure ? '__Host-' : ''}silhouette-${own}` });
  return betterAuth({
    appName: 'Silhouette',
    // Nothing is answered at this address: only our own routes are.
    baseURL: 'http://localhost',
    database: { db, type: 'postgres' },
    // Told as a list, so that no variable of the environment takes its place.
    secrets: [{ version: 1, value: deriveSecret(secret, 'silhouette accounts') }],
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Counted by attempts.ts: the library counts at its own routes only.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most * 2,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(password, hash) },
    },
    // Of short sessions more often, so that little is taken from them.
    session: { expiresIn: idleSeconds, updateAge: Math.min(NOTE_SECONDS, idleSeconds / 30) },
    user: {
      changeEmail: { enabled: false },
      deleteUser: { enabled: false },
      // Told so that the library's check of the tables knows the columns; people are made and changed by us alone.
      additionalFields: {
        role: { type: 'string', required: true, input: false, returned: false },
        rowScope: { type: 'string', required: false, input: false, returned: false },
        disabledAt: { type: 'date', required: false, input: false, returned: false },
      },
    },
    advanced: {
      // The library knows the prefix __Secure- alone; __Host- is stricter.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      cookies: {
        session_token: name('session'),
        session_data: name('session-data'),
        dont_remember: name('brief'),
        two_factor: name('second-factor'),
        trust_device: name('device'),
      },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    plugins: [
      twoFactor({
        issuer: 'Silhouette',
        twoFactorCookieMaxAge: 300,
        accountLockout: { durationSeconds: LOCK_SECONDS },
        backupCodeOptions: { customBackupCodesGenerate: makeRecoveryCodes },
      }),
      knownSessions(),
    ],
  });
}

/** Starts a session of somebody whom the company's sign-in has told, and finds who is at the second step; not served. */
function knownSessions() {
  return {
    id: 'known-sessions',
    endpoints: {
      startKnownSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ personId: z.string() }) },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId);
          if (user === null) throw new APIError('UNAUTHORIZED');
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return { ok: true };
        },
      ),
      // As the library itself finds them before it looks at the code.
      findPendingPerson: createAuthEndpoint.serverOnly({ method: 'GET' }, async (ctx) => {
        const { name } = ctx.context.createAuthCookie('two_factor');
        const signed = await ctx.getSignedCookie(name, ctx.context.secret);
        // `false`: a signature that is wrong.
        if (typeof signed !== 'string' || signed === '') return { personId: null };
        const waiting = await ctx.context.internalAdapter.findVerificationValue(signed);
        return { personId: waiting?.value ?? null };
      }),
    },
  };
}

/** Ten codes of 120 random bits each, in letters and digits that are not taken for one another. */
function makeRecoveryCodes(): string[] {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: 10 }, () => {
    const code = [...randomBytes(24)].map((byte) => letters[byte % letters.length]).join('');
    return code.replace(/.{6}(?=.)/g, '$&-');
  });
}

/** A key of the server's secret for one purpose, 64 hexadecimal digits (HKDF, RFC 5869). */
function deriveSecret(secret: Buffer, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('hex');
}

function headersOf({ cookie, userAgent, address }: Caller): Headers {
  return new Headers({ cookie, 'user-agent': userAgent, [ADDRESS_HEADER]: address });
}

const FAILED = 'E-mail or password is wrong. After some more attempts a pause is asked for.';
const WRONG_CODE = 'The code is wrong, was used already, or came too late. Sign in again, or use a recovery code.';

async function ask<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    throw explain(error);
  }
}

function explain(error: APIError): SilhouetteError {
  const code = typeof error.body?.code === 'string' ? error.body.code : '';
  switch (code) {
    case 'INVALID_EMAIL':
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'PASSWORD_TOO_LONG':
      return SilhouetteError.of('sign-in-failed', FAILED, '', error);
    case 'INVALID_PASSWORD':
    case 'CREDENTIAL_ACCOUNT_NOT_FOUND':
      return SilhouetteError.of('sign-in-failed', 'The password is wrong.', 'password', error);
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
    case 'TOTP_NOT_ENABLED':
    case 'BACKUP_CODES_NOT_ENABLED':
    case 'TWO_FACTOR_NOT_ENABLED':
      return SilhouetteError.of('wrong-code', WRONG_CODE, 'code', error);
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new TooManyAttemptsError(LOCK_SECONDS);
    case 'TOTP_ALREADY_ENABLED':
      return SilhouetteError.of('invalid-option', 'There is a second factor already; remove it first.', '', error);
    default:
      if (error.statusCode === 401)
        return SilhouetteError.of('not-signed-in', 'Sign in first: the session has ended.', '', error);
      return SilhouetteError.of('store-unreachable', 'Accounts cannot be read or written now; try again.', '', error);
  }
}
