/**
 * Keeps the focus in a part of the page, for its `ref`: who works by keyboard would begin at the top again when what had it
 * goes, as a row does that is removed, or cannot be pressed for a while. It then goes to the nearest heading that is left, or
 * back once the wait is over; where it was taken elsewhere on purpose it stays there.
 */
export function keepFocus(part: HTMLElement | null): (() => void) | undefined {
  if (part === null) return undefined;
  /** What had the focus, and what it stood in, innermost first. */
  let trail: readonly HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    trail = listTrail(target, part);
  };
  const forget = () =>
    // Only now it shows whether it was left, or went.
    queueMicrotask(() => {
      const [place] = trail;
      if (place !== undefined && isUsable(place) && document.activeElement !== place) trail = [];
    });
  const bringBack = () => {
    const [place, ...around] = trail;
    if (place === undefined || (document.activeElement !== null && document.activeElement !== document.body)) return;
    if (isUsable(place)) return place.focus();
    if (place.isConnected) return;
    const home = around.map((outer) => (outer.isConnected ? outer.querySelector('h1, h2') : null)).find((one) => one !== null);
    if (!(home instanceof HTMLElement)) return;
    home.tabIndex = -1;
    home.focus();
  };
  // Menus and windows give the focus back themselves in the moment after they went.
  const observer = new MutationObserver(() => setTimeout(bringBack));
  observer.observe(part, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  part.addEventListener('focusin', remember);
  part.addEventListener('focusout', forget);
  return () => {
    observer.disconnect();
    part.removeEventListener('focusin', remember);
    part.removeEventListener('focusout', forget);
    trail = [];
  };
}

function isUsable(place: HTMLElement): boolean {
  return place.isConnected && !place.matches(':disabled');
}

function listTrail(target: EventTarget | null, part: HTMLElement): readonly HTMLElement[] {
  const trail: HTMLElement[] = [];
  for (let one = target instanceof HTMLElement ? target : null; one !== null; one = one.parentElement) {
    trail.push(one);
    if (one === part) return trail;
  }
  return [];
}
