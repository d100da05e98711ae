import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { GroupNode } from '../definition/tree.ts';

/** The card that holds an element, by its node's id. */
const CARD = '[data-node-id]';

/**
 * Keeps the keyboard's place when cards move, go or come back: the focus that a change of the tree took away returns to
 * the menu of the same card, else of the card now in its place, else to the definition itself.
 */
export function useKeptFocus(container: RefObject<HTMLElement | null>, tree: GroupNode): void {
  const last = useRef<{ readonly id: string; readonly place: number } | null>(null);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const note = (event: FocusEvent) => {
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>(CARD) : null;
      const id = card?.dataset.nodeId;
      last.current = card === null || id === undefined ? null : { id, place: listCards(element).indexOf(card) };
    };
    // Focus elsewhere on the page is no loss.
    const forget = (event: FocusEvent) => {
      const isMenu = event.target instanceof Element && event.target.closest('[role=menu]') !== null;
      if (event.target instanceof Node && !element.contains(event.target) && !isMenu) last.current = null;
    };
    element.addEventListener('focusin', note);
    document.addEventListener('focusin', forget);
    return () => {
      element.removeEventListener('focusin', note);
      document.removeEventListener('focusin', forget);
    };
  }, [container]);
  const shown = useRef(tree);
  useLayoutEffect(() => {
    if (shown.current === tree) return;
    shown.current = tree;
    const from = last.current;
    if (from === null) return;
    const restore = () => {
      const active = document.activeElement;
      if (active !== null && active !== document.body) return;
      const element = container.current;
      if (element === null) return;
      const cards = listCards(element);
      const card = cards.find(({ dataset }) => dataset.nodeId === from.id) ?? cards[Math.min(from.place, cards.length - 1)];
      const target =
        card?.querySelector<HTMLElement>('[aria-haspopup=menu]') ??
        card?.querySelector<HTMLElement>('button') ??
        element.querySelector<HTMLElement>('#definition');
      target?.focus();
    };
    restore();
    // A menu that closes gives the focus back after the change, to a button that may be gone.
    const timer = setTimeout(restore, 60);
    return () => clearTimeout(timer);
  }, [container, tree]);
}

function listCards(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(CARD)];
}
