import { type JsonObject, toDefinition } from '../../definition/to-definition.ts';
import { makeEmptyTree, type TreeNode } from '../../definition/tree.ts';
import type { Spread, SpreadBin } from './spread.ts';

/** The conditions of all bins; where 0 counts apart, without it, and last those with it. */
export function writeBins(spread: Spread, bins: readonly SpreadBin[]): readonly JsonObject[] {
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

/** A condition by itself; while it is not finished, one that nobody meets. */
export function writeCondition(node: TreeNode): JsonObject {
  return writeAlone(node) ?? { any: [] };
}

/** A condition by itself; null while it is not finished. */
export function writeAlone(node: TreeNode): JsonObject | null {
  const { definition, unfinished } = toDefinition({ ...makeEmptyTree(), children: [node] });
  return unfinished.size > 0 ? null : definition;
}
