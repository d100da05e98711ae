import { readFileSync } from 'node:fs';
import { SilhouetteError } from '@silhouette/model';
import { readSignInRules, type SignInRules } from './sign-in-rules.ts';

/** The company's own sign-in (OpenID Connect). */
export interface SsoSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says. */
  readonly name: string;
  /** Role of whoever comes without an invitation; null: only the invited get in. */
  readonly defaultRole: string | null;
}

/** What the environment says of accounts. */
export interface AccountSettings {
  /** Address that browsers use, when it is not the server's own: behind a proxy. Without a path. */
  readonly publicUrl: URL | null;
  /** Addresses of proxies whose word about who asks is taken; null: none but, with a public address, this machine's. */
  readonly trustedProxies: string | null;
  readonly sso: SsoSettings | null;
  readonly rules: SignInRules;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SilhouetteError `invalid-option`, without showing a secret. */
export function readAccountSettings(env: Environment): AccountSettings {
  return {
    publicUrl: readUrl(env, 'SILHOUETTE_PUBLIC_URL'),
    trustedProxies: text(env, 'SILHOUETTE_TRUSTED_PROXIES'),
    sso: readSso(env),
    rules: readSignInRules(env),
  };
}

function readSso(env: Environment): SsoSettings | null {
  const issuer = readIssuer(env);
  if (issuer === null) return null;
  const clientId = text(env, 'SILHOUETTE_OIDC_CLIENT_ID');
  if (clientId === null) throw refuse('SILHOUETTE_OIDC_CLIENT_ID is missing; the provider gives it.');
  const file = text(env, 'SILHOUETTE_OIDC_CLIENT_SECRET_FILE');
  const clientSecret = file === null ? text(env, 'SILHOUETTE_OIDC_CLIENT_SECRET') : readSecretFile(file);
  if (clientSecret === null)
    throw refuse('SILHOUETTE_OIDC_CLIENT_SECRET or SILHOUETTE_OIDC_CLIENT_SECRET_FILE is missing; the provider gives it.');
  const name = text(env, 'SILHOUETTE_OIDC_NAME') ?? issuer.hostname;
  return { issuer, clientId, clientSecret, name, defaultRole: text(env, 'SILHOUETTE_OIDC_DEFAULT_ROLE') };
}

function readIssuer(env: Environment): URL | null {
  const given = text(env, 'SILHOUETTE_OIDC_ISSUER');
  if (given === null) return null;
  const issuer = URL.canParse(given) ? new URL(given) : null;
  const isLocal = issuer !== null && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  if (issuer === null || !(issuer.protocol === 'https:' || (issuer.protocol === 'http:' && isLocal)))
    throw refuse('SILHOUETTE_OIDC_ISSUER must begin with https://.');
  return issuer;
}

function readUrl(env: Environment, name: string): URL | null {
  const given = text(env, name);
  if (given === null) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse(`${name} must be an address without a path, such as https://silhouette.example.com.`);
  return url;
}

function readSecretFile(path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return secret;
  } catch (error) {
    throw SilhouetteError.of('invalid-option', `SILHOUETTE_OIDC_CLIENT_SECRET_FILE cannot be read: ${path}`, '', error);
  }
  throw refuse(`SILHOUETTE_OIDC_CLIENT_SECRET_FILE is empty: ${path}`);
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

function refuse(message: string): SilhouetteError {
  return SilhouetteError.of('invalid-option', message);
}
