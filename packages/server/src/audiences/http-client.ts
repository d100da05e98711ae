import {
  AudienceChangedError,
  audienceListSchema,
  audienceUsesSchema,
  audienceVersionSchema,
  audienceVersionsSchema,
  currentVersionSchema,
  ERROR_CODES,
  type ErrorCode,
  type Issue,
  type PlainValue,
  parseAudienceId,
  SilhouetteError,
  savedAudienceSchema,
  toPlainValue,
  writeJsonText,
} from '@silhouette/model';
import { z } from 'zod';
import type { AudienceClient, ClientChange } from './audience-client.ts';

const ANSWER_LIMIT_MS = 120_000;

/** Saved audiences of a running server at `address` (`http://127.0.0.1:4000`), which has the store open. */
export function useOverHttp(address: string): AudienceClient {
  const ask = (method: string, path: string, body?: PlainValue, headers?: Record<string, string>) =>
    send(`${address}/api/audiences${path}`, { method, body, headers: headers ?? {} });
  const at = (id: string): string => `/${encodeURIComponent(id)}`;
  const matching = ({ version }: ClientChange) => ({ 'if-match': version === null ? '*' : `"${version}"` });
  const get = async (id: string) => savedAudienceSchema.parse(await ask('GET', at(id)));
  const getVersion = async (id: string, version: number) =>
    audienceVersionSchema.parse(await ask('GET', `${at(id)}/versions/${version}`));
  return {
    resolve: async (id, version) => {
      // What cannot be an id is no audience, and must not become a path.
      if (parseAudienceId(id) === null) return null;
      const found = await (version === null ? get(id) : getVersion(id, version)).catch(nullWhenMissing);
      return found === null ? null : { version: found.version, definition: toPlainValue(found.definition) };
    },
    list: async ({ search, tag, order }) => {
      const query = new URLSearchParams({ search, order, ...(tag === null ? {} : { tag }) });
      return audienceListSchema.parse(await ask('GET', `?${query}`));
    },
    get,
    listVersions: async (id) => audienceVersionsSchema.parse(await ask('GET', `${at(id)}/versions`)),
    getVersion,
    listUses: async (id) => audienceUsesSchema.parse(await ask('GET', `${at(id)}/used-by`)),
    create: async (body) => savedAudienceSchema.parse(await ask('POST', '', body)),
    save: async (change) => savedAudienceSchema.parse(await ask('PUT', at(change.id), change.body, matching(change))),
    delete: async (change) => {
      await ask('DELETE', at(change.id), undefined, matching(change));
    },
  };
}

interface HttpRequest {
  readonly method: string;
  readonly body: PlainValue | undefined;
  readonly headers: Record<string, string>;
}

/** The JSON answer; null for none. @throws SilhouetteError as the server told it, `store-unreachable` when it does not answer. */
async function send(url: string, { method, body, headers }: HttpRequest): Promise<unknown> {
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

function readProblem(body: unknown, status: number): SilhouetteError {
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

function nullWhenMissing(error: unknown): null {
  if (error instanceof SilhouetteError && error.code === 'not-found') return null;
  throw error;
}
