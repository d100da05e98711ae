import { findPlace, insertNode, replaceNode } from '../definition/edit-tree.ts';
import { type JsonObject, toDefinition } from '../definition/to-definition.ts';
import { type GroupNode, makeEmptyTree, type NodeId, type TreeNode } from '../definition/tree.ts';

/** Where conditions are tried: in the place of one, or as one more of a group. */
export type TrialPlace =
  | { readonly kind: 'replace'; readonly id: NodeId }
  | { readonly kind: 'insert'; readonly groupId: NodeId };

/** What is asked to know what the group would be with each of some conditions. */
export interface LookAheadQuestion {
  readonly audience: JsonObject;
  readonly conditions: readonly JsonObject[];
}

/** A condition as it would be; null: none at all. */
export type Tried = TreeNode | null;

/**
 * The question of what the group would be with each condition in a place of the tree, or with none there. Null when a
 * condition is not finished, or the place is not there.
 */
export function writeLookAhead(tree: GroupNode, place: TrialPlace, tried: readonly Tried[]): LookAheadQuestion | null {
  const groupId = place.kind === 'insert' ? place.groupId : findPlace(tree, place.id)?.group.id;
  if (groupId === undefined) return null;
  const counted = tried.map((node) => (node === null ? null : { ...node, off: false }));
  if (counted.some((node) => node !== null && isUnfinished(node))) return null;
  const without = place.kind === 'insert' ? tree : replaceNode(tree, place.id, (node) => ({ ...node, off: true }));
  return writeTreesAhead(
    tree,
    counted.map((node) => {
      if (node === null) return without;
      return place.kind === 'insert' ? insertNode(tree, groupId, node) : replaceNode(tree, place.id, () => node);
    }),
  );
}

/**
 * The question of what each of some changes of a tree would give as the group. What none of them touches of an outermost
 * `all` is written once: a list of 100,000 customers would stand in each.
 */
export function writeTreesAhead(tree: GroupNode, changed: readonly GroupNode[]): LookAheadQuestion {
  const isPlain = [tree, ...changed].every(({ mode, negated, off }) => mode === 'all' && !negated && !off);
  const kept = changed.map(({ children }) => new Set(children));
  const shared = isPlain ? tree.children.filter((child) => kept.every((children) => children.has(child))) : [];
  const isShared = new Set(shared);
  const write = (group: GroupNode, children: readonly TreeNode[]) => toDefinition({ ...group, children }).definition;
  return {
    audience: write(makeEmptyTree(), shared),
    conditions: changed.map((one) =>
      write(
        one,
        one.children.filter((child) => !isShared.has(child)),
      ),
    ),
  };
}

function isUnfinished(node: TreeNode): boolean {
  return toDefinition({ ...makeEmptyTree(), children: [node] }).unfinished.size > 0;
}
