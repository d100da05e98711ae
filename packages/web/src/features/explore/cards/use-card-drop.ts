import { useLanguage } from '../../../i18n/language.ts';
import { moveNode } from '../definition/edit-tree.ts';
import type { TreeNode } from '../definition/tree.ts';
import type { DragData } from '../drag/drop-place.ts';
import { useExploreStore } from '../explore-store.ts';
import { useNodeName } from './node-name.ts';

/** What a card does where it is let go: it moves there. */
export function useCardDrop(node: TreeNode): DragData {
  const { t } = useLanguage();
  const name = useNodeName(node);
  const edit = useExploreStore((state) => state.edit);
  return {
    drop: (place) => {
      if (place.kind !== 'slot') return;
      edit((now) => moveNode(now, node.id, place.groupId, place.index), {
        announce: t.definition.moved(name),
      });
    },
  };
}
