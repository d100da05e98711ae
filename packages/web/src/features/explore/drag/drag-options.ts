import { Accessibility, type DragDropManagerInput, StyleInjector } from '@dnd-kit/dom';
import { PointerSensor } from '@dnd-kit/react';
import { readStyleNonce } from '../../../app/style-nonce.ts';

/**
 * Dragging is for pointers only. By keyboard and screen reader cards move by their menu and by Alt with an arrow, panels
 * by arrows on their handle, which say what they did in the page's language; the library would speak English.
 */
export const DRAG_SENSORS: NonNullable<DragDropManagerInput['sensors']> = [PointerSensor];

/** The library's own plugins but for the one that speaks. */
export const chooseDragPlugins: NonNullable<DragDropManagerInput['plugins']> = (defaults) => {
  const nonce = readStyleNonce();
  const plugins = defaults.filter((plugin) => plugin !== Accessibility);
  // The library writes styles into the page: the content policy lets them through by the nonce.
  return nonce === null ? plugins : [...plugins, StyleInjector.configure({ nonce })];
};
