import type { PanelBin } from '@silhouette/model';
import { useQuery } from '@tanstack/react-query';
import { askLookAhead, type Question, useKeptLookAhead } from '../../../../api/queries.ts';
import { type JsonObject, toDefinition } from '../../definition/to-definition.ts';
import { makeEmptyTree, type NodeId, type TreeNode } from '../../definition/tree.ts';
import { useExploreStore } from '../../explore-store.ts';
import { useRestQuestion } from '../../use-rest-question.ts';
import { chooseDayBins } from './choose-day-bins.ts';
import { chooseNumberBins } from './choose-number-bins.ts';
import type { Spread, SpreadBin } from './spread.ts';

/** A histogram of a spread. */
export interface SpreadBins {
  readonly bins: readonly PanelBin[];
  /** Customers with 0, who are in no bin; null where 0 is a value like others. */
  readonly zeroes: number | null;
}

/**
 * The histogram of a spread: among the customers that meet a node's other conditions, and among everyone. `waiting` until
 * it is there; null where there is none: nobody has a value, the condition is not finished, or it cannot be asked.
 */
export function useSpread(spread: Spread | null, nodeId: NodeId): SpreadBins | 'waiting' | null {
  const { asOf, snapshot } = useExploreStore();
  const rest = useRestQuestion(nodeId);
  const everyone: Question = { audience: { all: [] }, asOf, snapshot };
  const name = spread === null ? null : nameSpread(spread);
  const isAsked = name !== null;
  const chosen = useQuery({
    queryKey: ['look-ahead', 'bins', everyone, name],
    queryFn: async ({ signal }): Promise<readonly SpreadBin[]> => {
      if (spread === null) return [];
      if (spread.kind === 'day') return chooseDayBins(spread);
      return chooseNumberBins(spread, async (nodes) => {
        const { counts } = await askLookAhead(everyone, nodes.map(writeCondition), signal);
        return counts;
      });
    },
    enabled: isAsked,
  });
  const bins = isAsked ? chosen.data : undefined;
  const conditions = spread === null || bins === undefined ? null : writeBins(spread, bins);
  const own = useKeptLookAhead(rest, conditions);
  const base = useKeptLookAhead(everyone, conditions);
  if (spread === null || !isAsked || chosen.isError || own.isError || base.isError || bins?.length === 0) return null;
  if (bins === undefined || own.data === undefined || base.data === undefined) return 'waiting';
  const [counts, baseCounts] = [own.data.counts, base.data.counts];
  return {
    bins: bins.map((bin, place) => ({ ...bin, count: counts[place] ?? 0, baseCount: baseCounts[place] ?? 0 })),
    zeroes: spread.kind === 'number' && spread.hasZero ? (counts[bins.length] ?? 0) : null,
  };
}

/** The conditions of all bins; where 0 counts apart, without it, and last those with it. */
function writeBins(spread: Spread, bins: readonly SpreadBin[]): readonly JsonObject[] {
  if (spread.kind === 'day' || !spread.hasZero) return bins.map(({ from, to }) => writeCondition(spread.within(from, to)));
  const zero = writeCondition(spread.zero);
  const written = bins.map(({ from, to }) => {
    const condition = writeCondition(spread.within(from, to));
    return holdsZero(from, to) ? { all: [condition, { not: zero }] } : condition;
  });
  return [...written, zero];
}

function holdsZero(from: string | null, to: string | null): boolean {
  return (from === null || Number(from) <= 0) && (to === null || Number(to) > 0);
}

/** A text that is another one where the spread is; null while its condition is not finished. */
function nameSpread(spread: Spread): string | null {
  // Any ends will do: the condition alone tells one spread from another.
  const condition = writeAlone(spread.within('1', '2'));
  const ends = spread.kind === 'day' ? [spread.first, spread.last] : [spread.least, spread.most];
  return condition === null ? null : JSON.stringify([condition, ends]);
}

function writeCondition(node: TreeNode): JsonObject {
  return writeAlone(node) ?? { any: [] };
}

/** A condition by itself; null while it is not finished. */
function writeAlone(node: TreeNode): JsonObject | null {
  const { definition, unfinished } = toDefinition({ ...makeEmptyTree(), children: [node] });
  return unfinished.size > 0 ? null : definition;
}
