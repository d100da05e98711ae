import type {
  CatalogChange,
  CatalogEditsAnswer,
  CatalogEntryAnswer,
  CatalogFileAnswer,
  CatalogSubject,
} from '@silhouette/model';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { requestJson } from './request-json.ts';

/** Others edit, too: what was read is looked at again when it is older than this. */
const FRESH_MS = 10_000;

function entryPath(subject: CatalogSubject): string {
  const { kind: _, ...query } = subject;
  return `/api/catalog/entry?${new URLSearchParams(query)}`;
}

/** An entry of the catalog with its edits, their history and who uses it. */
export function useCatalogEntry(subject: CatalogSubject) {
  return useQuery({
    queryKey: ['catalog-entry', subject],
    queryFn: ({ signal }) => requestJson<CatalogEntryAnswer>(entryPath(subject), undefined, signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** Every edit of the catalog in effect, and those whose subjects are gone. */
export function useCatalogEdits() {
  return useQuery({
    queryKey: ['catalog-edits'],
    queryFn: ({ signal }) => requestJson<CatalogEditsAnswer>('/api/catalog/edits', undefined, signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** Changes the words of an entry at the version that was read; every answer is asked again in the new words. */
export function useSaveEntry(subject: CatalogSubject) {
  const client = useQueryClient();
  return useCallback(
    async (version: number, change: CatalogChange): Promise<CatalogEntryAnswer> => {
      const path = entryPath(subject);
      const entry = await requestJson<CatalogEntryAnswer>(path, change, undefined, { method: 'PUT', version });
      client.setQueryData(['catalog-entry', subject], entry);
      void refreshWords(client);
      return entry;
    },
    [client, subject],
  );
}

/** The edits as a change of the catalog file; with the hash of a preview they are written. @throws ApiError */
export function askCatalogFile(hash: string | null): Promise<CatalogFileAnswer> {
  return requestJson<CatalogFileAnswer>('/api/catalog/file', hash === null ? {} : { hash });
}

/** Names stand in every answer: all are asked again, those in sight at once. */
function refreshWords(client: QueryClient): Promise<void> {
  return client.invalidateQueries();
}
