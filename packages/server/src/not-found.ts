import type { FastifyInstance, HTTPMethods } from 'fastify';
import type { SendPage } from './page.ts';
import { sendProblem } from './problem.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Requests that no route takes: 405 with `Allow` where another method has a route, else 404; to a browser that goes to an
 * address as the page, which says so in the reader's language.
 */
export function addNotFound(app: FastifyInstance, sendPage: SendPage | null): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    // A folder of files has a route for every name in it, also for one that no file bears.
    if (allowed.length === 0 || allowed.some((method) => method === request.method)) {
      const isVisit = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
      if (sendPage !== null && isVisit && !/^\/(?:api|assets)\//.test(path)) {
        request.problemCode = 'not-found';
        return sendPage(reply, 404);
      }
      const message = `There is nothing at ${request.method} ${request.url}; /api/docs lists what there is.`;
      return sendProblem(reply, [{ path: '', code: 'not-found', message }]);
    }
    const message = `${path} takes ${allowed.join(', ')}, not ${request.method}.`;
    return sendProblem(reply.header('allow', allowed.join(', ')), [{ path: '', code: 'method-not-allowed', message }]);
  });
}
