import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width before an element has been measured. */
const FIRST_PX = 720;

/** How wide an element is, in pixels; followed as it changes. */
export function useWidth(element: RefObject<Element | null>): number {
  const [widthPx, setWidth] = useState(FIRST_PX);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => setWidth(Math.max(1, Math.floor(measured.getBoundingClientRect().width)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return widthPx;
}
