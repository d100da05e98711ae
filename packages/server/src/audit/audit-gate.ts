import { type AuditAction, type AuditActor, isGathered } from '@silhouette/model';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIBRARY_ROUTES } from '../access/access-gate.ts';
import { writeProblem } from '../problem.ts';
import type { AskedDefinition, AskedQuestion, AuditDetails, AuditEvent, AuditText } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';
import { reachesForFiles } from './reaches-for-files.ts';
import { RefusalBudget } from './refusal-budget.ts';

/** What a route records when it answers: an action; null: nothing (health, files of the page, words of the catalog). */
type RouteAudit = AuditAction | null;

/** What a handler tells of what it did. */
export interface AuditNote {
  /** In the place of the route's own; null: nothing was done that is recorded (a preview, say). */
  readonly action?: AuditAction | null;
  /** Who it was, where that is known only now (signing in). */
  readonly actor?: AuditActor;
  readonly subject?: readonly string[];
  readonly details?: AuditDetails;
  readonly texts?: readonly AuditText[];
  /** What was asked about, and counted. */
  readonly definitions?: readonly AskedDefinition[];
  readonly ahead?: AskedQuestion['ahead'];
  /** Record it, too, when the answer is a problem (a sign-in that failed). */
  readonly whenRefused?: boolean;
  /** Answer even when it cannot be recorded: that the log is broken must be told. */
  readonly isAnsweredAnyway?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it: a server with one that does not refuses to be made. */
    audit?: RouteAudit;
  }
  interface FastifyInstance {
    /** What every route records, by method and address: `POST /api/members`. */
    routeAudits: ReadonlyMap<string, RouteAudit>;
  }
  interface FastifyRequest {
    auditNote: AuditNote | null;
    isAudited: boolean;
  }
}

const UNKNOWN: AuditActor = { kind: 'unknown', id: '', name: '' };
const MOST_AGENT = 200;
/** What a refused request may be answered with; others are nobody's attack: a conflict, a state of the server. */
const REFUSED = new Set([400, 401, 403, 404, 405, 410, 413, 415, 422, 429]);
/**
 * Conflicts that are refusals all the same: a second set-up, a built-in role or the last administrator that was to be changed, an export
 * that was to be decided about once more, or fetched before anybody said yes.
 */
const REFUSED_CONFLICTS: ReadonlySet<string> = new Set([
  'accounts-exist',
  'role-in-use',
  'last-admin',
  'export-decided',
  'export-not-ready',
]);
/** Whoever goes on knocking is counted, not written down each time. */
const TOO_MANY = 429;

/**
 * Records what every route does, after its handler and before its answer is sent: the one place where that is done. Added before
 * any route; a route that does not say what it records is an error when it is added. Refusals are recorded here for all of them, and
 * for addresses that there are not, of the API or reaching for files: so many of one sender in a minute, the rest as a number.
 */
export function addAuditGate(app: FastifyInstance, log: AuditLog, now: () => number): void {
  app.decorateRequest('auditNote', null);
  app.decorateRequest('isAudited', false);
  app.decorateRequest('problemCode', null);
  const refusals = new RefusalBudget((event) => log.gather(event));
  const audits = new Map<string, RouteAudit>();
  app.decorate('routeAudits', audits);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) audits.set(`${method} ${route.url}`, route.config?.audit ?? null);
    if (route.config?.audit !== undefined) return;
    if (!LIBRARY_ROUTES.test(route.url))
      throw new Error(`The route ${String(route.method)} ${route.url} does not say what it records.`);
    route.config = { ...route.config, audit: null };
  });
  app.addHook('onRequest', async (request) => {
    const { audit } = request.routeOptions.config;
    if (audit !== undefined && audit !== null && isGathered(audit)) log.checkWritable();
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.isAudited || (request.is404 && !request.url.startsWith('/api/') && !reachesForFiles(request.url)))
      return payload;
    const event = describe(request, reply, payload, now());
    if (event === null) return payload;
    request.isAudited = true;
    try {
      if (event.action === 'refused') refusals.tell(event);
      else if (isGathered(event.action)) log.gather(event);
      else await log.record(event);
    } catch (error) {
      if (request.auditNote?.isAnsweredAnyway === true) return payload;
      // The file that was to be sent is closed: nobody reads it any more.
      if (isDestroyable(payload)) payload.destroy();
      for (const name of ['etag', 'content-disposition', 'content-length', 'content-range', 'location'])
        reply.removeHeader(name);
      // Of a problem that is being sent the error handler is not asked again: the library would answer in a shape of its own.
      if (request.problemCode === null) throw error;
      const message = 'What was refused must be recorded, and the audit log cannot be written. Try again in a moment.';
      return writeProblem(reply, [{ path: '', code: 'audit-unwritable', message }]);
    }
    return payload;
  });
  app.addHook('onClose', async () => refusals.close());
}

/** Tells what a request did, for the log; told more than once, the later adds to the earlier. */
export function noteAudit(request: FastifyRequest, note: AuditNote): void {
  request.auditNote = { ...request.auditNote, ...note };
}

function describe(request: FastifyRequest, reply: FastifyReply, payload: unknown, atMs: number): AuditEvent | null {
  const { config, url: route = '' } = request.routeOptions;
  const note = request.auditNote ?? {};
  const status = reply.statusCode;
  const { problemCode } = request;
  const isRefused = problemCode !== null && (REFUSED.has(status) || REFUSED_CONFLICTS.has(problemCode));
  // Asked by HEAD, how long an answer is tells what is in it; of a file it tells nothing that its export does not, and none was fetched.
  const isTold = status < 400 && status !== 304 && !(request.method === 'HEAD' && isDestroyable(payload));
  const isRecorded = (note.whenRefused === true && status !== TOO_MANY) || isTold;
  const action = isRecorded ? (note.action === undefined ? (config.audit ?? null) : note.action) : isRefused ? 'refused' : null;
  if (action === null) return null;
  const { definitions = [], ahead = [] } = note;
  return {
    atMs,
    actor: note.actor ?? request.knownAccess?.actor ?? UNKNOWN,
    action,
    subject: note.subject ?? [],
    details: isRecorded ? (note.details ?? {}) : { code: problemCode },
    texts: isRecorded ? addPurpose(note.texts ?? [], request.knownAccess?.purpose ?? null) : [],
    question: isRecorded && definitions.length > 0 ? { atMs, definitions, ahead } : null,
    request: {
      address: request.ip,
      method: request.method,
      route,
      status,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, MOST_AGENT),
    },
  };
}

/** Whoever writes what it is for may name the customer. One that was told by the handler stands. */
function addPurpose(texts: readonly AuditText[], purpose: string | null): readonly AuditText[] {
  if (purpose === null || texts.some(({ name }) => name === 'purpose')) return texts;
  return [...texts, { name: 'purpose', text: purpose }];
}

function isDestroyable(payload: unknown): payload is { destroy(): void } {
  return typeof payload === 'object' && payload !== null && 'destroy' in payload && typeof payload.destroy === 'function';
}
