import {
  exportDecisionRequestSchema,
  exportDecisionSchema,
  exportQuestionListSchema,
  exportTraceRequestSchema,
  exportTraceSchema,
  SilhouetteError,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import type { AskedVerdict } from '../exports/export-approvals.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['exports'];
const PARAMS = { type: 'object', properties: { id: { type: 'string', description: 'Id of an export' } } };
const MOST_LISTED = 200;
const MOST_NOTE = 500;

interface ById {
  readonly Params: { readonly id: string };
}

/** Exports that wait for a second person's yes, and which export a leaked row comes from. */
export function addExportApprovalRoutes(app: FastifyInstance, context: ServerContext): void {
  addListRoute(app, context);
  addDecisionRoutes(app, context);
  addTraceRoute(app, context);
}

function addListRoute(app: FastifyInstance, { exports }: ServerContext): void {
  const querystring = {
    type: 'object',
    properties: { limit: { type: 'integer', minimum: 1, maximum: MOST_LISTED, default: MOST_LISTED } },
  };
  const response = describeResponses(exportQuestionListSchema, 'Exports of others that wait for a decision, the oldest first');
  app.get(
    '/api/exports/approvals',
    { config: { permission: 'exports.approve', audit: null, isByItself: true }, schema: { tags: TAGS, querystring, response } },
    async (request) => {
      const query = new QueryReader(request.query, ['limit']);
      const limit = query.integer('limit', 1, MOST_LISTED, MOST_LISTED);
      query.finish();
      return exports.approvals.list(accessOf(request), limit);
    },
  );
}

function addDecisionRoutes(app: FastifyInstance, { exports }: ServerContext): void {
  const body = toJsonSchema(exportDecisionRequestSchema);
  const response = describeResponses(exportDecisionSchema, 'It is decided, once and for all');
  const schema = { tags: TAGS, params: PARAMS, body, response };
  const decide = async (request: FastifyRequest<ById>, decision: AskedVerdict['decision']) => {
    const { id, approval, job } = await exports.approvals.decide(
      request.params.id,
      { decision, note: readNote(request.body, decision === 'refused') },
      accessOf(request),
    );
    const { requestedBy, purpose, attributes, hash, rows, isPersonal } = job;
    noteAudit(request, {
      subject: [id],
      details: {
        ...{ requestedBy, attributes: [...attributes], hash, rows, personal: isPersonal },
      },
      texts: [
        ...(approval.note === null ? [] : [{ name: 'note', text: approval.note }]),
        ...(purpose === null ? [] : [{ name: 'exportPurpose', text: purpose }]),
      ],
    });
    return { id, approval };
  };
  app.post<ById>(
    '/api/exports/:id/approve',
    { config: { permission: 'exports.approve', audit: 'export-approved' }, schema },
    (request) => decide(request, 'approved'),
  );
  app.post<ById>(
    '/api/exports/:id/refuse',
    { config: { permission: 'exports.approve', audit: 'export-declined' }, schema },
    (request) => decide(request, 'refused'),
  );
}

/** A no says why. @throws SilhouetteError with every issue. */
function readNote(body: unknown, isNeeded: boolean): string | null {
  const reader = new BodyReader(body ?? {}, ['note']);
  const note = reader.text('note')?.trim() ?? '';
  if (note.length > MOST_NOTE) reader.report('note', 'invalid-value', `"note" must have at most ${MOST_NOTE} characters.`);
  if (note === '' && isNeeded) reader.report('note', 'missing-key', 'Write why it is refused, as "note".');
  reader.finish();
  return note === '' ? null : note;
}

function addTraceRoute(app: FastifyInstance, { traceRow }: ServerContext): void {
  const response = describeResponses(exportTraceSchema, 'The export that the row comes from');
  const schema = { tags: TAGS, body: toJsonSchema(exportTraceRequestSchema), response };
  app.post('/api/exports/trace', { config: { permission: 'signed-in', audit: 'export-traced' }, schema }, async (request) => {
    const { permissions } = accessOf(request);
    if (!permissions.has('exports.approve') && !permissions.has('audit.read')) {
      const message = 'You may not do this: it takes the permission "exports.approve" or "audit.read".';
      throw SilhouetteError.of('not-allowed', message);
    }
    const reader = new BodyReader(request.body, ['row']);
    reader.required('row');
    const text = reader.text('row') ?? '';
    reader.finish();
    const found = await traceRow(text);
    noteAudit(request, { subject: [found.id], details: { row: found.row, requestedBy: found.requestedBy } });
    return found;
  });
}
