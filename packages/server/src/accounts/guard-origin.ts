import { SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../security.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that a browser sends from another site's page: what it says of where a request comes from must be ours.
 * A request with a cookie that says nothing of it is refused, too; programs send no cookies.
 */
export function addOriginGuard(app: FastifyInstance, publicUrl: URL | null): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method)) return;
    const { origin, cookie, 'sec-fetch-site': site } = request.headers;
    const isForeign =
      origin !== undefined
        ? !isOwnOrigin(origin, request, publicUrl)
        : site !== undefined
          ? site !== 'same-origin' && site !== 'none'
          : cookie !== undefined;
    if (!isForeign) return;
    const message =
      'This change was not sent by one of our own pages. Behind a proxy, tell the address that browsers use with --public-url.';
    throw SilhouetteError.of('foreign-origin', message);
  });
}

function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: URL | null): boolean {
  if (publicUrl !== null && origin === publicUrl.origin) return true;
  if (publicUrl !== null && !isLoopback(request.hostname)) return false;
  return origin === `http://${request.host}`;
}
