import type { CurrentVersion, Issue, SavedUnderKey } from '@silhouette/model';
import { noteSignedOut } from './signed-out.ts';

/** Why a request failed: no answer, an answer that is an error, or one that is not JSON. */
export type ApiFailure = 'network' | 'problem' | 'unreadable';

interface ApiErrorOptions {
  readonly cause?: unknown;
  readonly current?: CurrentVersion | null;
  readonly retryAfterSeconds?: number | null;
  readonly saved?: SavedUnderKey | null;
}

/** A request that was not answered as asked. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: ApiFailure;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What the server says is wrong, by path; empty when it does not say. */
  readonly issues: readonly Issue[];
  /** Of a change that was made to an older version: what stands now. */
  readonly current: CurrentVersion | null;
  /** Of a request that came too early: when the next is taken, in whole seconds; null when the server does not say. */
  readonly retryAfterSeconds: number | null;
  /** Of a request under a key that another one was sent under: what that one saved. */
  readonly saved: SavedUnderKey | null;

  constructor(
    failure: ApiFailure,
    status: number,
    message: string,
    issues: readonly Issue[],
    { cause, current, retryAfterSeconds, saved }: ApiErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.status = status;
    this.issues = issues;
    this.current = current ?? null;
    this.retryAfterSeconds = retryAfterSeconds ?? null;
    this.saved = saved ?? null;
  }
}

/** A change of something that is kept; where it has versions, made to the one that was read. */
interface Change {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly version?: number;
  /** The same sent again under it saves nothing more. */
  readonly key?: string;
}

/**
 * Asks the server: with a body by POST, without one by GET; a change by its own method. `T` is the answer's schema in
 * `@silhouette/model`, which the server answers by; `null` for an answer without content.
 * `purpose` is what personal values are looked at for; null: nothing was told.
 * @throws ApiError on anything but a JSON answer; an abort rejects as `fetch` does.
 */
export async function requestJson<T>(
  path: string,
  body: unknown,
  signal?: AbortSignal,
  change?: Change,
  purpose: string | null = null,
): Promise<T> {
  const init: RequestInit = {
    method: change?.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(purpose === null ? {} : { 'silhouette-purpose': encodeURIComponent(purpose) }),
      ...(change?.version === undefined ? {} : { 'if-match': `"${change.version}"` }),
      ...(change?.key === undefined ? {} : { 'idempotency-key': `"${change.key}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, signal === undefined ? init : { ...init, signal });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('network', 0, error instanceof Error ? error.message : String(error), [], { cause: error });
  }
  // Only what is asked for with T null has no content.
  if (response.status === 204) return null as T;
  // The server serialises every answer by the schema that T is inferred from.
  return readContent(response, text) as T;
}

/** What an answer holds. @throws ApiError when it is no JSON, or a problem */
export function readContent({ ok, status, headers }: Response, text: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const failure = status === 502 || status === 504 ? 'network' : 'unreadable';
    throw new ApiError(failure, status, `${status} ${text.slice(0, 200)}`, [], { cause: error });
  }
  if (!ok) throw readProblem(status, content, headers.get('retry-after'));
  return content;
}

/** The error of an answer that is a problem document. */
export function readProblem(status: number, content: unknown, retryAfter: string | null = null): ApiError {
  const problem: { title?: unknown; detail?: unknown; issues?: unknown; current?: unknown; saved?: unknown } =
    typeof content === 'object' && content !== null ? content : {};
  const issues = Array.isArray(problem.issues) ? problem.issues.filter(isIssue) : [];
  const message = [problem.detail, problem.title, issues[0]?.message].find((text) => typeof text === 'string');
  const current = isCurrentVersion(problem.current) ? problem.current : null;
  const saved = isSavedUnderKey(problem.saved) ? problem.saved : null;
  const retryAfterSeconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  // Whatever was asked: who asks must sign in (again) first.
  if (issues[0]?.code === 'not-signed-in') noteSignedOut();
  return new ApiError('problem', status, typeof message === 'string' ? message : `HTTP ${status}`, issues, {
    current,
    saved,
    retryAfterSeconds,
  });
}

function isCurrentVersion(value: unknown): value is CurrentVersion {
  if (typeof value !== 'object' || value === null) return false;
  const { version, savedBy, savedAt }: { version?: unknown; savedBy?: unknown; savedAt?: unknown } = value;
  return typeof version === 'number' && typeof savedBy === 'string' && typeof savedAt === 'string';
}

function isSavedUnderKey(value: unknown): value is SavedUnderKey {
  if (typeof value !== 'object' || value === null) return false;
  const { id, version }: { id?: unknown; version?: unknown } = value;
  return typeof id === 'string' && typeof version === 'number';
}

function isIssue(value: unknown): value is Issue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
