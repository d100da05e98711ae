import {
  AudienceChangedError,
  currentVersionSchema,
  ERROR_CODES,
  type ErrorCode,
  type Issue,
  type PlainValue,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';
import { z } from 'zod';

const ANSWER_LIMIT_MS = 120_000;

/** A request to the server that has the store open. */
interface HttpRequest {
  readonly method: string;
  readonly body: PlainValue | undefined;
  readonly headers: Record<string, string>;
}

/** The JSON answer of a running server; null for none. @throws SilhouetteError as the server told it, `store-unreachable` when it does not answer. */
export async function sendRequest(url: string, { method, body, headers }: HttpRequest): Promise<unknown> {
  const text = body === undefined ? {} : { body: writeJsonText(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const response = await fetch(url, { method, headers: { ...type, ...headers }, ...text, signal }).catch((error: unknown) => {
    const message = `The server at ${new URL(url).origin} has the saved audiences open and does not answer; end it, or try again.`;
    throw SilhouetteError.of('store-unreachable', message, '', error);
  });
  const answer = await response.text();
  const read: unknown = answer === '' ? null : JSON.parse(answer);
  if (!response.ok) throw readProblem(read, response.status);
  return read;
}

const problemSchema = z.object({
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).min(1),
  current: currentVersionSchema.optional(),
});

/** The error of a server's answer that is none of success. */
export function readProblem(body: unknown, status: number): SilhouetteError {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return SilhouetteError.of('internal', `The server answered with status ${status} and no reason.`);
  const { issues, current } = parsed.data;
  if (current !== undefined) return new AudienceChangedError(issues[0]?.message ?? '', current);
  return new SilhouetteError(issues.map((issue): Issue => ({ ...issue, code: readCode(issue.code) })));
}

function readCode(code: string): ErrorCode {
  // One of the table's own keys, or a newer server's.
  return Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'internal';
}
