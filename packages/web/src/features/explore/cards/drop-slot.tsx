import { useDragOperation, useDroppable } from '@dnd-kit/react';
import { useLanguage } from '../../../i18n/language.ts';
import type { NodeId } from '../definition/tree.ts';

/** Where a dragged condition would go. */
export interface SlotData {
  readonly groupId: NodeId;
  readonly index: number;
  readonly [key: string]: unknown;
}

/** A gap between two cards that takes a dragged one; in sight only while something is dragged. */
export function DropSlot({ groupId, index }: SlotData) {
  const { t } = useLanguage();
  const { ref, isDropTarget } = useDroppable<SlotData>({ id: `slot ${groupId} ${index}`, data: { groupId, index } });
  const { source } = useDragOperation();
  const state = source === null || source === undefined ? '' : isDropTarget ? 'is-dragging is-target' : 'is-dragging';
  return (
    <div ref={ref} className={`slot ${state}`} aria-hidden="true">
      {isDropTarget ? <span>{t.definition.dropHere}</span> : null}
    </div>
  );
}
