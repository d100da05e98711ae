import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** A token's two parts that are signed, each JSON. */
export interface TokenParts {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
}

/** A provider that gives whatever identity token a test makes; it says of itself that it supports every way to sign. */
export interface FakeSignIn {
  readonly issuer: string;
  readonly env: Record<string, string>;
  /** PEM of the published key. */
  readonly publicKey: string;
  /** What its token endpoint answers from now on. */
  idToken: string;
  /** Signs as the provider does. */
  sign(parts: TokenParts): string;
  /** Signs by a key of nobody's, under the name of the provider's. */
  signAsAnother(parts: TokenParts): string;
  stop(): Promise<void>;
}

const CLIENT = 'silhouette';

/** Starts one on loopback. */
export async function startFakeSignIn(): Promise<FakeSignIn> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((request, response) => {
    const answer = (body: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    const { issuer } = fake;
    if (request.url === '/.well-known/openid-configuration')
      return answer({
        ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` },
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      });
    if (request.url === '/keys')
      return answer({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
    if (request.url === '/token')
      return answer({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: fake.idToken });
    response.statusCode = 404;
    return response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  const issuer = `http://127.0.0.1:${address.port}`;
  const fake: FakeSignIn = {
    issuer,
    env: {
      SILHOUETTE_OIDC_ISSUER: issuer,
      SILHOUETTE_OIDC_CLIENT_ID: CLIENT,
      SILHOUETTE_OIDC_CLIENT_SECRET: 'a secret of the client alone',
      SILHOUETTE_OIDC_NAME: 'Fake',
    },
    publicKey: own.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    idToken: '',
    sign: (parts) => appendSignature(parts, (text) => createSign('RSA-SHA256').update(text).sign(own.privateKey)),
    signAsAnother: (parts) => appendSignature(parts, (text) => createSign('RSA-SHA256').update(text).sign(other.privateKey)),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

/** A token that is right, for a nonce. */
export function writeParts({ issuer }: FakeSignIn, nonce: string): TokenParts {
  const now = Math.floor(Date.now() / 1000);
  return {
    header: { alg: 'RS256', kid: 'one', typ: 'JWT' },
    claims: {
      ...{ iss: issuer, aud: CLIENT, sub: 'e1', nonce, iat: now, exp: now + 300 },
      ...{ email: 'employee@example.com', email_verified: true, name: 'Employee' },
    },
  };
}

/** A token whose signature is an HMAC by a text. */
export function signByText(parts: TokenParts, secret: string): string {
  return appendSignature(parts, (text) => createHmac('sha256', secret).update(text).digest());
}

/** A token of its two parts and any signature. */
export function appendSignature({ header, claims }: TokenParts, sign: (text: string) => Buffer): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(text).toString('base64url')}`;
}
