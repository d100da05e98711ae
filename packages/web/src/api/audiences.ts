import type {
  AudienceUses,
  AudienceVersion,
  AudienceVersions,
  ExploreAnswer,
  HistoryAnswer,
  HistoryPoint,
  SavedAudience,
} from '@silhouette/model';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '../features/explore/definition/to-definition.ts';
import { askInTurn } from './ask-in-turn.ts';
import { requestEvents } from './request-events.ts';
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

/** Sizes of the past change with the data only. */
const HISTORY_FRESH_MS = 60_000;

/** Others save, too: what is kept is looked at again when it is older than this. */
export const FRESH_MS = 10_000;

function pathOf(id: string): string {
  return `/api/audiences/${encodeURIComponent(id)}`;
}

/** The newest version of an audience; null: nothing is asked; `asks` false: only what is known already. */
export function useAudience(id: string | null, asks = true) {
  return useQuery({
    queryKey: ['audiences', 'one', id],
    queryFn: ({ signal }) => requestJson<SavedAudience>(pathOf(id ?? ''), undefined, signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    enabled: asks && id !== null,
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

/** Every version of an audience, newest first; of a deleted one, too. */
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

/** Sizes of an audience as far as they have been counted. */
export interface GrowingHistory {
  /** Oldest first. */
  readonly points: readonly HistoryPoint[];
  /** Whether there are all of them. */
  readonly isWhole: boolean;
}

/** How large an audience was at the end of each of the past months, likewise; point by point, as they are counted. */
export function useAudienceHistory(id: string, version: number, months: number, enabled = true) {
  const client = useQueryClient();
  const queryKey = ['history', referTo(id, version), months];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      askInTurn(1, signal, async (): Promise<GrowingHistory> => {
        const points: HistoryPoint[] = [];
        const body = { audience: referTo(id, version), months };
        const answer = await requestEvents<HistoryAnswer>('/api/history', body, signal, ({ event, data }) => {
          if (event !== 'point') return;
          // By the schema of the answer's points.
          points.push(data as HistoryPoint);
          // A whole one that is asked for anew stays until the next is whole.
          client.setQueryData<GrowingHistory>(queryKey, (before) =>
            before?.isWhole === true ? before : { points: [...points], isWhole: false },
          );
        });
        return { points: answer.points, isWhole: true };
      }),
    // What was left in the middle is asked for anew.
    staleTime: ({ state }) => (state.data?.isWhole === true ? HISTORY_FRESH_MS : 0),
    enabled,
  });
}

/**
 * Saves a new audience; sent again under the same key it is the same one. @throws ApiError; `saved` when something else was saved
 * under the key
 */
export function createAudience(client: QueryClient, content: AudienceContent, key: string): Promise<SavedAudience> {
  const sent = requestJson<SavedAudience>('/api/audiences', content, undefined, { method: 'POST', key });
  return sent.then((saved) => takeUp(client, saved));
}

/**
 * Saves the next version of an audience, made to the version that was read; likewise. @throws ApiError; `current` when another
 * stands
 */
export async function changeAudience(
  client: QueryClient,
  read: ReadVersion,
  content: AudienceContent,
  key: string,
): Promise<SavedAudience> {
  const change = { method: 'PUT', version: read.version, key } as const;
  try {
    return takeUp(client, await requestJson<SavedAudience>(pathOf(read.id), content, undefined, change));
  } catch (error) {
    // Whatever stands there now, it is not what was read.
    if (error instanceof ApiError && error.failure === 'problem') forgetWhatRefers(client);
    throw error;
  }
}

/** Deletes an audience, of which a version was read; one that is deleted already is what was asked for. @throws ApiError likewise */
export async function deleteAudience(client: QueryClient, { id, version }: ReadVersion): Promise<void> {
  try {
    await requestJson<null>(pathOf(id), undefined, undefined, { method: 'DELETE', version });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
  client.removeQueries({ queryKey: ['audiences', 'one', id] });
  forgetWhatRefers(client);
}

/** Takes a deleted audience back, as its last version was. @throws ApiError */
export async function restoreAudience(client: QueryClient, id: string, key: string): Promise<SavedAudience> {
  const path = `${pathOf(id)}/restore`;
  return takeUp(client, await requestJson<SavedAudience>(path, {}, undefined, { method: 'POST', key }));
}

function takeUp(client: QueryClient, saved: SavedAudience): SavedAudience {
  client.setQueryData(['audiences', 'one', saved.id], saved);
  const { createdAt: _, createdBy: __, deleted: ___, updatedAt, updatedBy, ...common } = saved;
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
