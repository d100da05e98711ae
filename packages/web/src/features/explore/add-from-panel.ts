import type { CatalogAttribute } from '@silhouette/model';
import { findNode, insertNode, replaceNode } from './definition/edit-tree.ts';
import { makeCompareCondition, makeValueCompare, makeValueCondition, readListedValues } from './definition/make-condition.ts';
import type { AttributeNode, AttributeTest, Compare, GroupNode, NodeId, TreeNode } from './definition/tree.ts';
import type { SlotPlace } from './drag/drop-place.ts';
import { shiftDay } from './shift-day.ts';

/** A tree after a click on a panel or a value found, and the condition it made or changed. */
export interface PanelEdit {
  readonly tree: GroupNode;
  readonly node: AttributeNode;
}

/**
 * A click on a bar or on a value found: the value becomes a condition of the outermost group, or of the one chosen for new
 * conditions. Where that is an `all` that already lists values of the attribute the value joins them: two conditions that
 * exclude each other are never what a click means. At a place that it was dragged to it stands by itself.
 */
export function addPanelValue(
  tree: GroupNode,
  attribute: Pick<CatalogAttribute, 'id' | 'type'>,
  value: string,
  groupId: NodeId | null = null,
  place: SlotPlace | null = null,
): PanelEdit {
  if (place !== null) return insertAt(tree, makeValueCondition(attribute, value), place);
  const group = findGroup(tree, groupId);
  const listing = findOwnCondition(group, attribute.id, (test) => test.kind === 'compare' && isList(test.compare));
  if (listing?.test.kind !== 'compare') return append(tree, makeValueCondition(attribute, value), group.id);
  const values = readListedValues(listing.test.compare);
  const compare = makeValueCompare(attribute.type, values.includes(value) ? values : [...values, value]);
  return replace(tree, { ...listing, test: { kind: 'compare', compare } });
}

/** A click or brush on a histogram: [from, to) becomes a condition, in place of an earlier range of that attribute there. */
export function addPanelRange(
  tree: GroupNode,
  attribute: Pick<CatalogAttribute, 'id' | 'type'>,
  from: string | null,
  to: string | null,
  groupId: NodeId | null = null,
): PanelEdit | null {
  if (from === null && to === null) return null;
  const test = makeRangeTest(attribute.type, from, to);
  const group = findGroup(tree, groupId);
  const earlier = findOwnCondition(group, attribute.id, (old) => isRange(old));
  if (earlier !== null) return replace(tree, { ...earlier, test });
  return append(tree, { ...makeCompareCondition(attribute.id, {}), test }, group.id);
}

function makeRangeTest(type: CatalogAttribute['type'], from: string | null, to: string | null): AttributeTest {
  if (type === 'date' || type === 'datetime') {
    // Bins end before `to`; a window includes its last day.
    return { kind: 'within', window: { kind: 'range', from, to: to === null ? null : shiftDay(to, -1) } };
  }
  return { kind: 'compare', compare: { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lt: to }) } };
}

function isList(compare: Compare): boolean {
  return Object.keys(compare).every((operator) => operator === 'in' || operator === 'eq' || operator === 'containsAny');
}

function isRange(test: AttributeTest): boolean {
  if (test.kind === 'within') return test.window.kind === 'range';
  return test.kind === 'compare' && Object.keys(test.compare).every((operator) => /^[gl]te?$/.test(operator));
}

/** The group chosen for new conditions; the outermost where none is, or where it is gone. */
function findGroup(tree: GroupNode, groupId: NodeId | null): GroupNode {
  const chosen = groupId === null ? null : findNode(tree, groupId);
  return chosen?.kind === 'group' ? chosen : tree;
}

/** A plain condition on an attribute among those that all must hold. */
function findOwnCondition(group: GroupNode, attribute: string, fits: (test: AttributeTest) => boolean): AttributeNode | null {
  if (group.mode !== 'all' || group.negated) return null;
  const isOwn = (node: TreeNode): node is AttributeNode =>
    node.kind === 'attribute' && node.attribute === attribute && !node.negated && !node.off && fits(node.test);
  return group.children.find(isOwn) ?? null;
}

function insertAt<T extends TreeNode>(tree: GroupNode, node: T, { groupId, index }: SlotPlace): { tree: GroupNode; node: T } {
  return { tree: insertNode(tree, groupId, node, index), node };
}

function append(tree: GroupNode, node: AttributeNode, groupId: NodeId): PanelEdit {
  return { tree: insertNode(tree, groupId, node), node };
}

function replace(tree: GroupNode, node: AttributeNode): PanelEdit {
  return { tree: replaceNode(tree, node.id, () => node), node };
}
