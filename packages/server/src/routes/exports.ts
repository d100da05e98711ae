import {
  audienceExportRequestSchema,
  ExactNumber,
  type ExportJob,
  exportDetailSchema,
  exportJobSchema,
  exportListSchema,
  exportRequestSchema,
  type PlainObject,
  type PlainValue,
} from '@silhouette/model';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accessOf, requirePermission } from '../access/access-gate.ts';
import type { AuditDetails } from '../audit/audit-event.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeDefinition } from '../audit/describe-question.ts';
import { type ReadExport, readAudienceExportBody, readExportBody, readExportVersion } from '../exports/read-export-body.ts';
import { sendExportFile } from '../exports/send-export-file.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';
import { streamEvents, wantsEvents } from '../stream-events.ts';

const TAGS = ['exports'];
const PARAMS = { type: 'object', properties: { id: { type: 'string', description: 'Id of an export' } } };
const MOST_LISTED = 200;

interface ById {
  readonly Params: { readonly id: string };
}

/** `/api/exports`, and `/api/audiences/{id}/export`: members written to a file, as a job that survives the server. */
export function addExportRoutes(app: FastifyInstance, context: ServerContext): void {
  addRequestRoutes(app, context);
  addJobRoutes(app, context);
  addFileRoute(app, context);
}

function addRequestRoutes(app: FastifyInstance, context: ServerContext): void {
  const response = describeResponses(
    exportJobSchema,
    'The export, queued, or waiting for approval; its address in Location',
    202,
  );
  const body = toJsonSchema(exportRequestSchema);
  app.post(
    '/api/exports',
    { config: { permission: 'members.export', audit: 'export-requested' }, schema: { tags: TAGS, body, response } },
    async (request, reply) => {
      const read = await readExportBody(request.body, context, accessOf(request));
      // The reader has found it there.
      const { audience: definition } = request.body as { readonly audience: PlainValue };
      return accept(request, reply, context, read, { definition, audience: null });
    },
  );
  const schema = {
    tags: TAGS,
    params: { type: 'object', properties: { id: { type: 'string', description: 'Id of a saved audience' } } },
    body: toJsonSchema(audienceExportRequestSchema),
    response,
  };
  app.post<ById>(
    '/api/audiences/:id/export',
    { config: { permission: 'members.export', audit: 'export-requested' }, schema },
    async (request, reply) => {
      requirePermission(accessOf(request), 'audience.read');
      // Every body has been read by body-parser.ts; without one it is undefined.
      const form = request.body as PlainValue | undefined;
      const version = readExportVersion(form);
      const { id } = request.params;
      const newest = await context.audiences.get(id, accessOf(request));
      const saved = version === null ? newest : await context.audiences.getVersion(id, version, accessOf(request));
      const definition: PlainObject = { audience: saved.id, version: new ExactNumber(String(saved.version)) };
      const read = await readAudienceExportBody(form, definition, context, accessOf(request));
      const audience = { id: saved.id, version: saved.version, name: saved.name };
      return accept(request, reply, context, read, { definition, audience });
    },
  );
}

function addJobRoutes(app: FastifyInstance, { exports }: ServerContext): void {
  const querystring = {
    type: 'object',
    properties: { limit: { type: 'integer', minimum: 1, maximum: MOST_LISTED, default: MOST_LISTED } },
  };
  const listed = describeResponses(exportListSchema, 'The exports of who asks, newest first');
  app.get(
    '/api/exports',
    {
      config: { permission: 'members.export', audit: null, isByItself: true },
      schema: { tags: TAGS, querystring, response: listed },
    },
    async (request) => {
      const query = new QueryReader(request.query, ['limit']);
      const limit = query.integer('limit', 1, MOST_LISTED, MOST_LISTED);
      query.finish();
      return exports.list(accessOf(request).actor, limit);
    },
  );
  const description =
    'The export. As text/event-stream: events "progress" (without the definition) at each change, "end" when nothing changes any more';
  const one = { tags: TAGS, params: PARAMS, response: describeResponses(exportDetailSchema, description) };
  app.get<ById>(
    '/api/exports/:id',
    { config: { permission: 'members.export', audit: null, isWatching: true, isByItself: true }, schema: one },
    async (request, reply) => {
      const { id } = request.params;
      if (!wantsEvents(request)) return exports.describe(id, accessOf(request).actor);
      // What is not there is told as a problem, not as an event.
      await exports.get(id, accessOf(request).actor);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return streamEvents(request, reply, (tell) =>
        exports.watch(id, accessOf(request).actor, gone.signal, (job) => tell('progress', job)),
      );
    },
  );
  const { 200: cancelled, ...problems } = describeResponses(exportJobSchema, 'It was under way and is cancelled');
  const removed = { 204: { description: 'It is removed, with its file', type: 'null' } };
  const deleted = { tags: TAGS, params: PARAMS, response: { 200: cancelled, ...removed, ...problems } };
  app.delete<ById>(
    '/api/exports/:id',
    { config: { permission: 'members.export', audit: 'export-deleted' }, schema: deleted },
    async (request, reply) => {
      const job = await exports.delete(request.params.id, accessOf(request).actor);
      noteAudit(request, { subject: [request.params.id], details: { wasCancelled: job !== null } });
      return job ?? reply.code(204).send();
    },
  );
}

function addFileRoute(app: FastifyInstance, { exports }: ServerContext): void {
  const file = (description: string) => ({
    description,
    content: { 'text/csv': { schema: { type: 'string' } }, 'application/vnd.apache.parquet': { schema: { type: 'string' } } },
  });
  const { 200: _, ...problems } = describeResponses(exportJobSchema, '');
  const schema = {
    tags: TAGS,
    params: PARAMS,
    headers: { type: 'object', properties: { range: { type: 'string' }, 'if-range': { type: 'string' } } },
    response: { 200: file('The file; its SHA-256 is the ETag'), 206: file('The part that Range names'), ...problems },
  };
  app.get<ById>(
    '/api/exports/:id/file',
    { config: { permission: 'members.export', audit: 'export-downloaded' }, schema },
    async (request, reply) => {
      const { id } = request.params;
      const download = await exports.findFile(id, accessOf(request));
      const { job } = download;
      const { range } = request.headers;
      noteAudit(request, {
        subject: [id],
        details: {
          ...describeJob(job),
          rows: job.rows,
          sha256: job.sha256,
          ...(range === undefined ? {} : { range }),
        },
        texts: job.purpose === null ? [] : [{ name: 'purpose', text: job.purpose }],
      });
      return sendExportFile(request, reply, download);
    },
  );
}

async function accept(
  request: FastifyRequest,
  reply: FastifyReply,
  { exports, answers }: ServerContext,
  read: ReadExport,
  asked: { readonly definition: PlainValue; readonly audience: ExportJob['audience'] },
): Promise<FastifyReply> {
  const notes = await answers.collectNotes(read.question, read.attributes.length > 0);
  // Recorded for the purpose that the export is for.
  request.knownAccess = read.access;
  const job = await exports.create({ ...read, ...asked, notes });
  const { details, texts } = describeDefinition(read.question, null);
  noteAudit(request, {
    subject: [job.id],
    details: { ...details, ...describeJob(job) },
    texts,
  });
  return reply.code(202).header('location', `/api/exports/${job.id}`).send(job);
}

/** What entries say of an export; `personal` where values of persons stand in it as they are. */
function describeJob(job: ExportJob): AuditDetails {
  const { audience, attributes, format, fileName, hash, snapshot, requestedBy, personal, masked, state } = job;
  return {
    audience: audience === null ? null : { ...audience },
    attributes: [...attributes],
    personal,
    masked,
    ...(state === 'awaiting-approval' ? { awaitsApproval: true } : {}),
    format,
    fileName,
    hash,
    snapshot,
    requestedBy,
  };
}
