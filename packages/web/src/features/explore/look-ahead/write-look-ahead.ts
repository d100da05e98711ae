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

/**
 * The question of what the group would be with each condition in a place of the tree. Where all of the outermost group
 * must hold, that is the rest of it and the condition; elsewhere each condition is the whole tree with it. Null when a
 * condition is not finished, or the place is not there.
 */
export function writeLookAhead(tree: GroupNode, place: TrialPlace, nodes: readonly TreeNode[]): LookAheadQuestion | null {
  const groupId = place.kind === 'insert' ? place.groupId : findPlace(tree, place.id)?.group.id;
  if (groupId === undefined) return null;
  const alone = nodes.map((node) => toDefinition({ ...makeEmptyTree(), children: [{ ...node, off: false }] }));
  if (alone.some(({ unfinished }) => unfinished.size > 0)) return null;
  if (groupId === tree.id && tree.mode === 'all' && !tree.negated && !tree.off) {
    const rest = place.kind === 'insert' ? tree : replaceNode(tree, place.id, (node) => ({ ...node, off: true }));
    return { audience: toDefinition(rest).definition, conditions: alone.map(({ definition }) => definition) };
  }
  const whole = (node: TreeNode) =>
    place.kind === 'insert' ? insertNode(tree, groupId, node) : replaceNode(tree, place.id, () => node);
  return {
    audience: { all: [] },
    conditions: nodes.map((node) => toDefinition(whole({ ...node, off: false })).definition),
  };
}
