import type { FastifyInstance, HTTPMethods } from 'fastify';
import { sendProblem } from './problem.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Requests that no route takes: 405 with `Allow` where another method has a route, else 404. */
export function addNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    if (allowed.length === 0) {
      const message = `There is nothing at ${request.method} ${request.url}; /api/docs lists what there is.`;
      return sendProblem(reply, [{ path: '', code: 'not-found', message }]);
    }
    const message = `${path} takes ${allowed.join(', ')}, not ${request.method}.`;
    return sendProblem(reply.header('allow', allowed.join(', ')), [{ path: '', code: 'method-not-allowed', message }]);
  });
}
