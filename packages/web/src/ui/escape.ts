import type { KeyboardEvent as ReactKeyboardEvent } from 'react';

/** Presses of Escape that only made a hint go. */
const passedOn = new WeakSet<Event>();

/** Says that a press of Escape which makes a hint go is meant for what stands below it, too; for a hint's `onEscapeKeyDown`. */
export function passEscapeOn(event: Event): void {
  passedOn.add(event);
}

/**
 * Closes a window on Escape where the library does not: it gives the key to the topmost layer alone, which may be a hint
 * or a toast that nobody thinks of. For `onKeyDown` of what is closed; does nothing when a layer above took the key.
 */
export function closeOnEscape(event: ReactKeyboardEvent, close: () => void): void {
  const { nativeEvent } = event;
  if (event.key !== 'Escape' || nativeEvent.isComposing) return;
  if (nativeEvent.defaultPrevented && !passedOn.has(nativeEvent)) return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
