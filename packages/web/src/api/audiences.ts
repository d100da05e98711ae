import type {
  AudienceUses,
  AudienceVersion,
  AudienceVersions,
  ExploreAnswer,
  HistoryAnswer,
  SavedAudience,
} from '@silhouette/model';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { JsonObject } from '../features/explore/definition/to-definition.ts';
import { askInTurn } from './ask-in-turn.ts';
import { ApiError, requestJson } from './request-json.ts';

/** What people write about an audience, and its definition; what is left out of a change stays as it is. */
export interface AudienceContent {
  readonly name?: string;
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly definition?: JsonObject;
  readonly note?: string | null;
}

/** The version of an audience that a change is made to. */
interface ReadVersion {
  readonly id: string;
  readonly version: number;
}

/** Others save, too: what is kept is looked at again when it is older than this. */
export const FRESH_MS = 10_000;

function pathOf(id: string): string {
  return `/api/audiences/${encodeURIComponent(id)}`;
}

/** The newest version of an audience; null: nothing is asked. */
export function useAudience(id: string | null) {
  return useQuery({
    queryKey: ['audiences', 'one', id],
    queryFn: ({ signal }) => requestJson<SavedAudience>(pathOf(id ?? ''), undefined, signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    enabled: id !== null,
  });
}

/** One version of an audience, which never changes; null: nothing is asked. */
export function useAudienceVersion(named: { readonly id: string; readonly version: number } | null) {
  return useQuery({
    queryKey: ['audiences', 'version', named],
    queryFn: ({ signal }) =>
      requestJson<AudienceVersion>(`${pathOf(named?.id ?? '')}/versions/${named?.version}`, undefined, signal),
    enabled: named !== null,
  });
}

/** Every version of an audience, newest first. */
export function useAudienceVersions(id: string, enabled = true) {
  return useQuery({
    queryKey: ['audiences', 'versions', id],
    queryFn: ({ signal }) => requestJson<AudienceVersions>(`${pathOf(id)}/versions`, undefined, signal),
    staleTime: FRESH_MS,
    enabled,
  });
}

/** The audiences that need one. */
export function useAudienceUses(id: string) {
  return useQuery({
    queryKey: ['audiences', 'uses', id],
    queryFn: ({ signal }) => requestJson<AudienceUses>(`${pathOf(id)}/used-by`, undefined, signal),
    staleTime: 0,
  });
}

/** A version of an audience as a definition; null: the newest. */
export function referTo(id: string, version: number | null): JsonObject {
  return { audience: id, ...(version === null ? {} : { version }) };
}

/** How many are in an audience now, asked in turn with those of other audiences, before their histories. */
export function useAudienceSize(id: string, version: number, enabled = true) {
  return useQuery({
    queryKey: ['explore', 'size', referTo(id, version)],
    queryFn: ({ signal }) =>
      askInTurn(0, signal, () =>
        requestJson<ExploreAnswer>('/api/explore', { audience: referTo(id, version), panels: [] }, signal),
      ),
    enabled,
  });
}

/** How large an audience was at the end of each of the past months, likewise. */
export function useAudienceHistory(id: string, version: number, months: number, enabled = true) {
  return useQuery({
    queryKey: ['history', referTo(id, version), months],
    queryFn: ({ signal }) =>
      askInTurn(1, signal, () =>
        requestJson<HistoryAnswer>('/api/history', { audience: referTo(id, version), months }, signal),
      ),
    enabled,
  });
}

/** Saves a new audience. @throws ApiError */
export function createAudience(client: QueryClient, content: AudienceContent): Promise<SavedAudience> {
  return requestJson<SavedAudience>('/api/audiences', content).then((saved) => takeUp(client, saved));
}

/** Saves the next version of an audience, made to the version that was read. @throws ApiError; `current` when another stands */
export async function changeAudience(client: QueryClient, read: ReadVersion, content: AudienceContent): Promise<SavedAudience> {
  const change = { method: 'PUT', version: read.version } as const;
  try {
    return takeUp(client, await requestJson<SavedAudience>(pathOf(read.id), content, undefined, change));
  } catch (error) {
    // Whatever stands there now, it is not what was read.
    if (error instanceof ApiError && error.failure === 'problem') forgetWhatRefers(client);
    throw error;
  }
}

/** Deletes an audience, of which a version was read. @throws ApiError likewise */
export async function deleteAudience(client: QueryClient, { id, version }: ReadVersion): Promise<void> {
  await requestJson<null>(pathOf(id), undefined, undefined, { method: 'DELETE', version });
  client.removeQueries({ queryKey: ['audiences', 'one', id] });
  forgetWhatRefers(client);
}

function takeUp(client: QueryClient, saved: SavedAudience): SavedAudience {
  client.setQueryData(['audiences', 'one', saved.id], saved);
  const { createdAt: _, createdBy: __, updatedAt, updatedBy, ...common } = saved;
  const version: AudienceVersion = { ...common, savedAt: updatedAt, savedBy: updatedBy };
  client.setQueryData(['audiences', 'version', { id: saved.id, version: saved.version }], version);
  forgetWhatRefers(client, saved.id);
  return saved;
}

/** Lists are asked for again, and every answer about a definition that refers to an audience. `known` is up to date. */
function forgetWhatRefers(client: QueryClient, known: string | null = null): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const [kind, what, id] = queryKey;
      if (kind === 'audiences') return what !== 'version' && !(what === 'one' && id === known);
      return JSON.stringify(queryKey).includes('"audience":"');
    },
  });
}
