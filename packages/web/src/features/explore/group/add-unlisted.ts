import type { CatalogAttribute } from '@silhouette/model';
import { insertNode } from '../definition/edit-tree.ts';
import { makeCompareCondition, makeValueCompare } from '../definition/make-condition.ts';
import { type AttributeNode, type GroupNode, makeEmptyTree, type TreeNode } from '../definition/tree.ts';
import type { SlotPlace } from '../drag/drop-place.ts';

/** A place for a new condition: between others, or at the end of a group. */
export type NewPlace = SlotPlace | { readonly groupId: string };

/** A click on *No value*: that there is none becomes a condition. */
export function addMissing(tree: GroupNode, attribute: Pick<CatalogAttribute, 'id'>, place: NewPlace): GroupNode {
  return insert(tree, makeExists(attribute.id, false), place);
}

/**
 * A click on *Other values*: that there is a value, and that it is none of those listed. Not for tags, of which a customer
 * may have listed ones and others.
 */
export function addOthers(
  tree: GroupNode,
  attribute: Pick<CatalogAttribute, 'id' | 'type'>,
  listed: readonly string[],
  place: NewPlace,
): GroupNode {
  const unlisted = { ...makeCompareCondition(attribute.id, makeValueCompare(attribute.type, listed)), negated: true };
  // Who has no value has none of those listed either.
  return insert(tree, { ...makeEmptyTree(), children: [makeExists(attribute.id, true), unlisted] }, place);
}

function makeExists(attribute: string, exists: boolean): AttributeNode {
  return { ...makeCompareCondition(attribute, {}), test: { kind: 'exists', exists } };
}

function insert(tree: GroupNode, node: TreeNode, place: NewPlace): GroupNode {
  return insertNode(tree, place.groupId, node, 'index' in place ? place.index : null);
}
