import { storeReportSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { describeResponses } from '../openapi.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /api/store`: how the database of saved audiences, edits and exports stands; `silhouette doctor` asks it. */
export function addStoreRoute(app: FastifyInstance, { describeStore }: ServerContext): void {
  const response = describeResponses(storeReportSchema, 'Which database, its size and what is in it');
  app.get(
    '/api/store',
    { config: { permission: 'system.read', audit: null }, schema: { tags: ['operation'], response } },
    async () => describeStore(),
  );
}
