import {
  AUDIENCE_ORDERS,
  audienceChangeSchema,
  audienceListSchema,
  audienceUsesSchema,
  audienceVersionSchema,
  audienceVersionsSchema,
  newAudienceSchema,
  type PlainValue,
  SilhouetteError,
  savedAudienceSchema,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actorOf } from '../audiences/actor-of.ts';
import { writeEntityTag } from '../audiences/entity-tag.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeSaved } from '../audit/describe-saved.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['saved audiences'];
const ID = { id: { type: 'string', description: 'Id of a saved audience' } };
const VERSION = { version: { type: 'integer', minimum: 1, description: 'A version of it' } };
const IF_MATCH = {
  type: 'object',
  required: ['if-match'],
  properties: { 'if-match': { type: 'string', description: 'The ETag of the version that the change is made to' } },
};

interface ById {
  readonly Params: { readonly id: string };
}

/** `/api/audiences`: groups that are kept, every version of them; changes by ETag and If-Match. */
export function addAudiencesRoutes(app: FastifyInstance, context: ServerContext): void {
  addCollectionRoutes(app, context);
  addMemberRoutes(app, context);
  addHistoryRoutes(app, context);
}

function addCollectionRoutes(app: FastifyInstance, { audiences }: ServerContext): void {
  const querystring = {
    type: 'object',
    properties: {
      search: { type: 'string', description: 'Words that id, name, description or tags hold, all of them' },
      tag: { type: 'string', description: 'Only audiences with this tag' },
      order: { type: 'string', enum: AUDIENCE_ORDERS, default: 'updated' },
    },
  };
  const listed = describeResponses(audienceListSchema, 'Saved audiences, and all tags');
  app.get(
    '/api/audiences',
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, querystring, response: listed } },
    async (request) => {
      const query = new QueryReader(request.query, ['search', 'tag', 'order']);
      const order = query.word('order', AUDIENCE_ORDERS, 'updated');
      query.finish();
      return audiences.list({ search: query.text('search') ?? '', tag: query.text('tag'), order });
    },
  );
  const made = describeResponses(savedAudienceSchema, 'The new audience; its address in Location, its version in ETag', 201);
  const schema = { tags: TAGS, body: toJsonSchema(newAudienceSchema), response: made };
  app.post(
    '/api/audiences',
    { config: { permission: 'audience.save', audit: 'audience-saved' }, schema },
    async (request, reply) => {
      const audience = await audiences.create(bodyOf(request), actorOf(request));
      noteAudit(request, describeSaved(audience));
      return reply
        .code(201)
        .header('location', `/api/audiences/${encodeURIComponent(audience.id)}`)
        .header('etag', writeEntityTag(audience))
        .send(audience);
    },
  );
}

function addMemberRoutes(app: FastifyInstance, { audiences }: ServerContext): void {
  const url = '/api/audiences/:id';
  const params = { type: 'object', properties: ID };
  const response = describeResponses(savedAudienceSchema, 'The newest version; ETag tells which');
  app.get<ById>(
    url,
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, params, response } },
    async (request, reply) => {
      const audience = await audiences.get(request.params.id);
      return reply.header('etag', writeEntityTag(audience)).send(audience);
    },
  );
  const body = toJsonSchema(audienceChangeSchema);
  app.put<ById>(
    url,
    {
      config: { permission: 'audience.save', audit: 'audience-saved' },
      schema: { tags: TAGS, params, headers: IF_MATCH, body, response },
    },
    async (request, reply) => {
      const audience = await audiences.save({ ...changeOf(request), body: bodyOf(request) });
      noteAudit(request, describeSaved(audience));
      return reply.header('etag', writeEntityTag(audience)).send(audience);
    },
  );
  const { 200: _, ...problems } = response;
  const gone = { 204: { description: 'It is deleted; its versions are kept', type: 'null' }, ...problems };
  app.delete<ById>(
    url,
    {
      config: { permission: 'audience.save', audit: 'audience-deleted' },
      schema: { tags: TAGS, params, headers: IF_MATCH, response: gone },
    },
    async (request, reply) => {
      await audiences.delete(changeOf(request));
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
}

function addHistoryRoutes(app: FastifyInstance, { audiences }: ServerContext): void {
  const params = { type: 'object', properties: ID };
  const versions = describeResponses(audienceVersionsSchema, 'Every version, newest first');
  app.get<ById>(
    '/api/audiences/:id/versions',
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, params, response: versions } },
    async (request) => audiences.listVersions(request.params.id),
  );
  const one = {
    tags: TAGS,
    params: { type: 'object', properties: { ...ID, ...VERSION } },
    response: describeResponses(audienceVersionSchema, 'One version'),
  };
  app.get<{ readonly Params: { readonly id: string; readonly version: string } }>(
    '/api/audiences/:id/versions/:version',
    { config: { permission: 'audience.read', audit: null }, schema: one },
    async (request) => audiences.getVersion(request.params.id, readVersion(request.params.version)),
  );
  const uses = describeResponses(audienceUsesSchema, 'Audiences that need this one');
  app.get<ById>(
    '/api/audiences/:id/used-by',
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, params, response: uses } },
    async (request) => audiences.listUses(request.params.id),
  );
}

function changeOf(request: FastifyRequest<ById>): {
  readonly id: string;
  readonly ifMatch: string | undefined;
  readonly actor: string;
} {
  return { id: request.params.id, ifMatch: request.headers['if-match'], actor: actorOf(request) };
}

/** Every body has been read by body-parser.ts; without one it is null. */
function bodyOf(request: FastifyRequest): PlainValue {
  return (request.body ?? null) as PlainValue;
}

function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw SilhouetteError.of('not-found', 'A version is a whole number from 1.');
}
