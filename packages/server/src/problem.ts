import {
  AudienceChangedError,
  CatalogChangedError,
  type CurrentVersion,
  ERROR_CODES,
  type ErrorCode,
  type Issue,
  KeyReusedError,
  type SavedUnderKey,
  SilhouetteError,
  TooManyAttemptsError,
  TooManyQuestionsError,
} from '@silhouette/model';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it was refused with, for the log; null: it was not. */
    problemCode: ErrorCode | null;
  }
}

/** The media type of every error answer (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Body of an error answer: RFC 9457 with the product's `code` and every issue found. */
interface Problem extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
}

/** What some problems tell besides. */
interface ProblemExtras {
  /** Of a change that was made to an older version: what stands now. */
  readonly current?: CurrentVersion;
  /** Of a request under a key that another one was sent under: what that one saved. */
  readonly saved?: SavedUnderKey;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request was not understood',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Came too slowly',
  409: 'In conflict with something under way',
  410: 'No longer kept',
  412: 'Changed by someone else',
  413: 'Too large',
  415: 'Unsupported media type',
  416: 'Outside of the file',
  422: 'Cannot be answered',
  428: 'A condition is missing',
  429: 'Too much at once',
  431: 'Headers too long',
  503: 'Not ready to answer',
  507: 'Out of space',
};

/** The problem document of issues; the status is the first issue's unless told. */
export function toProblem(issues: readonly Issue[], status?: number, extras: ProblemExtras = {}): Problem {
  const code = issues[0]?.code ?? 'internal';
  const answered = status ?? ERROR_CODES[code];
  return {
    type: `urn:silhouette:error:${code}`,
    title: TITLES[answered] ?? 'The server failed',
    status: answered,
    detail: issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('\n'),
    code,
    issues,
    ...extras,
  };
}

/** Sends issues as problem+json. */
export function sendProblem(
  reply: FastifyReply,
  issues: readonly Issue[],
  status?: number,
  extras: ProblemExtras = {},
): FastifyReply {
  return reply.send(writeProblem(reply, issues, status, extras));
}

/** The same for an answer that is being sent already: its status and type are set, and what stands in it is given back. */
export function writeProblem(
  reply: FastifyReply,
  issues: readonly Issue[],
  status?: number,
  extras: ProblemExtras = {},
): Buffer {
  const problem = toProblem(issues, status, extras);
  reply.request.problemCode = problem.code;
  reply.code(problem.status).header('content-type', PROBLEM_TYPE);
  // Text already: the reply must not serialise it once more.
  return Buffer.from(JSON.stringify(problem));
}

/** Said in the place of why the server failed, which may name folders, machines and databases. */
const SEE_LOG = 'The server cannot answer this now; its log tells why. Try again in a moment.';

/**
 * Fastify's error handler: known errors as they are, its own by status, anything else as a failure that is logged whole and told briefly.
 * `tellsWhy`: whether why the server failed is for whoever asks; strangers are told by the code alone.
 */
export function makeErrorHandler(tellsWhy: (request: FastifyRequest) => boolean) {
  return (error: FastifyError | SilhouetteError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (!(error instanceof SilhouetteError)) return handleOther(error, request, reply);
    if (error instanceof TooManyAttemptsError || error instanceof TooManyQuestionsError)
      reply.header('retry-after', String(error.retryAfterSeconds));
    if (error.status < 500) return sendProblem(reply, error.issues, undefined, describeExtras(error));
    request.log.error({ err: error }, 'request failed');
    const issues = tellsWhy(request) ? error.issues : [{ path: '', code: error.code, message: SEE_LOG }];
    return sendProblem(reply, issues, undefined, describeExtras(error));
  };
}

function handleOther(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const own = fromFastify(error, request.routeOptions.bodyLimit);
  if (own !== null) return sendProblem(reply, [own.issue], own.status);
  request.log.error({ err: error }, 'request failed');
  const message = `The server failed on this request (${request.id}); its log tells why. Nothing was changed.`;
  return sendProblem(reply, [{ path: '', code: 'internal', message }]);
}

function describeExtras(error: SilhouetteError): ProblemExtras {
  if (error instanceof KeyReusedError) return { saved: error.saved };
  const isChanged = error instanceof AudienceChangedError || error instanceof CatalogChangedError;
  return isChanged ? { current: error.current } : {};
}

function fromFastify(error: FastifyError, bodyLimit: number): { readonly issue: Issue; readonly status: number } | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        status: 413,
        issue: {
          path: '',
          code: 'too-large',
          message: `The body is larger than ${writeSize(bodyLimit)}; send less, such as shorter lists of a definition.`,
        },
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        status: 415,
        issue: { path: '', code: 'invalid-option', message: 'Send the body as content-type: application/json.' },
      };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return {
        status: 400,
        issue: { path: '', code: 'invalid-json', message: 'The body is empty; send a JSON object with "audience".' },
      };
    default:
      if (error.statusCode === undefined || error.statusCode >= 500) return null;
      // Of files that are not the page's: what there is there is nobody's to know.
      if (error.statusCode === 403 || error.statusCode === 404)
        return { status: 404, issue: { path: '', code: 'not-found', message: 'There is nothing at this address.' } };
      return { status: error.statusCode, issue: { path: '', code: 'invalid-option', message: error.message } };
  }
}

function writeSize(bytes: number): string {
  return bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`;
}
