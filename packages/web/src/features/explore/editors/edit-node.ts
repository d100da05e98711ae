import { replaceNode } from '../definition/edit-tree.ts';
import type {
  AttributeTest,
  AudienceNode,
  CustomersNode,
  EventNode,
  GroupNode,
  NodeId,
  SequenceNode,
} from '../definition/tree.ts';

/** The tree with an attribute's test replaced. */
export function setTest(tree: GroupNode, id: NodeId, test: AttributeTest): GroupNode {
  return replaceNode(tree, id, (node) => (node.kind === 'attribute' ? { ...node, test } : node));
}

/** The tree with a node's `not` set or taken away. */
export function setNegated(tree: GroupNode, id: NodeId, negated: boolean): GroupNode {
  return replaceNode(tree, id, (node) => ({ ...node, negated }));
}

/** The tree with parts of an event condition replaced. */
export function setEvent(tree: GroupNode, id: NodeId, part: Partial<Omit<EventNode, 'kind' | 'id'>>): GroupNode {
  return replaceNode(tree, id, (node) => (node.kind === 'event' ? { ...node, ...part } : node));
}

/** The tree with parts of a sequence replaced. */
export function setSequence(tree: GroupNode, id: NodeId, part: Partial<Omit<SequenceNode, 'kind' | 'id'>>): GroupNode {
  return replaceNode(tree, id, (node) => (node.kind === 'sequence' ? { ...node, ...part } : node));
}

/** The tree with a list's customers replaced. */
export function setCustomers(tree: GroupNode, id: NodeId, part: Partial<Omit<CustomersNode, 'kind' | 'id'>>): GroupNode {
  return replaceNode(tree, id, (node) => (node.kind === 'customers' ? { ...node, ...part } : node));
}

/** The tree with another audience, or another version of it, asked for. */
export function setAudience(tree: GroupNode, id: NodeId, part: Pick<AudienceNode, 'audience' | 'version'>): GroupNode {
  return replaceNode(tree, id, (node) => (node.kind === 'audience' ? { ...node, ...part } : node));
}
