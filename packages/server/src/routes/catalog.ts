import { catalogAnswerSchema, catalogRowsAnswerSchema, definitionJsonSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accessOf } from '../access/access-gate.ts';
import { describeResponses, SNAPSHOT_QUERY } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /api/catalog`: what can be asked; `GET /api/catalog/rows`: how an event's rows are spread; `GET /api/definition.schema.json`: how. */
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
  const text = (description: string): Record<string, unknown> => ({ type: 'string', description });
  app.get(
    '/api/catalog/rows',
    {
      config: { permission: 'catalog.read', audit: null },
      schema: {
        tags: ['catalog'],
        querystring: {
          type: 'object',
          required: ['event'],
          properties: { event: text('An event'), field: text('A field of it'), ...SNAPSHOT_QUERY },
        },
        response: describeResponses(catalogRowsAnswerSchema, 'Rows of an event over time, or the values of a field of them'),
      },
    },
    async (request) => {
      const query = new QueryReader(request.query, ['event', 'field', 'snapshot']);
      const event = query.required('event');
      query.finish();
      const snapshot = await snapshots.find(query.text('snapshot'), accessOf(request));
      return answers.describeRows(snapshot, event, query.text('field'));
    },
  );
  const response = describeResponses(z.record(z.string(), z.unknown()), 'JSON Schema of audience definitions');
  app.get(
    '/api/definition.schema.json',
    { config: { permission: 'open', audit: null }, schema: { tags: ['catalog'], response } },
    async () => definitionJsonSchema(),
  );
}
