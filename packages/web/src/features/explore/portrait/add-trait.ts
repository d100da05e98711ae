import { assertNever, type CatalogAttribute, type TraitPart } from '@silhouette/model';
import { addPanelRange, addPanelValue, type PanelEdit } from '../add-from-panel.ts';
import { insertNode } from '../definition/edit-tree.ts';
import { makeCompareCondition } from '../definition/make-condition.ts';
import type { GroupNode, NodeId } from '../definition/tree.ts';

/** A click on a trait: its part becomes a condition, as a click on the same bar of a panel would make it. */
export function addTrait(
  tree: GroupNode,
  attribute: Pick<CatalogAttribute, 'id' | 'type'>,
  part: TraitPart,
  groupId: NodeId | null = null,
): PanelEdit | null {
  switch (part.kind) {
    case 'value':
      return addPanelValue(tree, attribute, part.value, groupId);
    case 'range':
      return addPanelRange(tree, attribute, part.from, part.to, groupId);
    case 'missing':
    case 'present': {
      const test = { kind: 'exists', exists: part.kind === 'present' } as const;
      const node = { ...makeCompareCondition(attribute.id, {}), test };
      return { tree: insertNode(tree, groupId ?? tree.id, node), node };
    }
    default:
      return assertNever(part);
  }
}
