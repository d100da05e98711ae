import { useMemo } from 'react';
import { useLookAhead } from '../../../api/queries.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import type { GroupNode } from '../definition/tree.ts';
import { useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { type LookAheadQuestion, type TrialPlace, type Tried, writeLookAhead, writeTreesAhead } from './write-look-ahead.ts';

/** Conditions asked about at once; the API takes 200. */
const MOST = 120;
/** Lists change with every letter of a search: they are asked about once they have stayed for a moment. */
const SETTLE_MS = 120;
const NO_COUNTS: readonly number[] = [];

/**
 * What the group would be with each condition in a place (null: with none there), in their order; shorter than the list
 * while counts are not there (none yet, or none at all while something is unfinished).
 */
export function useLookAheadCounts(
  place: TrialPlace,
  keys: readonly string[],
  make: (key: string) => Tried,
): readonly number[] {
  const tree = useExploreStore((state) => state.tree);
  return useCounts(writeLookAhead(tree, place, keys.slice(0, MOST).map(make)));
}

/** What each of some changes of the page's tree would give as the group, in their order; shorter while counts are not there. */
export function useChangeCounts(changed: readonly GroupNode[]): readonly number[] {
  const tree = useExploreStore((state) => state.tree);
  return useCounts(writeTreesAhead(tree, changed.slice(0, MOST)));
}

function useCounts(wanted: LookAheadQuestion | null): readonly number[] {
  const asOf = useExploreStore((state) => state.asOf);
  const snapshot = useSnapshot();
  // As text: what is made anew each time is the same question while it says the same.
  const text = JSON.stringify(wanted);
  const settled = useSettled(text, SETTLE_MS);
  const question = useMemo((): LookAheadQuestion | null => JSON.parse(settled), [settled]);
  const answer = useLookAhead({ audience: question?.audience ?? {}, asOf, snapshot }, question?.conditions ?? null);
  return settled === text && answer.data !== undefined ? answer.data.counts : NO_COUNTS;
}
