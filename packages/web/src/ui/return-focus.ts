/** Where the focus was when a window opened, best first: what opened it, then what opened the window that stood in. */
const openersOf = new WeakMap<Element, readonly HTMLElement[]>();
let last: readonly HTMLElement[] = [];

// What opens a window may be gone when the window is there, as when one window takes the place of another.
globalThis.document?.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement) last = listPlaces(target);
});

/** Remembers where the focus was before a window (a dialog, a drawer) takes it; for `onOpenAutoFocus`. */
export function rememberOpener(event: Event): void {
  if (event.currentTarget instanceof Element) openersOf.set(event.currentTarget, last);
}

/**
 * Gives the focus back when a window closes; for `onCloseAutoFocus`. The library knows triggers of its own only, and
 * would leave the focus nowhere. Where another window has opened meanwhile, the focus stays in it.
 */
export function returnFocus(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof Element)) return;
  const active = document.activeElement;
  const isElsewhere = active !== null && active !== document.body && !event.currentTarget.contains(active);
  if (isElsewhere && active.closest('[role=dialog]') !== null) return;
  openersOf
    .get(event.currentTarget)
    ?.find((place) => place.isConnected && !place.matches(':disabled'))
    ?.focus();
}

/** An element, the button of the menu it is in, and what opened the window it is in. */
function listPlaces(element: HTMLElement): readonly HTMLElement[] {
  const menuButtonId = element.closest('[role=menu]')?.getAttribute('aria-labelledby') ?? '';
  const menuButton = document.getElementById(menuButtonId);
  const around = (menuButton ?? element).closest('[role=dialog]');
  const places = menuButton === null ? [element] : [element, menuButton];
  return [...places, ...((around === null ? undefined : openersOf.get(around)) ?? [])];
}
