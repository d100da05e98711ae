import {
  type AudienceList,
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

/** Saved audiences of a running server at `address` (`http://127.0.0.1:4000`), which has the store open; lists are read by pages of `page`. */
export function useOverHttp(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
  page = MOST_OF_A_PAGE,
): AudienceClient {
  const key = writeKeyHeaders(env);
  const ask = (method: string, path: string, body?: PlainValue, headers?: Record<string, string>) =>
    sendRequest(`${address}/api/audiences${path}`, { method, body, headers: { ...key, ...headers } });
  const at = (id: string): string => `/${encodeURIComponent(id)}`;
  const matching = ({ version }: ClientChange) => ({ 'if-match': version === null ? '*' : `"${version}"` });
  const under = (key: string | null = null): Record<string, string> =>
    key === null ? {} : { 'idempotency-key': `"${key.replaceAll(/(["\\])/g, '\\$1')}"` };
  const get = async (id: string) => savedAudienceSchema.parse(await ask('GET', at(id)));
  const getVersion = async (id: string, version: number) =>
    audienceVersionSchema.parse(await ask('GET', `${at(id)}/versions/${version}`));
  return {
    resolve: async (id, version) => {
      // What cannot be an id is no audience, and must not become a path.
      if (parseAudienceId(id) === null) return null;
      const newest = await get(id).catch(nullWhenMissing);
      const found =
        version === null || version === newest?.version ? newest : await getVersion(id, version).catch(nullWhenMissing);
      if (found === null) return null;
      // Under the name that the audience has now.
      const named = newest === null ? {} : { name: newest.name };
      return { version: found.version, definition: toPlainValue(found.definition), ...named };
    },
    list: async ({ search, tag, owner = null, isDeleted = false, order }) => {
      const asked = {
        ...{ search, order, limit: String(page), deleted: String(isDeleted) },
        ...(tag === null ? {} : { tag }),
        ...(owner === null ? {} : { owner }),
      };
      return readAllPages(async (cursor) => {
        const query = new URLSearchParams(cursor === null ? asked : { ...asked, cursor });
        return audienceListSchema.parse(await ask('GET', `?${query}`));
      });
    },
    get,
    listVersions: async (id) => audienceVersionsSchema.parse(await ask('GET', `${at(id)}/versions`)),
    getVersion,
    listUses: async (id) => audienceUsesSchema.parse(await ask('GET', `${at(id)}/used-by`)),
    create: async (body, key) => savedAudienceSchema.parse(await ask('POST', '', body, under(key))),
    save: async (change) =>
      savedAudienceSchema.parse(await ask('PUT', at(change.id), change.body, { ...matching(change), ...under(change.key) })),
    restore: async (id, body) => savedAudienceSchema.parse(await ask('POST', `${at(id)}/restore`, toPlainValue(body))),
    delete: async (change) => {
      await ask('DELETE', at(change.id), undefined, matching(change));
    },
  };
}

const MOST_OF_A_PAGE = 1_000;
/** A library that is changed while its pages are read is read again, so often at most. */
const MOST_TRIES = 5;

/** Every page of a list. What was changed between two of them may stand on none: then they are read again. */
async function readAllPages(readPage: (cursor: string | null) => Promise<AudienceList>): Promise<Omit<AudienceList, 'cursor'>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    let page = await readPage(null);
    const all = new Map(page.audiences.map((one) => [one.id, one]));
    while (page.cursor !== null) {
      page = await readPage(page.cursor);
      for (const one of page.audiences) all.set(one.id, one);
    }
    if (all.size === page.total) {
      const { cursor: _, ...rest } = page;
      return { ...rest, audiences: [...all.values()] };
    }
  }
  const message = 'The saved audiences are changing all the time; ask for them again in a moment.';
  throw SilhouetteError.of('audiences-busy', message);
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof SilhouetteError && error.code === 'not-found') return null;
  throw error;
}
