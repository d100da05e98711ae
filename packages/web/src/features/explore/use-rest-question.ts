import { useMemo } from 'react';
import type { Question } from '../../api/queries.ts';
import { findPlace, replaceNode } from './definition/edit-tree.ts';
import { toDefinition } from './definition/to-definition.ts';
import type { GroupNode, NodeId } from './definition/tree.ts';
import { useSnapshot } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';

/** The customers among whom a condition chooses: those of all other conditions where it is one of `all`, else everyone. */
export function useRestQuestion(id: NodeId): Question {
  const { tree, asOf } = useExploreStore();
  const snapshot = useSnapshot();
  return useMemo(() => ({ audience: writeRest(tree, id), asOf, snapshot }), [tree, id, asOf, snapshot]);
}

function writeRest(tree: GroupNode, id: NodeId) {
  const place = findPlace(tree, id);
  const isAmongAll = place?.group.id === tree.id && tree.mode === 'all' && !tree.negated;
  if (!isAmongAll) return { all: [] };
  return toDefinition(replaceNode(tree, id, (node) => ({ ...node, off: true }))).definition;
}
