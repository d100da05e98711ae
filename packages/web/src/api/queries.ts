import type {
  CatalogAnswer,
  CatalogRowsAnswer,
  ExplainAnswer,
  ExploreAnswer,
  LookAheadAnswer,
  MembersAnswer,
  Panel,
  PortraitAnswer,
  ValuesAnswer,
  WhyAnswer,
} from '@silhouette/model';
import { keepPreviousData, QueryClient, type QueryKey, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JsonObject } from '../features/explore/definition/to-definition.ts';
import { useMe } from './accounts.ts';
import { hashQueryKey } from './hash-query-key.ts';
import { ApiError, requestJson } from './request-json.ts';

/** Which customers are asked about, and when; null = the newest. */
export interface Question {
  readonly audience: JsonObject;
  readonly asOf: string | null;
  readonly snapshot: string | null;
}

/** Whose values are meant. */
export type ValueSource =
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'field'; readonly event: string; readonly field: string };

/**
 * Answers are kept by question, so a late answer can never stand for a newer question; requests nobody waits for any
 * more are aborted. Silence of the server is tried again, once; questions that were too many at once are asked again when
 * the server says that it takes them.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        queryKeyHashFn: hashQueryKey,
        staleTime: 60_000,
        gcTime: 300_000,
        refetchOnWindowFocus: false,
        retry: isAskedAgain,
        retryDelay: waitBeforeAskingMs,
        networkMode: 'always',
      },
    },
  });
}

const NETWORK_RETRIES = 1;
const NETWORK_WAIT_MS = 300;
const BUSY_RETRIES = 4;

/** Whether a question that failed is asked again by itself; `failures`: how many times it was before. */
export function isAskedAgain(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.failure === 'network') return failures < NETWORK_RETRIES;
  return error.issues[0]?.code === 'too-many-questions' && failures < BUSY_RETRIES;
}

/** Time before a question is asked again, in milliseconds: as the server says, not all of them at the same moment. */
export function waitBeforeAskingMs(_failures: number, error: unknown): number {
  const seconds = error instanceof ApiError ? error.retryAfterSeconds : null;
  return seconds === null ? NETWORK_WAIT_MS : seconds * 1000 * (1 + Math.random() / 2);
}

function writeQuestion(question: Question): Record<string, unknown> {
  return {
    audience: question.audience,
    ...(question.asOf === null ? {} : { asOf: question.asOf }),
    ...(question.snapshot === null ? {} : { snapshot: question.snapshot }),
  };
}

const EDITS_RETRY_MS = 5000;

/**
 * Everything that can be asked. Not `isNeeded`, as by what stands on every page: asked for only once it is known that who uses the page
 * may, so that nobody is refused what they did not ask for.
 */
export function useCatalog(isNeeded = true) {
  const permissions = useMe().data?.permissions;
  return useQuery({
    enabled: isNeeded || permissions?.includes('catalog.read') === true,
    queryKey: ['catalog'],
    queryFn: ({ signal }) => requestJson<CatalogAnswer>('/api/catalog', undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // In the words of the file because their edits cannot be read yet: asked again until they can.
    refetchInterval: ({ state }) => (state.data?.editsMissing === true ? EDITS_RETRY_MS : false),
  });
}

/** The number of a question and some panels of it; null: the catalog's own panels. */
export function askExplore(question: Question, panels: readonly string[] | null, signal: AbortSignal) {
  const body = { ...writeQuestion(question), ...(panels === null ? {} : { panels }) };
  return requestJson<ExploreAnswer>('/api/explore', body, signal);
}

function exploreQuery(question: Question, panels: readonly string[] | null) {
  return {
    queryKey: ['explore', question, panels],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => askExplore(question, panels, signal),
    placeholderData: keepPreviousData,
  };
}

/** Count and panels; keeps showing the previous answer while the next is on its way. */
export function useExplore(question: Question, panels: readonly string[] | null, enabled = true) {
  return useQuery({ ...exploreQuery(question, panels), enabled });
}

/** A question asked of one snapshot: its own where it names one. */
export function pinTo(question: Question, snapshot: string): Question {
  return question.snapshot === null ? { ...question, snapshot } : question;
}

/** Where the count of a question is kept; `snapshot` is the one that a question without one is answered of. */
export function writeCountKey(question: Question, snapshot: string): QueryKey {
  return ['count', pinTo(question, snapshot)];
}

/**
 * Counts of some questions, without panels, each asked as long as it is among them. They are asked of the newest data, so
 * that the page learns of newer ones, and kept as answers of `snapshot`, the newest one known: a number counted before
 * newer data came is never taken for one of today.
 */
export function useCounts(questions: readonly Question[], snapshot: string) {
  return useQueries({
    queries: questions.map((question) => ({
      queryKey: writeCountKey(question, snapshot),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => askExplore(question, [], signal),
    })),
  });
}

/** Waterfall, SQL and provenance; keeps showing the previous answer while the next is on its way. */
export function useExplain(question: Question, enabled: boolean) {
  return useQuery({
    queryKey: ['explain', question],
    queryFn: ({ signal }) => requestJson<ExplainAnswer>('/api/explain', writeQuestion(question), signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** What sets the customers of a question apart; keeps showing the previous answer while the next is on its way. */
export function usePortrait(question: Question, versus: 'everyone' | 'rest' | JsonObject, enabled: boolean) {
  return useQuery({
    queryKey: ['portrait', question, versus],
    queryFn: ({ signal }) => requestJson<PortraitAnswer>('/api/portrait', { ...writeQuestion(question), versus }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The panel of one attribute among the customers of a question, for the editors' histograms. */
export function usePanel(question: Question, attribute: string) {
  return useQuery({
    ...exploreQuery(question, [attribute]),
    select: (answer): Panel | null => answer.panels.find((panel) => panel.attribute === attribute) ?? null,
  });
}

/** How many customers meet one condition by itself. */
export function useAloneCount(question: Question, enabled: boolean) {
  return useQuery({
    ...exploreQuery(question, []),
    select: (answer) => answer.count,
    enabled,
  });
}

/** How many the customers of a question would be with each of some conditions as well. */
export function askLookAhead(question: Question, conditions: readonly JsonObject[], signal: AbortSignal) {
  return requestJson<LookAheadAnswer>('/api/look-ahead', { ...writeQuestion(question), conditions }, signal);
}

function lookAheadQuery(question: Question, conditions: readonly JsonObject[] | null) {
  return {
    queryKey: ['look-ahead', question, conditions],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => askLookAhead(question, conditions ?? [], signal),
    enabled: conditions !== null && conditions.length > 0,
  };
}

/** As {@link askLookAhead}; null: nothing is asked. */
export function useLookAhead(question: Question, conditions: readonly JsonObject[] | null) {
  return useQuery(lookAheadQuery(question, conditions));
}

/** As {@link useLookAhead}; of the same conditions it keeps showing the previous counts while the next are on their way. */
export function useKeptLookAhead(question: Question, conditions: readonly JsonObject[] | null) {
  const text = useMemo(() => JSON.stringify(conditions), [conditions]);
  return useQuery({
    ...lookAheadQuery(question, conditions),
    placeholderData: (before: LookAheadAnswer | undefined, query) =>
      JSON.stringify(query?.queryKey[2]) === text ? before : undefined,
  });
}

/** Values listed at once. */
const VALUES_LIMIT = 100;

function valuesPath(source: ValueSource, search: string): string {
  const query = new URLSearchParams(
    source.kind === 'attribute' ? { attribute: source.attribute } : { event: source.event, field: source.field },
  );
  if (search !== '') query.set('search', search);
  query.set('limit', String(VALUES_LIMIT));
  return `/api/values?${query}`;
}

function valuesQuery(source: ValueSource, search: string) {
  return {
    queryKey: ['values', source, search],
    queryFn: ({ signal }: { signal: AbortSignal }) => requestJson<ValuesAnswer>(valuesPath(source, search), undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

/** Values of an attribute or field that a text finds, largest first. */
export function useValues(source: ValueSource, search: string) {
  return useQuery({ ...valuesQuery(source, search), placeholderData: keepPreviousData });
}

/** The largest values of an attribute or field. */
export function useLargestValues(source: ValueSource, enabled: boolean) {
  return useQuery({ ...valuesQuery(source, ''), enabled });
}

/** The answers that name some values: the largest values, and a look-up for each that is not among them. */
export function useValueAnswers(source: ValueSource, values: readonly string[], enabled: boolean): readonly ValuesAnswer[] {
  const largest = useQuery({ ...valuesQuery(source, ''), enabled: enabled && values.length > 0 });
  const listed = new Set(largest.data?.values.map((item) => item.value));
  // Names of a few are enough for a card; the editor lists the rest.
  const unlisted = largest.data?.more ? values.filter((value) => !listed.has(value)).slice(0, 5) : [];
  const others = useQueries({ queries: unlisted.map((value) => valuesQuery(source, value)) });
  return [largest.data, ...others.map((query) => query.data)].filter((answer) => answer !== undefined);
}

/** How the rows of an event are spread over time, or with a field its values. */
export function useCatalogRows(event: string, field: string | null) {
  const query = new URLSearchParams({ event, ...(field === null ? {} : { field }) });
  return useQuery({
    queryKey: ['catalog-rows', event, field],
    queryFn: ({ signal }) => requestJson<CatalogRowsAnswer>(`/api/catalog/rows?${query}`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Values of any attribute or field that a text finds. */
export function useValueSearch(text: string) {
  return useQuery({
    queryKey: ['value-search', text],
    queryFn: ({ signal }) =>
      requestJson<ValuesAnswer>(`/api/values/search?${new URLSearchParams({ q: text })}`, undefined, signal),
    placeholderData: keepPreviousData,
    enabled: text !== '',
  });
}

/** Pages of members. */
export function useMembers(question: Question, attributes: readonly string[], purpose: string | null) {
  return useInfiniteQuery({
    queryKey: ['members', question, attributes, purpose],
    queryFn: ({ pageParam, signal }) =>
      requestJson<MembersAnswer>(
        '/api/members',
        { ...writeQuestion(question), attributes, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
        undefined,
        purpose,
      ),
    // The type of the cursor cannot be inferred from `null` alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
}

/** Why one customer is in the group of a question, or is not; nothing is asked without a key. */
export function useWhy(question: Question, customer: string, purpose: string | null) {
  return useQuery({
    queryKey: ['why', question, customer, purpose],
    queryFn: ({ signal }) =>
      requestJson<WhyAnswer>('/api/why', { ...writeQuestion(question), customer }, signal, undefined, purpose),
    enabled: customer !== '',
  });
}
