import type { FastifyInstance } from 'fastify';
import { QueryReader } from './read-query.ts';

/** Addresses of libraries and of sign-ins elsewhere, which put into them what they like. */
const FOREIGN = /^\/api\/(?:docs|session\/sso)(?:[/?]|$)/;

/** Refuses what stands behind the `?` of a route of the API that takes nothing there: it would be ignored. */
export function addQueryGate(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    const { url } = request;
    if (!url.startsWith('/api/') || FOREIGN.test(url) || request.is404) return;
    if (request.routeOptions.schema?.querystring === undefined) new QueryReader(request.query, []).finish();
  });
}
