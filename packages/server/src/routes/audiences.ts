import { isDeepStrictEqual } from 'node:util';
import {
  AUDIENCE_ORDERS,
  audienceChangeSchema,
  audienceListSchema,
  audienceRestoreSchema,
  audienceUsesSchema,
  audienceVersionSchema,
  audienceVersionsSchema,
  newAudienceSchema,
  type PlainValue,
  SilhouetteError,
  savedAudienceSchema,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { accessOf } from '../access/access-gate.ts';
import { writeEntityTag } from '../audiences/entity-tag.ts';
import { readIdempotencyKey } from '../audiences/keyed-saves.ts';
import type { NewRequest } from '../audiences/saved-audiences.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeSaved } from '../audit/describe-saved.ts';
import { noteDefinitions } from '../audit/note-definitions.ts';
import { readSigned, writeSigned } from '../cursor.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['saved audiences'];
const ID = { id: { type: 'string', description: 'Id of a saved audience' } };
const VERSION = { version: { type: 'integer', minimum: 1, description: 'A version of it' } };
const IF_MATCH = { 'if-match': { type: 'string', description: 'The ETag of the version that the change is made to' } };
const KEY = {
  'idempotency-key': {
    type: 'string',
    description:
      'A new key for each save, in quotes. The same request under the same key, from the same sender, within seven days saves nothing more and is answered with what it saved',
  },
};

interface ById {
  readonly Params: { readonly id: string };
}

/** `/api/audiences`: groups that are kept, every version of them; changes by ETag and If-Match. */
export function addAudiencesRoutes(app: FastifyInstance, context: ServerContext): void {
  addCollectionRoutes(app, context);
  addMemberRoutes(app, context);
  addRestoreRoute(app, context);
  addHistoryRoutes(app, context);
}

const MOST_LISTED = 1_000;
const DEFAULT_LISTED = 100;

const LIST_KEYS = ['search', 'tag', 'owner', 'deleted', 'ids', 'order', 'limit', 'cursor'] as const;
const LIST_QUERY = {
  type: 'object',
  properties: {
    search: { type: 'string', description: 'Words that id, name, description, tags or the sentence hold, all of them' },
    tag: { type: 'string', description: 'Only audiences with this tag' },
    owner: { type: 'string', description: 'Only audiences that this person made, by the name in createdBy' },
    deleted: { type: 'boolean', default: false, description: 'Deleted audiences, instead of those that are there' },
    ids: { type: 'string', description: 'Only these, with commas between; one that is not there is not listed' },
    order: { type: 'string', enum: AUDIENCE_ORDERS, default: 'updated' },
    limit: { type: 'integer', minimum: 1, maximum: MOST_LISTED, default: DEFAULT_LISTED },
    cursor: {
      type: 'string',
      description: 'The cursor of the page before, with the same search, tag, owner, deleted, ids and order',
    },
  },
};

/** What a cursor of the list goes on with. */
const listCursorSchema = z.strictObject({
  list: z.strictObject({
    search: z.string(),
    tag: z.string().nullable(),
    owner: z.string().nullable(),
    isDeleted: z.boolean(),
    ids: z.array(z.string()).nullable(),
    order: z.enum(AUDIENCE_ORDERS),
  }),
  after: z.strictObject({ id: z.string(), by: z.union([z.string(), z.number()]) }),
});

function addCollectionRoutes(app: FastifyInstance, { audiences, secret }: ServerContext): void {
  const listed = describeResponses(audienceListSchema, 'A page of saved audiences, and all tags');
  const asked = { tags: TAGS, querystring: LIST_QUERY, response: listed };
  app.get('/api/audiences', { config: { permission: 'audience.read', audit: null }, schema: asked }, async (request) => {
    const query = new QueryReader(request.query, LIST_KEYS);
    const order = query.word('order', AUDIENCE_ORDERS, 'updated');
    const isDeleted = query.word('deleted', ['true', 'false'], 'false') === 'true';
    const limit = query.integer('limit', 1, MOST_LISTED, DEFAULT_LISTED);
    query.finish();
    const ids = query.text('ids')?.split(',') ?? null;
    const [tag, owner] = [query.text('tag'), query.text('owner')];
    const list = { search: query.text('search') ?? '', tag, owner, isDeleted, ids, order };
    const { next, ...page } = await audiences.list(
      { ...list, limit, after: readAfter(query.text('cursor'), list, secret) },
      accessOf(request),
    );
    noteDefinitions(request, page.audiences);
    return { ...page, cursor: next === null ? null : writeSigned({ list, after: next }, secret) };
  });
  const made = describeResponses(savedAudienceSchema, 'The new audience; its address in Location, its version in ETag', 201);
  const headers = { type: 'object', properties: KEY };
  const schema = { tags: TAGS, headers, body: toJsonSchema(newAudienceSchema), response: made };
  app.post(
    '/api/audiences',
    { config: { permission: 'audience.save', audit: 'audience-saved' }, schema },
    async (request, reply) => {
      const { audience, isRepeated } = await audiences.create(newOf(request));
      noteAudit(request, describeSaved(audience, isRepeated));
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
      const audience = await audiences.get(request.params.id, accessOf(request));
      noteDefinitions(request, [audience]);
      return reply.header('etag', writeEntityTag(audience)).send(audience);
    },
  );
  const body = toJsonSchema(audienceChangeSchema);
  app.put<ById>(
    url,
    {
      config: { permission: 'audience.save', audit: 'audience-saved' },
      schema: { tags: TAGS, params, headers: changing({ ...IF_MATCH, ...KEY }), body, response },
    },
    async (request, reply) => {
      const { audience, isRepeated } = await audiences.save({ ...changeOf(request), ...newOf(request) });
      noteAudit(request, describeSaved(audience, isRepeated));
      return reply.header('etag', writeEntityTag(audience)).send(audience);
    },
  );
  const { 200: _, ...problems } = response;
  const gone = { 204: { description: 'It is deleted; its versions are kept', type: 'null' }, ...problems };
  app.delete<ById>(
    url,
    {
      config: { permission: 'audience.save', audit: 'audience-deleted' },
      schema: { tags: TAGS, params, headers: changing(IF_MATCH), response: gone },
    },
    async (request, reply) => {
      await audiences.delete(changeOf(request));
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
}

/** Deleted audiences are taken back. */
function addRestoreRoute(app: FastifyInstance, { audiences }: ServerContext): void {
  const schema = {
    tags: TAGS,
    params: { type: 'object', properties: ID },
    headers: { type: 'object', properties: KEY },
    body: toJsonSchema(audienceRestoreSchema),
    response: describeResponses(savedAudienceSchema, 'It is there again, as its next version; ETag tells which'),
  };
  app.post<ById>(
    '/api/audiences/:id/restore',
    { config: { permission: 'audience.save', audit: 'audience-restored' }, schema },
    async (request, reply) => {
      const { audience, isRepeated } = await audiences.restore({ id: request.params.id, ...newOf(request) });
      noteAudit(request, describeSaved(audience, isRepeated));
      return reply.header('etag', writeEntityTag(audience)).send(audience);
    },
  );
}

function addHistoryRoutes(app: FastifyInstance, { audiences }: ServerContext): void {
  const params = { type: 'object', properties: ID };
  const versions = describeResponses(audienceVersionsSchema, 'Every version, newest first; of a deleted audience, too');
  app.get<ById>(
    '/api/audiences/:id/versions',
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, params, response: versions } },
    async (request) => {
      const listed = await audiences.listVersions(request.params.id, accessOf(request));
      noteDefinitions(request, listed.versions);
      return listed;
    },
  );
  const one = {
    tags: TAGS,
    params: { type: 'object', properties: { ...ID, ...VERSION } },
    response: describeResponses(audienceVersionSchema, 'One version, also of a deleted audience'),
  };
  app.get<{ readonly Params: { readonly id: string; readonly version: string } }>(
    '/api/audiences/:id/versions/:version',
    { config: { permission: 'audience.read', audit: null }, schema: one },
    async (request) => {
      const version = await audiences.getVersion(request.params.id, readVersion(request.params.version), accessOf(request));
      noteDefinitions(request, [version]);
      return version;
    },
  );
  const uses = describeResponses(audienceUsesSchema, 'Audiences that need this one');
  app.get<ById>(
    '/api/audiences/:id/used-by',
    { config: { permission: 'audience.read', audit: null }, schema: { tags: TAGS, params, response: uses } },
    async (request) => audiences.listUses(request.params.id),
  );
}

/** Where the page of a cursor begins; a cursor goes on with its own list only. @throws SilhouetteError `invalid-cursor` */
function readAfter(
  text: string | null,
  list: z.infer<typeof listCursorSchema>['list'],
  secret: Buffer,
): z.infer<typeof listCursorSchema>['after'] | null {
  if (text === null) return null;
  const cursor = readSigned(text, listCursorSchema, secret);
  if (isDeepStrictEqual(cursor.list, list)) return cursor.after;
  const message = 'This cursor belongs to another search, tag, owner, ids, order or deleted; begin again without one.';
  throw SilhouetteError.of('invalid-cursor', message, 'cursor');
}

function changeOf(request: FastifyRequest<ById>): {
  readonly id: string;
  readonly ifMatch: string | undefined;
  readonly access: Access;
} {
  return { id: request.params.id, ifMatch: request.headers['if-match'], access: accessOf(request) };
}

/** What may be sent again under its key. */
function newOf(request: FastifyRequest): NewRequest {
  const key = readIdempotencyKey(request.headers['idempotency-key']);
  return { body: bodyOf(request), key, access: accessOf(request) };
}

function changing(properties: object): object {
  return { type: 'object', required: ['if-match'], properties };
}

/** Every body has been read by body-parser.ts; without one it is null. */
function bodyOf(request: FastifyRequest): PlainValue {
  return (request.body ?? null) as PlainValue;
}

function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw SilhouetteError.of('not-found', 'A version is a whole number from 1.');
}
