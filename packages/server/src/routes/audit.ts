import { Readable } from 'node:stream';
import {
  AUDIT_ACTIONS,
  type AuditHead,
  auditHeadSchema,
  auditListSchema,
  auditReviewRequestSchema,
  auditReviewSchema,
  auditVerifySchema,
  SilhouetteError,
} from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuery } from '../audit/describe-query.ts';
import { listEntries } from '../audit/list-entries.ts';
import { MOST_LISTED, readAuditFilter, readAuditQuery } from '../audit/read-audit-query.ts';
import { checkFilter, readLogAs, redactReview, requireHashes } from '../audit/redact-log.ts';
import { AUDIT_FORMATS, writeEntries } from '../audit/write-entries.ts';
import { findTimeZone } from '../find-time-zone.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['audit'];
const text = (description: string): Record<string, unknown> => ({ type: 'string', description });
const FILTER = {
  from: text('Not before this date (its beginning) or date-time'),
  to: text('Before the end of this date, or this date-time'),
  actor: text('Id or name of who did it'),
  action: text(`One action or several, parted by commas: ${AUDIT_ACTIONS.join(', ')}`),
  subject: text('An id that entries are about, or a customer’s key that they hold'),
  text: text('Part of an entry, whatever its case'),
};

/**
 * `/api/audit`: the audit log, its export, its check, and the monthly review; what of it is not for who reads is left out. Reading it
 * is recorded, too.
 */
export function addAuditRoutes(app: FastifyInstance, context: ServerContext): void {
  addListRoute(app, context);
  addExportRoute(app, context);
  addVerifyRoutes(app, context);
  addReviewRoutes(app, context);
}

function addListRoute(app: FastifyInstance, { audit, snapshots }: ServerContext): void {
  const limit = { type: 'integer', minimum: 1, maximum: MOST_LISTED, default: 100 };
  const querystring = { type: 'object', properties: { ...FILTER, limit, cursor: text('Of the page before') } };
  const response = describeResponses(auditListSchema, 'Entries, newest first');
  app.get(
    '/api/audit',
    { config: { permission: 'audit.read', audit: 'audit-read' }, schema: { tags: TAGS, querystring, response } },
    async (request) => {
      const answer = await listEntries(
        audit,
        readAuditQuery(request.query, await findTimeZone(snapshots)),
        readLogAs(accessOf(request)),
      );
      const { details, texts } = describeQuery(request.query);
      noteAudit(request, {
        texts,
        details: {
          ...details,
          entries: answer.entries.length,
          newest: answer.entries[0]?.sequence ?? null,
          oldest: answer.entries.at(-1)?.sequence ?? null,
        },
      });
      return answer;
    },
  );
}

function addExportRoute(app: FastifyInstance, { audit, snapshots }: ServerContext): void {
  const querystring = {
    type: 'object',
    properties: { ...FILTER, format: { type: 'string', enum: AUDIT_FORMATS, default: 'jsonl' } },
  };
  const { 200: _, ...problems } = describeResponses(auditListSchema, '');
  const content = { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } };
  const response = { 200: { description: 'Entries, oldest first, one a line', content }, ...problems };
  app.get(
    '/api/audit/export',
    { config: { permission: 'audit.read', audit: 'audit-exported' }, schema: { tags: TAGS, querystring, response } },
    async (request, reply) => {
      const query = new QueryReader(request.query, ['format', ...Object.keys(FILTER)]);
      const format = query.word('format', AUDIT_FORMATS, 'jsonl');
      query.finish();
      const filter = readAuditFilter(query, await findTimeZone(snapshots));
      const reader = readLogAs(accessOf(request));
      checkFilter(reader, filter);
      const { details, texts } = describeQuery(request.query);
      noteAudit(request, { details: { ...details, format }, texts });
      const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8';
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from(writeEntries(audit, filter, format, reader)));
    },
  );
}

function addVerifyRoutes(app: FastifyInstance, { audit }: ServerContext): void {
  const querystring = {
    type: 'object',
    properties: {
      sequence: { type: 'integer', description: 'Of a head that was kept elsewhere: the log must still hold it' },
      hash: text('Of that head'),
    },
  };
  const verified = describeResponses(auditVerifySchema, 'Whether the log is as it was written; the first thing that is not');
  app.get(
    '/api/audit/verify',
    { config: { permission: 'audit.read', audit: 'audit-verified' }, schema: { tags: TAGS, querystring, response: verified } },
    async (request) => {
      const anchors = readAnchors(request.query);
      const access = accessOf(request);
      if (anchors.length > 0) requireHashes(access);
      const answer = await audit.verify(anchors);
      const { ok, last, problem } = answer;
      noteAudit(request, { details: { ok, last, problem }, isAnsweredAnyway: !ok });
      return readLogAs(access).isWhole ? answer : { ...answer, head: null };
    },
  );
  app.get(
    '/api/audit/head',
    {
      config: { permission: 'audit.read', audit: 'audit-read' },
      schema: { tags: TAGS, response: describeResponses(auditHeadSchema, 'Where the log ends: keep it elsewhere') },
    },
    async (request) => {
      requireHashes(accessOf(request));
      new QueryReader(request.query, []).finish();
      await audit.flush();
      const head = await audit.use((store) => store.findHead());
      if (head === null) throw SilhouetteError.of('not-found', 'Nothing is recorded yet: the log has no head.');
      noteAudit(request, { details: { head: head.sequence } });
      return head;
    },
  );
}

function addReviewRoutes(app: FastifyInstance, { auditReviews }: ServerContext): void {
  const url = '/api/audit/review';
  const querystring = { type: 'object', properties: { month: text('A month, yyyy-mm; the one before this when absent') } };
  const response = describeResponses(auditReviewSchema, 'What was accessed by whom, and what stands out');
  app.get(
    url,
    { config: { permission: 'audit.read', audit: 'audit-read' }, schema: { tags: TAGS, querystring, response } },
    async (request) => {
      const query = new QueryReader(request.query, ['month']);
      query.finish();
      const review = await auditReviews.get(query.text('month'));
      noteAudit(request, { details: { review: review.month, findings: review.findings.length } });
      return readLogAs(accessOf(request)).isWhole ? review : redactReview(review);
    },
  );
  const { 200: __, ...problems } = response;
  const done = { 204: { description: 'It is signed off', type: 'null' }, ...problems };
  app.post(
    url,
    {
      config: { permission: 'audit.read', audit: 'audit-reviewed' },
      schema: { tags: TAGS, body: toJsonSchema(auditReviewRequestSchema), response: done },
    },
    async (request, reply) => {
      const body = new BodyReader(request.body, ['month', 'note']);
      const [month, note] = [body.required('month'), body.required('note')];
      body.finish();
      const { isWhole } = readLogAs(accessOf(request));
      const { note: text, ...signed } = await auditReviews.checkSignOff(month, note);
      const details = { ...signed, ...(isWhole ? {} : { redacted: true }) };
      noteAudit(request, { subject: [signed.month], details, texts: [{ name: 'note', text }] });
      return reply.code(204).send();
    },
  );
}

function readAnchors(query: unknown): AuditHead[] {
  const reader = new QueryReader(query, ['sequence', 'hash']);
  const sequence = reader.integer('sequence', 0, 999_999_999, 0);
  const hash = reader.text('hash');
  reader.finish();
  if (sequence === 0 && hash === null) return [];
  if (hash !== null && /^[0-9a-f]{64}$/.test(hash) && sequence > 0) return [{ sequence, hash, first: 1, key: '', seal: '' }];
  throw SilhouetteError.of('invalid-value', 'Give both "sequence" and "hash" of a head, as it was kept.', 'hash');
}
