import type { Erasure } from '@silhouette/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, requestJson } from '../../api/request-json.ts';

const URL_BASE = '/api/privacy';
const LOOK_EVERY_MS = 1000;

/** Requests for erasure, the newest first; looked at again while one is not done. */
export function useErasures() {
  return useQuery({
    queryKey: ['privacy', 'erasures'],
    queryFn: ({ signal }) => requestJson<{ erasures: Erasure[] }>(`${URL_BASE}/erasures`, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data?.erasures.some((one) => one.state === 'queued' || one.state === 'running') === true ? LOOK_EVERY_MS : false,
  });
}

/** Asks for an erasure. */
export function useErase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: { readonly keys: readonly string[]; readonly reason: string | null }) =>
      requestJson<Erasure>(`${URL_BASE}/erasures`, asked),
    onSuccess: () => client.invalidateQueries({ queryKey: ['privacy'] }),
  });
}

/** Has the browser keep everything held of a customer as a file. */
export function useDownloadHoldings() {
  return useMutation({
    mutationFn: async ({ key, purpose }: { readonly key: string; readonly purpose: string }) => {
      const response = await fetch(`${URL_BASE}/access`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'silhouette-purpose': encodeURIComponent(purpose) },
        body: JSON.stringify({ key }),
      });
      if (!response.ok) {
        const problem: { detail?: unknown } = await response.json().catch(() => ({}));
        throw new ApiError('problem', response.status, String(problem.detail ?? response.status), []);
      }
      const url = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = 'customer.json';
      link.click();
      URL.revokeObjectURL(url);
    },
  });
}
