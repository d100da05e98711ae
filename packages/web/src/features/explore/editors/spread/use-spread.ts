import type { PanelBin } from '@silhouette/model';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { askLookAhead, type Question, useKeptLookAhead } from '../../../../api/queries.ts';
import type { NodeId } from '../../definition/tree.ts';
import { useSnapshot } from '../../explore-context.ts';
import { useExploreStore } from '../../explore-store.ts';
import { useRestQuestion } from '../../use-rest-question.ts';
import { chooseDayBins } from './choose-day-bins.ts';
import { findNumberBins } from './find-number-bins.ts';
import type { Spread, SpreadBin } from './spread.ts';
import { writeAlone, writeBins, writeCondition } from './write-bins.ts';

/** A histogram of a spread. */
export interface SpreadBins {
  readonly bins: readonly PanelBin[];
  /** Customers with 0, who are in no bin; null where 0 is a value like others. */
  readonly zeroes: number | null;
}

/**
 * The histogram of a spread: among the customers that meet a node's other conditions, and among everyone. `waiting` until
 * it is there, `failed` where it cannot be counted; null where there is none: nobody has a value, or the condition is not
 * finished.
 */
export function useSpread(spread: Spread | null, nodeId: NodeId): SpreadBins | 'waiting' | 'failed' | null {
  const asOf = useExploreStore((state) => state.asOf);
  const snapshot = useSnapshot();
  const rest = useRestQuestion(nodeId);
  const everyone: Question = { audience: { all: [] }, asOf, snapshot };
  const name = spread === null ? null : nameSpread(spread);
  const isAsked = name !== null;
  const chosen = useQuery({
    queryKey: ['look-ahead', 'bins', everyone, name],
    queryFn: async ({ signal }): Promise<readonly SpreadBin[]> => {
      if (spread === null) return [];
      if (spread.kind === 'day') return chooseDayBins(spread);
      return findNumberBins(spread, async (nodes) => {
        const { counts } = await askLookAhead(everyone, nodes.map(writeCondition), signal);
        return counts;
      });
    },
    enabled: isAsked,
  });
  const bins = isAsked ? chosen.data : undefined;
  // The same spread is made anew at every render: its name says whether it is another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const conditions = useMemo(() => (spread === null || bins === undefined ? null : writeBins(spread, bins)), [name, bins]);
  const own = useKeptLookAhead(rest, conditions);
  const base = useKeptLookAhead(everyone, conditions);
  if (spread === null || !isAsked || bins?.length === 0) return null;
  if (chosen.isError || own.isError || base.isError) return 'failed';
  if (bins === undefined || own.data === undefined || base.data === undefined) return 'waiting';
  const [counts, baseCounts] = [own.data.counts, base.data.counts];
  return {
    bins: bins.map((bin, place) => ({ ...bin, count: counts[place] ?? 0, baseCount: baseCounts[place] ?? 0 })),
    zeroes: spread.kind === 'number' && spread.hasZero ? (counts[bins.length] ?? 0) : null,
  };
}

/** A text that is another one where the spread is; null while its condition is not finished. */
function nameSpread(spread: Spread): string | null {
  // Any ends will do: the condition alone tells one spread from another.
  const condition = writeAlone(spread.within('1', '2'));
  const ends = spread.kind === 'day' ? [spread.first, spread.last] : [spread.least, spread.most];
  return condition === null ? null : JSON.stringify([condition, ends]);
}
