import type { ExplainAnswer, ExploreAnswer } from '@silhouette/model';
import { useState } from 'react';
import { pinTo, type Question, useExplain, useExplore } from '../../api/queries.ts';
import { useLookup } from './explore-context.ts';
import { useFollowed } from './use-followed.ts';
import { useFollowedCount } from './use-followed-count.ts';
import { isGone, useRenewedData } from './use-renewed-data.ts';

/** The number follows a dragged handle closely (see {@link useFollowedCount}); panels and waterfall, which cost more, a little behind and resting in between. */
const PANELS_PACE = { leastMs: 60, patienceMs: 500, rest: 1 };
const EXPLAIN_PACE = { leastMs: 120, patienceMs: 500, rest: 1 };

/** One kind of answer to the page's question. */
interface Followed<T> {
  /** The last answer there was; undefined before the first. */
  readonly answer: T | undefined;
  readonly error: unknown;
  /** Whether the answer belongs to an earlier question. */
  readonly isStale: boolean;
  /** Whether another question than the page's was asked last. */
  readonly isBehind: boolean;
}

/** Everything asked about the page's question. */
export interface Answers {
  /** The question whose number is asked: it follows the page closely. */
  readonly asked: Question;
  /** The snapshot that everything on the page is of: the question's own, else the newest one that a number came from. */
  readonly snapshot: string;
  /** Number and sentence, without panels. */
  readonly count: Followed<ExploreAnswer>;
  readonly panels: Followed<ExploreAnswer>;
  readonly explain: Followed<ExplainAnswer>;
  readonly retry: () => void;
}

/**
 * Asks the page's question: the number first and fastest, each kind of answer at its own pace. The number is of the newest
 * data; everything else is asked of the data that the last number came from, which waits for nothing.
 */
export function useAnswers(question: Question, panelIds: readonly string[] | null): Answers {
  const [askedPanels, askPanels] = useState(question);
  const [askedExplain, askExplain] = useState(question);
  const count = useFollowedCount(question, useLookup().catalog.snapshot);
  const snapshot = question.snapshot ?? count.newest;
  const panels = useExplore(pinTo(askedPanels, snapshot), panelIds);
  const explain = useExplain(pinTo(askedExplain, snapshot), count.error === null);
  useRenewedData(count.newest, question.snapshot === null ? count.retry : null);
  useFollowed(question, askedPanels, panels.isFetching, askPanels, PANELS_PACE);
  useFollowed(question, askedExplain, explain.isFetching, askExplain, EXPLAIN_PACE);
  const lastPanels = useLast(panels.data);
  const follow = <T>(
    answer: T | undefined,
    query: { readonly error: unknown; readonly isPlaceholderData: boolean; readonly isError: boolean },
    asked: Question,
  ): Followed<T> => {
    const isBehind = asked !== question;
    // Data that are kept no longer are no failure where none were asked for: the number brings the newest.
    const isRenewing = question.snapshot === null && isGone(query.error);
    return {
      answer,
      error: isBehind || isRenewing ? null : query.error,
      isStale: isBehind || query.isPlaceholderData || query.isError,
      isBehind,
    };
  };
  return {
    asked: count.asked,
    snapshot,
    count: {
      answer: count.answer,
      error: count.asked === question ? count.error : null,
      isStale: count.asked !== question || !count.isAnswered,
      isBehind: count.asked !== question,
    },
    panels: follow(lastPanels, panels, askedPanels),
    explain: follow(explain.data, explain, askedExplain),
    retry: () => {
      count.retry();
      void panels.refetch();
      void explain.refetch();
    },
  };
}

/** The last value that was there: a question that failed leaves the answer before it in sight. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
