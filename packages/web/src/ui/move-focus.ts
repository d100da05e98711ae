import type { KeyboardEvent } from 'react';

/** How the items of a menu or of a row of tabs lie. */
interface ItemLayout {
  /** Selector of the items that can have the focus, within the element that listens. */
  readonly items: string;
  readonly direction: 'row' | 'column';
  /** Whether the first follows the last. */
  readonly loops: boolean;
}

const COLUMN: { readonly [key: string]: number } = { ArrowUp: -1, ArrowDown: 1 };
const ROW: { readonly [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1 };
const EDGES: { readonly [key: string]: 'first' | 'last' } = { Home: 'first', PageUp: 'first', End: 'last', PageDown: 'last' };

/**
 * Moves the focus to the item that a key leads to, before the next key can come; for `onKeyDownCapture`. The library
 * moves it a moment later, and a browser that is busy hands over the next key first: End and Enter typed fast would then
 * choose the item that was left. Other keys, and keys with a modifier, are left to the library.
 */
export function moveFocusAtOnce(event: KeyboardEvent<HTMLElement>, { items, direction, loops }: ItemLayout): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const by = (direction === 'row' ? ROW : COLUMN)[event.key];
  const edge = EDGES[event.key];
  if (by === undefined && edge === undefined) return;
  const active = document.activeElement;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(items)];
  const next = findNext(all.length, active instanceof HTMLElement ? all.indexOf(active) : -1, by ?? 0, edge, loops);
  event.preventDefault();
  event.stopPropagation();
  all[next]?.focus();
}

/** The position a step leads to among `count` items; `at` is -1 while none has the focus. */
function findNext(count: number, at: number, by: number, edge: 'first' | 'last' | undefined, loops: boolean): number {
  if (edge !== undefined) return edge === 'first' ? 0 : count - 1;
  if (at < 0) return by > 0 ? 0 : count - 1;
  const next = at + by;
  return loops ? (next + count) % count : Math.min(count - 1, Math.max(0, next));
}

/** Items of a menu: those that cannot be chosen are passed over. */
export const MENU_ITEMS: ItemLayout = {
  items: '[role^=menuitem]:not([data-disabled])',
  direction: 'column',
  loops: false,
};

/** Tabs in a row. */
export const TABS: ItemLayout = { items: '[role=tab]:not([data-disabled])', direction: 'row', loops: true };
