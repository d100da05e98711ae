import { Feedback, PointerActivationConstraints, PointerSensor } from '@dnd-kit/dom';
import { useDraggable } from '@dnd-kit/react';
import { type PointerEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import type { DragData, SlotPlace } from './drop-place.ts';

/** A press that moves less, in pixels, is a click. */
const CLICK_PX = 6;
/** The list stays whole: a copy stays where the row was. */
const PLUGINS = [Feedback.configure({ feedback: 'clone' })];
/** By touch a press scrolls; a tap adds as it does everywhere. */
const SENSORS = [
  PointerSensor.configure({
    activationConstraints: () => [new PointerActivationConstraints.Distance({ value: CLICK_PX })],
    preventActivation: ({ pointerType }) => pointerType === 'touch',
  }),
];

/**
 * Lets a row or bar be dragged into the definition by pointer. Hundreds are listed: each is made ready when a pointer comes
 * over it. The row takes `onPointerEnter` and renders `source`, which shows nothing.
 */
export function useDragSource(element: RefObject<HTMLElement | null>, put: (place: SlotPlace) => void) {
  const [isReady, setReady] = useState(false);
  return {
    onPointerEnter: ({ pointerType }: PointerEvent) => {
      if (pointerType !== 'touch') setReady(true);
    },
    source: isReady ? <DragSource element={element} put={put} /> : null,
  };
}

interface DragSourceProps {
  readonly element: RefObject<HTMLElement | null>;
  readonly put: (place: SlotPlace) => void;
}

function DragSource({ element, put }: DragSourceProps): ReactNode {
  const id = useId();
  const data: DragData = {
    drop: (place) => {
      if (place.kind === 'slot') put({ groupId: place.groupId, index: place.index });
    },
  };
  useDraggable({ id: `new ${id}`, type: 'new', element, data, sensors: SENSORS, plugins: PLUGINS });
  return null;
}
