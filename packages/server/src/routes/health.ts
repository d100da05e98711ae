import { SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Authenticate } from '../access/access-gate.ts';
import { describeResponses, PROBLEM_SCHEMA, toJsonSchema } from '../openapi.ts';
import { sendProblem } from '../problem.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['operation'];

const readySchema = z.object({
  status: z.literal('ready'),
  snapshot: z.string().optional(),
  index: z.enum(['ready', 'building', 'none']).optional(),
});
const notReady = {
  description: 'Not ready; why, for whoever is known',
  content: {
    'application/json': { schema: toJsonSchema(z.object({ status: z.literal('not ready') })) },
    'application/problem+json': { schema: PROBLEM_SCHEMA },
  },
};
const { 200: isReady, ...problems } = describeResponses(readySchema, 'A snapshot can be asked; which, for whoever is known');
const READY = { tags: TAGS, response: { 200: isReady, 503: notReady, ...problems } };
const measurements = { description: 'Prometheus text', content: { 'text/plain': { schema: { type: 'string' } } } };
const MEASURED = { tags: TAGS, response: { 200: measurements, ...problems } };

/**
 * `/healthz`: the process answers; `/readyz`: a snapshot can be asked, and, for whoever is known, which and why not; `/metrics`:
 * Prometheus text.
 */
export function addHealthRoutes(
  app: FastifyInstance,
  { accounts, snapshots, metrics, answers }: ServerContext,
  authenticate: Authenticate,
): void {
  const config = { permission: 'open', audit: null } as const;
  const alive = { tags: TAGS, response: describeResponses(z.object({ status: z.literal('ok') }), 'The process answers') };
  app.get('/healthz', { config, schema: alive }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config, schema: READY }, async (request, reply) => {
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
  app.get('/metrics', { config: { permission: 'system.read', audit: null }, schema: MEASURED }, async (_request, reply) => {
    const snapshot = await snapshots.findLoaded(null).catch(() => null);
    if (snapshot !== null) metrics.snapshotAsOf.set(snapshot.asOfMs / 1000);
    return reply.type(metrics.registry.contentType).send(Buffer.from(await metrics.registry.metrics()));
  });
}
