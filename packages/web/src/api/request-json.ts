import type { Issue } from '@silhouette/model';

/** Why a request failed: no answer, an answer that is an error, or one that is not JSON. */
export type ApiFailure = 'network' | 'problem' | 'unreadable';

/** A request that was not answered as asked. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: ApiFailure;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What the server says is wrong, by path; empty when it does not say. */
  readonly issues: readonly Issue[];

  constructor(failure: ApiFailure, status: number, message: string, issues: readonly Issue[], cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.status = status;
    this.issues = issues;
  }
}

/**
 * Asks the server. `T` is the answer's schema in `@silhouette/model`, which the server answers by.
 * @throws ApiError on anything but a JSON answer; an abort rejects as `fetch` does.
 */
export async function requestJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? { headers: { accept: 'application/json' } }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
        };
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, signal === undefined ? init : { ...init, signal });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('network', 0, error instanceof Error ? error.message : String(error), [], error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const failure = response.status === 502 || response.status === 504 ? 'network' : 'unreadable';
    throw new ApiError(failure, response.status, `${response.status} ${text.slice(0, 200)}`, [], error);
  }
  if (!response.ok) throw readProblem(response.status, content);
  // The server serialises every answer by the schema that T is inferred from.
  return content as T;
}

function readProblem(status: number, content: unknown): ApiError {
  const problem: { title?: unknown; detail?: unknown; issues?: unknown } =
    typeof content === 'object' && content !== null ? content : {};
  const issues = Array.isArray(problem.issues) ? problem.issues.filter(isIssue) : [];
  const message = [problem.detail, problem.title, issues[0]?.message].find((text) => typeof text === 'string');
  return new ApiError('problem', status, typeof message === 'string' ? message : `HTTP ${status}`, issues);
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
