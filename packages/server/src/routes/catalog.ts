import { catalogAnswerSchema, definitionJsonSchema, toCatalogAnswer } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { describeResponses } from '../openapi.ts';
import type { ServerContext } from '../server-context.ts';

const querySchema = z.object({ snapshot: z.string().optional() });

/** `GET /api/catalog`: what can be asked; `GET /api/definition.schema.json`: how. */
export function addCatalogRoute(app: FastifyInstance, { snapshots, answers }: ServerContext): void {
  app.get(
    '/api/catalog',
    { schema: { tags: ['catalog'], response: describeResponses(catalogAnswerSchema, 'Attributes and events') } },
    async (request) => {
      const { snapshot: id } = querySchema.parse(request.query);
      const snapshot = await snapshots.find(id ?? null);
      return toCatalogAnswer(snapshot.catalog, snapshot.id, snapshot.asOfMs, await answers.countBase(snapshot));
    },
  );
  app.get('/api/definition.schema.json', { schema: { hide: true } }, async () => definitionJsonSchema());
}
