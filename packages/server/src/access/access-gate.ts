import { type Permission, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access.ts';
import { PURPOSE_RULE, readPurposeText } from './purpose.ts';

/**
 * What a route asks of whoever calls it: a permission; `signed-in`: anybody known; `open`: nothing (the page's files, signing
 * in, health).
 */
export type RoutePermission = Permission | 'signed-in' | 'open';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it: a server with one that does not refuses to be made. */
    permission?: RoutePermission;
    /** Whether pages ask it again and again by themselves: that keeps no session alive. */
    isByItself?: boolean;
  }
  interface FastifyInstance {
    /** What each route asks, by method and address (`GET /api/catalog`). */
    routePermissions: Map<string, RoutePermission>;
    authenticate: Authenticate;
  }
  interface FastifyRequest {
    /** Set before the route is reached, but for `open` ones. */
    knownAccess: Access | null;
  }
}

/** Finds who sends a request; null: nobody that is known. @throws SilhouetteError when what it shows is refused. */
export type Authenticate = (request: FastifyRequest) => Promise<Access | null>;

/** Routes of libraries, which cannot say what they ask: files of the page and of the API's browser. */
export const LIBRARY_ROUTES = /^\/(?:assets\/|api\/docs(?:\/|$))/;

/**
 * Lets a request reach its route when whoever sends it may use it: the one place where that is decided. Added before any
 * route; a route that does not say what it asks is an error when it is added.
 */
export function addAccessGate(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('knownAccess', null);
  app.decorate('authenticate', authenticate);
  const known = new Map<string, RoutePermission>();
  app.decorate('routePermissions', known);
  app.addHook('onRoute', (route) => {
    const { url, method, config } = route;
    if (config?.permission === undefined && !LIBRARY_ROUTES.test(url))
      throw new Error(`The route ${String(method)} ${url} does not say whom it lets in.`);
    const permission = config?.permission ?? 'open';
    route.config = { ...config, permission };
    for (const one of [method].flat()) known.set(`${one} ${url}`, permission);
  });
  app.addHook('onRequest', async (request) => {
    // Without a route there is nothing to keep: the answer is "not found".
    if (request.is404) return;
    const needed = request.routeOptions.config.permission;
    if (needed === 'open') return;
    const access = await authenticate(request);
    if (access === null)
      throw SilhouetteError.of(
        'not-signed-in',
        'Sign in first, or send an API key as "Authorization: Bearer …"; commands take it from SILHOUETTE_API_KEY.',
      );
    request.knownAccess = { ...access, purpose: readPurpose(request) };
    if (needed === undefined) throw new Error(`${request.method} ${request.url} has no permission.`);
    if (needed !== 'signed-in') requirePermission(access, needed);
  });
}

/** `Silhouette-Purpose`: what personal data is looked at for, as percent-encoded UTF-8. @throws SilhouetteError `invalid-value`. */
function readPurpose({ headers }: FastifyRequest): string | null {
  const header = headers['silhouette-purpose'];
  if (header === undefined) return null;
  let text: string | null = null;
  try {
    text = typeof header === 'string' ? readPurposeText(decodeURIComponent(header)) : null;
  } catch {
    // Told below.
  }
  if (text !== null) return text;
  const message = `The header Silhouette-Purpose ${PURPOSE_RULE}, as percent-encoded UTF-8.`;
  throw SilhouetteError.of('invalid-value', message);
}

/** Who sends this request, and what they may do. Routes that are `open` have nobody. */
export function accessOf(request: FastifyRequest): Access {
  if (request.knownAccess === null) throw new Error(`${request.method} ${request.url} was let in without anybody.`);
  return request.knownAccess;
}

/** For what a route's own permission does not cover. @throws SilhouetteError `not-allowed`. */
export function requirePermission(access: Access, permission: Permission): void {
  if (access.permissions.has(permission)) return;
  if (access.heldBack?.has(permission) === true) throw explainHeldBack();
  throw SilhouetteError.of(
    'not-allowed',
    `You may not do this: it takes the permission "${permission}". An administrator can give it.`,
  );
}

function explainHeldBack(): SilhouetteError {
  const message = 'This waits for a second factor: set one up under "My account". Then it holds at once.';
  return SilhouetteError.of('second-factor-needed', message);
}
