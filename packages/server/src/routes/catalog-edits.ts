import type { Snapshot } from '@silhouette/lake';
import {
  type CatalogSubject,
  catalogChangeSchema,
  catalogEditsSchema,
  catalogEntrySchema,
  catalogFileAnswerSchema,
  catalogFileRequestSchema,
  describeSubject,
  type PlainValue,
  SilhouetteError,
  toJsonData,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { accessOf } from '../access/access-gate.ts';
import { knowsAllClasses } from '../access/knows-all-classes.ts';
import { writeEntityTag } from '../audiences/entity-tag.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import type { CatalogReader } from '../catalog-edits/catalog-edits.ts';
import { findKnownValues } from '../catalog-edits/tell-values.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ValuesSubject } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['catalog'];
const text = (description: string): Record<string, unknown> => ({ type: 'string', description });
const SUBJECT = {
  type: 'object',
  properties: {
    attribute: text('An attribute'),
    event: text('or an event'),
    field: text('or with it a field of the event'),
  },
};
const IF_MATCH = {
  type: 'object',
  required: ['if-match'],
  properties: { 'if-match': text('The ETag of the entry that the change is made to') },
};

/** `/api/catalog/entry`, `/edits` and `/file`: the words of the catalog, edited beside the file and written back into it. */
export function addCatalogEditsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { catalogEdits } = context;
  const url = '/api/catalog/entry';
  const response = describeResponses(
    catalogEntrySchema,
    'What is said of an entry, by the file and since; ETag tells its version',
  );
  app.get(
    url,
    { config: { permission: 'catalog.read', audit: null }, schema: { tags: TAGS, querystring: SUBJECT, response } },
    async (request, reply) => {
      const entry = await catalogEdits.get(readSubject(request.query), await readerOf(request, context));
      return reply.header('etag', writeEntityTag(entry)).send(entry);
    },
  );
  const body = toJsonSchema(catalogChangeSchema);
  const change = { tags: TAGS, querystring: SUBJECT, headers: IF_MATCH, body, response };
  app.put(url, { config: { permission: 'catalog.edit', audit: 'catalog-edited' }, schema: change }, async (request, reply) => {
    const subject = readSubject(request.query);
    const ifMatch = request.headers['if-match'];
    const asked = { subject, body: bodyOf(request), ifMatch, actor: accessOf(request).actor.name };
    const entry = await catalogEdits.change(asked, await readerOf(request, context));
    const details = { version: entry.version, change: toJsonData(bodyOf(request)) };
    noteAudit(request, { subject: [describeSubject(subject)], details });
    return reply.header('etag', writeEntityTag(entry)).send(entry);
  });
  const listed = describeResponses(catalogEditsSchema, 'Every edit in effect, and those whose subjects are gone');
  app.get(
    '/api/catalog/edits',
    { config: { permission: 'catalog.read', audit: null }, schema: { tags: TAGS, response: listed } },
    async (request) => catalogEdits.list(await readerOf(request, context)),
  );
  const file = {
    tags: TAGS,
    body: toJsonSchema(catalogFileRequestSchema),
    response: describeResponses(
      catalogFileAnswerSchema,
      'What changes in the catalog file; with the hash of a preview: what has',
    ),
  };
  app.post(
    '/api/catalog/file',
    { config: { permission: 'catalog.edit', audit: 'catalog-file-written' }, schema: file },
    async (request) => {
      const reader = new BodyReader(bodyOf(request), ['hash']);
      const hash = reader.text('hash');
      reader.finish();
      checkReach(accessOf(request));
      const answer = await catalogEdits.writeFile(hash);
      // A preview changes nothing.
      if (!answer.isWritten) noteAudit(request, { action: null });
      else noteAudit(request, { details: { file: answer.file, hash: answer.hash, diff: answer.diff } });
      return answer;
    },
  );
}

/** Whose eyes an answer is for. */
async function readerOf(request: FastifyRequest, { snapshots, answers }: ServerContext): Promise<CatalogReader> {
  const access = accessOf(request);
  const list = (snapshot: Snapshot, subject: ValuesSubject) =>
    answers.listValues(snapshot, subject, '', Number.POSITIVE_INFINITY);
  return { ...access, knownValues: findKnownValues(await snapshots.find(null, access), list) };
}

/** The file and its change name every entry, and values of all customers. @throws SilhouetteError `not-allowed`. */
function checkReach(access: Access): void {
  if (access.rowScope === null && knowsAllClasses(access)) return;
  const message =
    'The catalog file is about everything that is held: it takes somebody who may see all customers and attributes.';
  throw SilhouetteError.of('not-allowed', message);
}

/** Either `attribute`, or `event`, or `event` and `field`. @throws SilhouetteError with every issue */
function readSubject(query: unknown): CatalogSubject {
  const entries = new Map(Object.entries(Object(query)));
  const read = (key: string): string | null => {
    const value = entries.get(key);
    if (value === undefined) return null;
    if (typeof value === 'string') return value;
    throw SilhouetteError.of('duplicate-key', `"${key}" stands twice; give it once.`, key);
  };
  const unknown = [...entries.keys()].find((key) => !['attribute', 'event', 'field'].includes(key));
  if (unknown !== undefined)
    throw SilhouetteError.of(
      'unknown-key',
      `There is no "${unknown}" here; use attribute, or event, or event and field.`,
      unknown,
    );
  const [attribute, event, field] = [read('attribute'), read('event'), read('field')];
  if (attribute !== null && event === null && field === null) return { kind: 'attribute', attribute };
  if (attribute === null && event !== null) return field === null ? { kind: 'event', event } : { kind: 'field', event, field };
  throw SilhouetteError.of('missing-key', 'Name either "attribute", or "event", or "event" and "field".');
}

/** Every body has been read by body-parser.ts; without one it is null. */
function bodyOf(request: FastifyRequest): PlainValue {
  return (request.body ?? null) as PlainValue;
}
