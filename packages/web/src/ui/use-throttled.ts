import { useEffect, useRef, useState } from 'react';

/** A value that changes at most once in `intervalMs`: the first change at once, the last one always. */
export function useThrottled<T>(value: T, intervalMs: number): T {
  const [shown, setShown] = useState(value);
  const lastAtMs = useRef(0);
  useEffect(() => {
    const waitMs = lastAtMs.current + intervalMs - Date.now();
    const show = () => {
      lastAtMs.current = Date.now();
      setShown(value);
    };
    if (waitMs <= 0) {
      show();
      return;
    }
    const timer = setTimeout(show, waitMs);
    return () => clearTimeout(timer);
  }, [value, intervalMs]);
  return shown;
}
