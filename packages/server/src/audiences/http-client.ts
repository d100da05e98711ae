import {
  audienceListSchema,
  audienceUsesSchema,
  audienceVersionSchema,
  audienceVersionsSchema,
  type PlainValue,
  parseAudienceId,
  SilhouetteError,
  savedAudienceSchema,
  toPlainValue,
} from '@silhouette/model';
import type { AudienceClient, ClientChange } from './audience-client.ts';
import { writeKeyHeaders } from './key-headers.ts';
import { sendRequest } from './send-request.ts';

/** Saved audiences of a running server at `address` (`http://127.0.0.1:4000`), which has the store open. */
export function useOverHttp(address: string, env: Readonly<Record<string, string | undefined>>): AudienceClient {
  const key = writeKeyHeaders(env);
  const ask = (method: string, path: string, body?: PlainValue, headers?: Record<string, string>) =>
    sendRequest(`${address}/api/audiences${path}`, { method, body, headers: { ...key, ...headers } });
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

function nullWhenMissing(error: unknown): null {
  if (error instanceof SilhouetteError && error.code === 'not-found') return null;
  throw error;
}
