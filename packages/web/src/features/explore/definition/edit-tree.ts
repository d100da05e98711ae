import { type FilterNode, type GroupNode, type NodeId, newNodeId, type TreeNode } from './tree.ts';

/** Where a node stands: its group and its position there. */
export interface NodePlace {
  readonly group: GroupNode;
  readonly index: number;
}

/** The node of an id anywhere in a tree, or null. */
export function findNode(tree: TreeNode, id: NodeId): TreeNode | null {
  if (tree.id === id) return tree;
  if (tree.kind !== 'group') return null;
  for (const child of tree.children) {
    const found = findNode(child, id);
    if (found !== null) return found;
  }
  return null;
}

/** The group that holds a node and its position; null for the root and for unknown ids. */
export function findPlace(tree: GroupNode, id: NodeId): NodePlace | null {
  const index = tree.children.findIndex((child) => child.id === id);
  if (index >= 0) return { group: tree, index };
  for (const child of tree.children) {
    if (child.kind !== 'group') continue;
    const place = findPlace(child, id);
    if (place !== null) return place;
  }
  return null;
}

/** The tree with one node replaced by what `change` makes of it; the same tree when the id is unknown. */
export function replaceNode(tree: GroupNode, id: NodeId, change: (node: TreeNode) => TreeNode): GroupNode {
  const replaced = replaceIn(tree, id, change);
  // The root may only be replaced by a group: the page's root is always one.
  return replaced.kind === 'group' ? replaced : tree;
}

function replaceIn(node: TreeNode, id: NodeId, change: (node: TreeNode) => TreeNode): TreeNode {
  if (node.id === id) return change(node);
  if (node.kind !== 'group') return node;
  let changed = false;
  const children = node.children.map((child) => {
    const replaced = replaceIn(child, id, change);
    changed ||= replaced !== child;
    return replaced;
  });
  return changed ? { ...node, children } : node;
}

/** The tree with a node put into a group at a position (at the end when null). */
export function insertNode(tree: GroupNode, groupId: NodeId, node: TreeNode, index: number | null = null): GroupNode {
  return replaceNode(tree, groupId, (group) => {
    if (group.kind !== 'group') return group;
    const children = [...group.children];
    children.splice(index ?? children.length, 0, node);
    return { ...group, children };
  });
}

/** The tree without a node; groups left empty stay. */
export function removeNode(tree: GroupNode, id: NodeId): GroupNode {
  const place = findPlace(tree, id);
  if (place === null) return tree;
  return replaceNode(tree, place.group.id, (group) =>
    group.kind === 'group' ? { ...group, children: group.children.filter((child) => child.id !== id) } : group,
  );
}

/** The tree with a copy of a node right after it. */
export function duplicateNode(tree: GroupNode, id: NodeId): { readonly tree: GroupNode; readonly copyId: NodeId | null } {
  const place = findPlace(tree, id);
  const node = findNode(tree, id);
  if (place === null || node === null) return { tree, copyId: null };
  const copy = copyNode(node);
  return { tree: insertNode(tree, place.group.id, copy, place.index + 1), copyId: copy.id };
}

/** A node with new ids throughout. */
function copyNode(node: TreeNode): TreeNode {
  const id = newNodeId();
  if (node.kind === 'group') return { ...node, id, children: node.children.map(copyNode) };
  if (node.kind === 'event') return { ...node, id, where: node.where.map(copyFilter) };
  if (node.kind === 'sequence') {
    return { ...node, id, steps: node.steps.map((step) => ({ ...step, id: newNodeId(), where: step.where.map(copyFilter) })) };
  }
  return { ...node, id };
}

function copyFilter(filter: FilterNode): FilterNode {
  const id = newNodeId();
  return filter.kind === 'field' ? { ...filter, id } : { ...filter, id, children: filter.children.map(copyFilter) };
}

/**
 * The tree with a node moved to before position `index` of a group, positions as they are before the move. A move into
 * itself, of the root, or to where it already stands gives the same tree.
 */
export function moveNode(tree: GroupNode, id: NodeId, groupId: NodeId, index: number): GroupNode {
  const place = findPlace(tree, id);
  const node = findNode(tree, id);
  if (place === null || node === null || findNode(node, groupId) !== null) return tree;
  const target = findNode(tree, groupId);
  if (target?.kind !== 'group') return tree;
  const isSameGroup = place.group.id === groupId;
  if (isSameGroup && (index === place.index || index === place.index + 1)) return tree;
  const position = isSameGroup && index > place.index ? index - 1 : index;
  return insertNode(removeNode(tree, id), groupId, node, position);
}

/** Ways a node may move by keyboard or menu. */
export type MoveStep = 'up' | 'down' | 'in' | 'out';

/** Where a step leads, as arguments of {@link moveNode}; null when there is no such place. */
export function findMoveTarget(
  tree: GroupNode,
  id: NodeId,
  step: MoveStep,
): { readonly groupId: NodeId; readonly index: number } | null {
  const place = findPlace(tree, id);
  if (place === null) return null;
  const { group, index } = place;
  if (step === 'up') return index > 0 ? { groupId: group.id, index: index - 1 } : null;
  if (step === 'down') return index < group.children.length - 1 ? { groupId: group.id, index: index + 2 } : null;
  if (step === 'out') {
    const above = findPlace(tree, group.id);
    return above === null ? null : { groupId: above.group.id, index: above.index + 1 };
  }
  const before = group.children[index - 1];
  if (before?.kind === 'group') return { groupId: before.id, index: before.children.length };
  const after = group.children[index + 1];
  return after?.kind === 'group' ? { groupId: after.id, index: 0 } : null;
}

/** The tree with a node put into a new group of its own, of the other mode than the group around it. */
export function wrapNode(tree: GroupNode, id: NodeId): GroupNode {
  const place = findPlace(tree, id);
  if (place === null) return tree;
  const mode = place.group.mode === 'all' ? 'any' : 'all';
  return replaceNode(tree, id, (node) => ({
    kind: 'group',
    id: newNodeId(),
    negated: false,
    off: false,
    mode,
    children: [node],
  }));
}

/** The tree with a group's children in its place; negated groups stay, taking them apart would ask something else. */
export function unwrapGroup(tree: GroupNode, id: NodeId): GroupNode {
  const place = findPlace(tree, id);
  const node = findNode(tree, id);
  if (place === null || node?.kind !== 'group' || !canUnwrap(place.group, node)) return tree;
  return replaceNode(tree, place.group.id, (group) =>
    group.kind === 'group'
      ? { ...group, children: group.children.flatMap((child) => (child.id === id ? node.children : [child])) }
      : group,
  );
}

/** Whether a group may be taken apart within another without asking something else. */
export function canUnwrap(around: GroupNode, group: GroupNode): boolean {
  return !group.negated && !group.off && (group.mode === around.mode || group.children.length <= 1);
}

/** Conditions (not groups) in a tree. */
export function countConditions(node: TreeNode): number {
  if (node.kind !== 'group') return 1;
  return node.children.reduce((sum, child) => sum + countConditions(child), 0);
}
