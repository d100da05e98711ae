import { SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../access/access-gate.ts';
import { sendProblem } from '../problem.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * `/healthz`: the process answers; `/readyz`: a snapshot can be asked, and, for whoever is known, which and why not; `/metrics`:
 * Prometheus text.
 */
export function addHealthRoutes(
  app: FastifyInstance,
  { accounts, snapshots, metrics, answers }: ServerContext,
  authenticate: Authenticate,
): void {
  const schema = { tags: ['operation'] };
  app.get('/healthz', { config: { permission: 'open', audit: null }, schema }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config: { permission: 'open', audit: null }, schema }, async (request, reply) => {
    const { authorization, cookie } = request.headers;
    // A probe that shows nothing does not wait for the database.
    const mayBeKnown = authorization !== undefined || cookie !== undefined || accounts.authenticator.isLocal(request);
    const isKnown = mayBeKnown && (await authenticate(request).catch(() => null)) !== null;
    try {
      const snapshot = await snapshots.findLoaded(null);
      return { status: 'ready', ...(isKnown ? { snapshot: snapshot.id, index: answers.describeIndex(snapshot) } : {}) };
    } catch (error) {
      if (!isKnown && error instanceof SilhouetteError) return reply.code(503).send({ status: 'not ready' });
      if (error instanceof SilhouetteError) return sendProblem(reply, error.issues, 503);
      throw error;
    }
  });
  app.get('/metrics', { config: { permission: 'system.read', audit: null }, schema }, async (_request, reply) => {
    const snapshot = await snapshots.findLoaded(null).catch(() => null);
    if (snapshot !== null) metrics.snapshotAsOf.set(snapshot.asOfMs / 1000);
    return reply.type(metrics.registry.contentType).send(Buffer.from(await metrics.registry.metrics()));
  });
}
