import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { currentVersionSchema, savedUnderKeySchema, wordsSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** The OpenAPI document at `/api/openapi.json`, made of the routes' schemas, and a browser for it at `/api/docs`. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Silhouette',
        version: '0.1.0',
        description:
          'Exact customer groups: how many, who they are, and why. Errors are application/problem+json with every issue found.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'audiences', description: 'Questions about groups of customers' },
        { name: 'saved audiences', description: 'Groups that are kept: every version, who saved it and when' },
        { name: 'exports', description: 'Members written to files, by jobs that survive the server' },
        { name: 'catalog', description: 'What can be asked' },
        { name: 'audit', description: 'The audit log: who asked, saw, exported and changed what' },
        { name: 'accounts', description: 'Getting in, and one’s own account' },
        { name: 'people', description: 'Who has an account, and what they may do' },
        { name: 'operation', description: 'Health and measurements' },
      ],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { docExpansion: 'list' }, staticCSP: false });
  app.get('/api/openapi.json', { config: { permission: 'open', audit: null }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
}

/** The query parameter of routes that answer from any kept snapshot. */
export const SNAPSHOT_QUERY = {
  snapshot: { type: 'string', description: 'Id of a kept snapshot; the current one when absent.' },
} as const;

/** JSON Schema of a zod shape, as OpenAPI 3.1 takes it. */
export function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return rest;
}

/** Shape of every error answer. */
export const PROBLEM_SCHEMA = toJsonSchema(
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    current: currentVersionSchema.extend({ words: wordsSchema.nullable().optional() }).optional(),
    saved: savedUnderKeySchema.optional(),
  }),
);

/** The `response` part of a route's schema: its answer, and problems. */
export function describeResponses(answer: z.ZodType, description: string, status = 200): Record<string, unknown> {
  const problem = {
    description: 'A problem, with every issue found',
    content: { 'application/problem+json': { schema: PROBLEM_SCHEMA } },
  };
  return {
    [status]: { description, content: { 'application/json': { schema: toJsonSchema(answer) } } },
    '4xx': problem,
    '5xx': problem,
  };
}

/** Keys of every question: when, of which snapshot, by which engine. */
const QUESTION_SCOPE = {
  asOf: { type: ['string', 'null'], description: 'A date (its end) or date-time; the snapshot’s own when absent.' },
  snapshot: { type: ['string', 'null'], description: 'Id of a kept snapshot; the current one when absent.' },
  engine: {
    type: ['string', 'null'],
    enum: ['index', 'chdb', 'reference', 'cluster', null],
    description: 'Forces one engine.',
  },
} as const;

/** An audience definition in a body. */
export const DEFINITION_SCHEMA = {
  type: 'object',
  description: 'An audience definition; /api/definition.schema.json tells its grammar. {"audience": id} is a saved one.',
} as const;

/** Body of a question about an audience, with a route's own keys. */
export function describeQuestionBody(extra: Record<string, unknown>): Record<string, unknown> {
  return describeScopedBody({ audience: DEFINITION_SCHEMA }, extra);
}

/** Body of a question with the keys it must have and those it may have. */
export function describeScopedBody(
  required: Record<string, unknown>,
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...QUESTION_SCOPE, ...extra },
  };
}
