import { catalogAnswerSchema, definitionJsonSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { describeResponses, SNAPSHOT_QUERY } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /api/catalog`: what can be asked; `GET /api/definition.schema.json`: how. */
export function addCatalogRoute(app: FastifyInstance, { snapshots, answers, words }: ServerContext): void {
  app.get(
    '/api/catalog',
    {
      config: { permission: 'catalog.read', audit: null },
      schema: {
        tags: ['catalog'],
        querystring: { type: 'object', properties: SNAPSHOT_QUERY },
        response: describeResponses(catalogAnswerSchema, 'Attributes and events'),
      },
    },
    async (request) => {
      const query = new QueryReader(request.query, ['snapshot']);
      query.finish();
      const snapshot = await snapshots.find(query.text('snapshot'), accessOf(request));
      const answer = await answers.answerCatalog(snapshot);
      return words.isKnown ? answer : { ...answer, editsMissing: true };
    },
  );
  const description = 'JSON Schema of audience definitions';
  const response = { 200: { description, content: { 'application/json': { schema: { type: 'object' } } } } };
  app.get(
    '/api/definition.schema.json',
    { config: { permission: 'open', audit: null }, schema: { tags: ['catalog'], response } },
    async () => definitionJsonSchema(),
  );
}
