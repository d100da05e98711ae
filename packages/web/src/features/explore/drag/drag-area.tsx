import { DragDropProvider } from '@dnd-kit/react';
import type { ReactNode } from 'react';
import { chooseDragPlugins, DRAG_SENSORS } from './drag-options.ts';
import type { DropPlace } from './drop-place.ts';

/** Within it cards, rows of the catalog and bars can be dragged between the conditions, and panels among each other. */
export function DragArea({ children }: { readonly children: ReactNode }) {
  return (
    <DragDropProvider
      sensors={DRAG_SENSORS}
      plugins={chooseDragPlugins}
      onDragEnd={({ canceled, operation: { source, target } }) => {
        const drop: unknown = source?.data.drop;
        const place = readPlace(target?.data ?? {});
        if (!canceled && typeof drop === 'function' && place !== null) drop(place);
      }}
    >
      {children}
    </DragDropProvider>
  );
}

function readPlace({ groupId, index }: { readonly groupId?: unknown; readonly index?: unknown }): DropPlace | null {
  if (typeof index !== 'number') return null;
  return typeof groupId === 'string' ? { kind: 'slot', groupId, index } : { kind: 'panel', index };
}
