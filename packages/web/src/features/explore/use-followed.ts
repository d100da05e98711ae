import { useEffect, useRef } from 'react';

/** How closely what is asked follows what is on the page. */
interface Pace {
  /** Least time between two questions. */
  readonly leastMs: number;
  /** While an answer is awaited the next question waits for it at most this long. */
  readonly patienceMs: number;
  /** After an answer the next question waits this many times what the answer took, so that others have the server; default 0. */
  readonly rest?: number;
}

/**
 * Moves `asked` to `wanted` no faster than answers come: the first change at once, the last always, and in between the
 * newest as soon as the answer before it is there. An answer that takes longer than the patience is given up for the
 * newest question, so that a slow one never holds up the page.
 */
export function useFollowed<T>(wanted: T, asked: T, isBusy: boolean, ask: (wanted: T) => void, pace: Pace): void {
  const lastAtMs = useRef(0);
  const tookMs = useRef(0);
  const { leastMs, patienceMs, rest = 0 } = pace;
  useEffect(() => {
    if (!isBusy) return;
    return () => {
      tookMs.current = performance.now() - lastAtMs.current;
    };
  }, [isBusy]);
  useEffect(() => {
    if (asked === wanted) return;
    const paceMs = Math.min(patienceMs, Math.max(leastMs, rest === 0 ? 0 : tookMs.current * (1 + rest)));
    const waitMs = lastAtMs.current + (isBusy ? patienceMs : paceMs) - performance.now();
    const move = () => {
      lastAtMs.current = performance.now();
      ask(wanted);
    };
    if (waitMs <= 0) {
      move();
      return;
    }
    const timer = setTimeout(move, waitMs);
    return () => clearTimeout(timer);
  }, [wanted, asked, isBusy, ask, leastMs, patienceMs, rest]);
}
