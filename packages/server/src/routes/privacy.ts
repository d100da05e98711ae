import { Readable } from 'node:stream';
import {
  erasureListSchema,
  erasureRequestSchema,
  erasureSchema,
  type PlainValue,
  privacyAccessRequestSchema,
  SilhouetteError,
} from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../access/access.ts';
import { accessOf } from '../access/access-gate.ts';
import { requireEverything } from '../access/require-everything.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';
import { streamEvents, wantsEvents } from '../stream-events.ts';

const TAGS = ['privacy'];
const PERMISSION = 'privacy.handle';

interface ById {
  readonly Params: { readonly id: string };
}

/** `/api/privacy`: requests of customers: what is held of one, and erasing some. */
export function addPrivacyRoutes(app: FastifyInstance, context: ServerContext): void {
  addHoldingsRoute(app, context);
  addErasureRoutes(app, context);
}

function addHoldingsRoute(app: FastifyInstance, { writeHoldings }: ServerContext): void {
  const { 200: _, ...problems } = describeResponses(erasureSchema, '');
  const content = { 'application/json': { schema: { type: 'object' } } };
  const schema = {
    tags: TAGS,
    body: toJsonSchema(privacyAccessRequestSchema),
    headers: { type: 'object', properties: { 'silhouette-purpose': { type: 'string', description: 'What it is for' } } },
    response: { 200: { description: 'Everything held of one customer key', content }, ...problems },
  };
  app.post(
    '/api/privacy/access',
    { config: { permission: PERMISSION, audit: 'privacy-access' }, schema },
    async (request, reply) => {
      const access = accessOf(request);
      checkReach(access);
      const body = new BodyReader(request.body, ['key']);
      const key = body.required('key');
      body.finish();
      checkKey(key, 'key');
      if (access.purpose === null) {
        const message = 'Say with the header Silhouette-Purpose what the customer’s data is given out for.';
        throw SilhouetteError.of('invalid-value', message, 'silhouette-purpose');
      }
      noteAudit(request, { texts: [{ name: 'customer', text: key }] });
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="customer.json"')
        .header('cache-control', 'no-store')
        .send(Readable.from(writeHoldings(key)));
    },
  );
}

function addErasureRoutes(app: FastifyInstance, { erasures }: ServerContext): void {
  const url = '/api/privacy/erasures';
  app.get(
    url,
    {
      config: { permission: PERMISSION, audit: null, isByItself: true },
      schema: { tags: TAGS, response: describeResponses(erasureListSchema, 'Requests for erasure, the newest first') },
    },
    async (request) => {
      checkReach(accessOf(request));
      new QueryReader(request.query, []).finish();
      return { erasures: erasures.list() };
    },
  );
  const accepted = describeResponses(erasureSchema, 'The request, queued; its address in Location', 202);
  app.post(
    url,
    {
      config: { permission: PERMISSION, audit: 'privacy-erasure' },
      schema: { tags: TAGS, body: toJsonSchema(erasureRequestSchema), response: accepted },
    },
    async (request, reply) => {
      const access = accessOf(request);
      checkReach(access);
      const body = new BodyReader(request.body, ['keys', 'reason']);
      const keys = body.texts('keys') ?? [];
      const reason = body.text('reason');
      body.finish();
      for (const [index, key] of keys.entries()) checkKey(key, `keys[${index}]`);
      const erasure = erasures.request(keys, reason, access.actor);
      noteAudit(request, { subject: [erasure.id], details: { step: 'requested', customers: erasure.customers, reason } });
      // Recorded first: an erasure that is done has been asked for by somebody.
      reply.raw.once('close', () => erasures.start());
      return reply.code(202).header('location', `${url}/${erasure.id}`).send(erasure);
    },
  );
  const description =
    'The request. As text/event-stream: events "progress" at each change, "end" when nothing changes any more';
  const params = { type: 'object', properties: { id: { type: 'string', description: 'Id of an erasure' } } };
  app.get<ById>(
    `${url}/:id`,
    {
      config: { permission: PERMISSION, audit: null, isWatching: true, isByItself: true },
      schema: { tags: TAGS, params, response: describeResponses(erasureSchema, description) },
    },
    async (request, reply) => {
      checkReach(accessOf(request));
      const { id } = request.params;
      // What is not there is told as a problem, not as an event.
      const erasure = erasures.get(id);
      if (!wantsEvents(request)) return erasure;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return streamEvents(request, reply, (tell) => erasures.watch(id, gone.signal, (one) => tell('progress', one)));
    },
  );
}

/** @throws SilhouetteError `not-allowed`: such requests are about all that is held, and nobody may learn there more than elsewhere. */
function checkReach(access: Access): void {
  requireEverything(access, 'Requests of customers are about everything that is held');
}

function checkKey(key: PlainValue, path: string): asserts key is string {
  if (typeof key === 'string' && key !== '') return;
  throw SilhouetteError.of(typeof key === 'string' ? 'invalid-value' : 'wrong-type', 'A customer’s key is a text.', path);
}
