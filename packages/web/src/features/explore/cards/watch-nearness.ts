/** How far from the part in sight a card counts as near. */
const MARGIN = '600px 0px';

const listeners = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | null = null;

/** Tells whether an element is near the part of the page in sight, at once and whenever that changes; gives back what ends it. */
export function watchNearness(element: Element, tell: (isNear: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      // An element that moved twice meanwhile is told of as it is now.
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    // The columns of the page scroll by themselves: without a margin of their own cards would come late.
    Object.assign({ rootMargin: MARGIN }, { scrollMargin: MARGIN }),
  );
  const watching = observer;
  listeners.set(element, tell);
  watching.observe(element);
  return () => {
    listeners.delete(element);
    watching.unobserve(element);
  };
}
