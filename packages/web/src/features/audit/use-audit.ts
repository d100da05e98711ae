import type { AuditList, AuditReview, AuditVerify } from '@silhouette/model';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { requestJson } from '../../api/request-json.ts';

/** Which entries are listed; an empty text asks for nothing. */
export interface AuditFilters {
  readonly text: string;
  readonly action: string;
  readonly actor: string;
  readonly subject: string;
  /** Days, `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
}

/** Every entry. */
export const NO_FILTERS: AuditFilters = { text: '', action: '', actor: '', subject: '', from: '', to: '' };

const PAGE = 50;

/** The query that says which entries. */
export function writeFilters(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
}

/** Entries, newest first, a page at a time. Each look is recorded: nothing is asked again by itself. */
export function useEntries(filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: ['audit', 'entries', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = writeFilters(filters);
      query.set('limit', String(PAGE));
      if (pageParam !== null) query.set('cursor', pageParam);
      return requestJson<AuditList>(`/api/audit?${query}`, undefined, signal);
    },
    // Null: from the newest on.
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: (before) => before,
    staleTime: 0,
  });
}

/** One entry by its number, where the list does not hold it. */
export function useEntry(sequence: number | null) {
  return useQuery({
    queryKey: ['audit', 'entry', sequence],
    queryFn: async ({ signal }) => {
      const list = await requestJson<AuditList>(`/api/audit?limit=1&cursor=${(sequence ?? 0) + 1}`, undefined, signal);
      return list.entries.find((entry) => entry.sequence === sequence) ?? null;
    },
    enabled: sequence !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Walks the whole log when it is asked to. */
export function useVerify() {
  return useMutation({ mutationFn: () => requestJson<AuditVerify>('/api/audit/verify', undefined) });
}

/** The review of a month; null: the last that is over. */
export function useReview(month: string | null) {
  return useQuery({
    queryKey: ['audit', 'review', month],
    queryFn: ({ signal }) =>
      requestJson<AuditReview>(`/api/audit/review${month === null ? '' : `?month=${month}`}`, undefined, signal),
    placeholderData: (before) => before,
    staleTime: 0,
  });
}

/** Signs a month off. */
export function useSignOff() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (review: { readonly month: string; readonly note: string }) => requestJson<null>('/api/audit/review', review),
    onSuccess: () => client.invalidateQueries({ queryKey: ['audit'] }),
  });
}
