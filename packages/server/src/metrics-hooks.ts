import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** Counts and times every request by its route (never by its address: that would be a series per id). */
export function addMetricsHooks(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', async () => metrics.requestsInFlight.inc());
  app.addHook('onResponse', async (request, reply) => {
    metrics.requestsInFlight.dec();
    const route = request.routeOptions.url ?? 'none';
    metrics.requestSeconds.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}
