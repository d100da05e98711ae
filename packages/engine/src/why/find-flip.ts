import type { Predicate } from '@silhouette/model';

/** A node of a tree that was judged for one customer; leaves have no children. */
export interface JudgedNode {
  /** Place in the list of nodes, which is in the order of the tree. */
  readonly number: number;
  readonly kind: Predicate['kind'];
  readonly holds: boolean;
  readonly children: readonly JudgedNode[];
}

/** Leaves whose verdicts have to change, by their numbers in tree order. */
interface Change {
  readonly leaves: readonly number[];
}

/**
 * The fewest leaves whose verdicts have to change for the verdict of the whole to change, each leaf by itself; of several such
 * sets the one whose parts stand first in the tree. Null where no change of leaves can do it: a group without conditions.
 */
export function findFlip(root: JudgedNode): readonly number[] | null {
  return findChange(root, !root.holds)?.leaves ?? null;
}

/** What has to change for a node to have the verdict that is wanted; null where nothing can. */
function findChange(node: JudgedNode, wanted: boolean): Change | null {
  if (node.holds === wanted) return { leaves: [] };
  switch (node.kind) {
    case 'not': {
      const [child] = node.children;
      return child === undefined ? null : findChange(child, !wanted);
    }
    case 'all':
      return wanted ? changeAll(node.children, true) : changeOne(node.children, false);
    case 'any':
      return wanted ? changeOne(node.children, true) : changeAll(node.children, false);
    default:
      return { leaves: [node.number] };
  }
}

function changeAll(children: readonly JudgedNode[], wanted: boolean): Change | null {
  // A group without conditions has its verdict for ever, but one with children that is not as wanted has one to change.
  if (children.length === 0) return null;
  const leaves: number[] = [];
  for (const child of children) {
    const change = findChange(child, wanted);
    if (change === null) return null;
    for (const leaf of change.leaves) leaves.push(leaf);
  }
  return { leaves };
}

function changeOne(children: readonly JudgedNode[], wanted: boolean): Change | null {
  let best: Change | null = null;
  for (const child of children) {
    const change = findChange(child, wanted);
    if (change !== null && (best === null || change.leaves.length < best.leaves.length)) best = change;
  }
  return best;
}
