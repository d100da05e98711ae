import { useQuery } from '@tanstack/react-query';
import { useCatalog } from './queries.ts';
import { requestJson } from './request-json.ts';

/** Time between two looks at what the server holds. */
const LOOK_INTERVAL_MS = 30_000;

/** Whether the server holds a newer snapshot than the one the page's catalog is of. */
export function useNewerSnapshot(): boolean {
  const catalog = useCatalog(false);
  const ready = useQuery({
    queryKey: ['ready'],
    queryFn: ({ signal }) => requestJson<{ readonly snapshot: string }>('/readyz', undefined, signal),
    refetchInterval: LOOK_INTERVAL_MS,
    refetchOnWindowFocus: 'always',
    enabled: catalog.data !== undefined,
  });
  return catalog.data !== undefined && ready.data !== undefined && ready.data.snapshot !== catalog.data.snapshot;
}
