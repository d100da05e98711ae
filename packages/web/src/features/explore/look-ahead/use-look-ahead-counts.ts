import { useMemo } from 'react';
import { useLookAhead } from '../../../api/queries.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import type { TreeNode } from '../definition/tree.ts';
import { useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { type LookAheadQuestion, type TrialPlace, writeLookAhead } from './write-look-ahead.ts';

/** Conditions asked about at once; the API takes 200. */
const MOST = 120;
/** Lists change with every letter of a search: they are asked about once they have stayed for a moment. */
const SETTLE_MS = 120;
const NO_COUNTS: readonly number[] = [];

/**
 * What the group would be with each condition in a place, in their order; shorter than the list while counts are not
 * there (none yet, or none at all while something is unfinished). `make` is called when the tree or a key changes.
 */
export function useLookAheadCounts(
  place: TrialPlace,
  keys: readonly string[],
  make: (key: string) => TreeNode,
): readonly number[] {
  const { tree, asOf } = useExploreStore();
  const snapshot = useSnapshot();
  // As text: what is made anew each time is the same question while it says the same.
  const text = JSON.stringify(writeLookAhead(tree, place, keys.slice(0, MOST).map(make)));
  const settled = useSettled(text, SETTLE_MS);
  const question = useMemo((): LookAheadQuestion | null => JSON.parse(settled), [settled]);
  const answer = useLookAhead({ audience: question?.audience ?? {}, asOf, snapshot }, question?.conditions ?? null);
  return settled === text && answer.data !== undefined ? answer.data.counts : NO_COUNTS;
}
