import type { ExploreAnswer } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { type Question, useCounts, writeCountKey } from '../../api/queries.ts';
import { useFollowed } from './use-followed.ts';

/**
 * Questions about the number that are under way at once. One alone could follow a handle no faster than its way to the
 * server and back: a tenth of a second is ten numbers a second. More would take the browser's connections from the panels.
 */
const MOST_AWAITED = 3;
const PACE = { leastMs: 25, patienceMs: 250 };
/** After that long without a change, in milliseconds, the questions before the last are let go: nothing asks them anew. */
const REST_MS = 1000;

/** The number of the page's question while that changes. */
export interface FollowedCount {
  /** The newest question that was asked. */
  readonly asked: Question;
  /** The answer to the newest question that has one; undefined before the first. */
  readonly answer: ExploreAnswer | undefined;
  /** The newest snapshot that a question without one was answered of. */
  readonly newest: string;
  /** What the newest question came to, where it failed. */
  readonly error: unknown;
  /** Whether the newest question has its answer. */
  readonly isAnswered: boolean;
  readonly retry: () => void;
}

/**
 * Asks for the number of a question that changes, several at once; of the answers the one to the newest question is shown.
 * `snapshot` is the newest one known when the page opens.
 */
export function useFollowedCount(question: Question, snapshot: string): FollowedCount {
  const client = useQueryClient();
  const [known, setKnown] = useState(snapshot);
  const [questions, setQuestions] = useState<readonly [Question, ...Question[]]>([question]);
  const [asked] = questions;
  const counts = useCounts(questions, known);
  const [newest] = counts;
  const ask = useCallback((wanted: Question) => {
    const text = JSON.stringify(wanted);
    setQuestions((before) => [wanted, ...before.filter((one) => JSON.stringify(one) !== text).slice(0, MOST_AWAITED - 1)]);
  }, []);
  const awaited = counts.filter((count) => count.isFetching).length;
  useFollowed(question, asked, awaited >= MOST_AWAITED, ask, PACE);
  const isAnswered = newest?.data !== undefined && !newest.isError;
  useEffect(() => {
    if (!isAnswered) return;
    const timer = setTimeout(() => setQuestions((all) => (all.length === 1 || all[0] !== asked ? all : [asked])), REST_MS);
    return () => clearTimeout(timer);
  }, [isAnswered, asked]);
  const at = counts.findIndex((count) => count.data !== undefined);
  const shown = counts[at]?.data;
  const shownOf = questions[at];
  const newestSnapshot = shown === undefined || shownOf?.snapshot !== null ? known : shown.snapshot;
  useEffect(() => {
    if (newestSnapshot === known || shown === undefined || shownOf === undefined) return;
    // Numbers kept until now are of older data: from here on every question is asked anew, but for the one just answered.
    client.setQueryData(writeCountKey(shownOf, newestSnapshot), shown);
    setQuestions(([newestQuestion]) => [newestQuestion]);
    setKnown(newestSnapshot);
  }, [client, known, newestSnapshot, shown, shownOf]);
  const answer = useLast(shown);
  return {
    asked,
    answer,
    newest: newestSnapshot,
    error: newest?.error ?? null,
    isAnswered,
    retry: () => void newest?.refetch(),
  };
}

/** The last value that was there: a question that failed leaves the answer before it in sight. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
