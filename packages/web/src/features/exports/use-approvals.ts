import type { ExportDecision, ExportQuestionList } from '@silhouette/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { requestJson } from '../../api/request-json.ts';

/** Others ask meanwhile. */
const LOOK_MS = 15_000;
const KEY = ['export-approvals'];

/** A yes or no to an export. */
export interface Verdict {
  readonly id: string;
  readonly decision: 'approve' | 'refuse';
  readonly note: string;
}

/** Exports of others that wait for a decision, the oldest first. */
export function useApprovals(enabled: boolean) {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => requestJson<ExportQuestionList>('/api/exports/approvals', undefined, signal),
    staleTime: 0,
    refetchInterval: LOOK_MS,
    enabled,
  });
}

/** Decides about an export of somebody else; whatever comes of it, the list is read anew. */
export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision, note }: Verdict) =>
      requestJson<ExportDecision>(`/api/exports/${encodeURIComponent(id)}/${decision}`, note === '' ? {} : { note }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
