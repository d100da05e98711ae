import type { AudienceList, AudienceOrder, SavedAudience } from '@silhouette/model';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FRESH_MS } from './audiences.ts';
import { requestJson } from './request-json.ts';

/** Which saved audiences are listed: the server finds and orders them. */
export interface AudienceView {
  /** Words that name, id, description, tags or sentence hold, all of them; blank: all. */
  readonly search: string;
  readonly tag: string | null;
  /** Only those that this one made; null: everyone's. */
  readonly owner: string | null;
  /** Deleted ones instead of those that are there. */
  readonly isDeleted: boolean;
  readonly order: AudienceOrder;
}

/** Audiences of a page of the library. */
const PAGE = 100;
const FIRST_PAGE: string | null = null;

/** The address of a page of saved audiences; cursor null: the first. */
export function writeListPath(
  { search, tag, owner, isDeleted, order }: AudienceView,
  limit: number,
  cursor: string | null,
): string {
  const query = new URLSearchParams({ order, limit: String(limit) });
  if (search.trim() !== '') query.set('search', search);
  if (tag !== null) query.set('tag', tag);
  if (owner !== null) query.set('owner', owner);
  if (isDeleted) query.set('deleted', 'true');
  if (cursor !== null) query.set('cursor', cursor);
  return `/api/audiences?${query}`;
}

/** The audiences of some pages; one that was changed between two of them may stand on both. */
export function mergePages(pages: readonly AudienceList[]): readonly SavedAudience[] {
  return [...new Map(pages.flatMap(({ audiences }) => audiences).map((one) => [one.id, one])).values()];
}

/** A list of saved audiences, page by page; the one before is shown until another has come. */
export function useAudiencePages(view: AudienceView) {
  return useInfiniteQuery({
    queryKey: ['audiences', 'list', view],
    queryFn: ({ pageParam, signal }) => requestJson<AudienceList>(writeListPath(view, PAGE, pageParam), undefined, signal),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** The first `limit` audiences that some words find, the newest change first, and how many there are. */
export function useAudienceSearch(search: string, limit: number) {
  return useQuery({
    queryKey: ['audiences', 'list', 'search', search, limit],
    queryFn: ({ signal }) => {
      const view = { search, tag: null, owner: null, isDeleted: false, order: 'updated' } as const;
      return requestJson<AudienceList>(writeListPath(view, limit, null), undefined, signal);
    },
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** The newest versions of a few audiences; those that are not there are not among them. */
export function useNamedAudiences(ids: readonly string[]) {
  return useQuery({
    queryKey: ['audiences', 'list', 'named', ids],
    queryFn: ({ signal }) =>
      requestJson<AudienceList>(`/api/audiences?${new URLSearchParams({ ids: ids.join(',') })}`, undefined, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}
