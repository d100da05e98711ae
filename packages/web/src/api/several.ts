import type { CompareAnswer, OverlapAnswer, PortraitAnswer } from '@silhouette/model';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JsonObject } from '../features/explore/definition/to-definition.ts';
import { requestJson } from './request-json.ts';

/** Who is gained and lost between two definitions, and what differs; null: nothing is asked. */
export function useComparison(before: JsonObject | null, after: JsonObject | null) {
  return useQuery({
    queryKey: ['compare', before, after],
    queryFn: ({ signal }) => requestJson<CompareAnswer>('/api/compare', { before, after }, signal),
    enabled: before !== null && after !== null,
  });
}

/** Who is in which of two to five audiences. */
export function useOverlap(audiences: readonly JsonObject[], enabled: boolean) {
  return useQuery({
    queryKey: ['overlap', audiences],
    queryFn: ({ signal }) => requestJson<OverlapAnswer>('/api/overlap', { audiences }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** What sets a part of some audiences apart from all of them together: the few most telling traits. */
export function usePartPortrait(part: JsonObject, union: JsonObject, top: number) {
  return useQuery({
    queryKey: ['portrait', 'part', part, union, top],
    queryFn: ({ signal }) => requestJson<PortraitAnswer>('/api/portrait', { audience: part, versus: union, top }, signal),
  });
}
