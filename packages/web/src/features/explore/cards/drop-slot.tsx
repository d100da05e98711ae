import { useDragOperation, useDroppable } from '@dnd-kit/react';
import { useId } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { PANEL_TYPE, type SlotPlace } from '../drag/drop-place.ts';

/** A gap between two cards that takes what is dragged: a card, a row of the catalog, a bar. In sight only meanwhile. */
export function DropSlot({ groupId, index }: SlotPlace) {
  const { t } = useLanguage();
  const { ref, isDropTarget } = useDroppable({
    // Not by its place: when a condition comes or goes the slots after it would take each other's names.
    id: `slot ${useId()}`,
    data: { groupId, index },
    accept: (source) => source.type !== PANEL_TYPE,
  });
  const { source } = useDragOperation();
  const state =
    source === null || source === undefined || source.type === PANEL_TYPE
      ? ''
      : isDropTarget
        ? 'is-dragging is-target'
        : 'is-dragging';
  return (
    <div ref={ref} className={`slot ${state}`} aria-hidden="true">
      {isDropTarget ? <span>{t.definition.dropHere}</span> : null}
    </div>
  );
}
