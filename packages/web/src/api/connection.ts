import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { ApiError } from './request-json.ts';

interface ConnectionState {
  /** Whether the last thing heard of the server is that it does not answer. */
  readonly isDown: boolean;
  /** When it is asked again, in milliseconds of `Date.now()`; null while it answers, and while it is being asked. */
  readonly nextTryAtMs: number | null;
  /** Asks at once; does nothing while the server answers. */
  readonly tryNow: () => void;
}

/** Whether the server answers. Kept by {@link watchConnection}. */
export const useConnection = create<ConnectionState>()(() => ({ isDown: false, nextTryAtMs: null, tryNow: () => {} }));

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const ASK_TIMEOUT_MS = 5000;

/** Time before the next attempt after `failures` (1 or more) in a row, in milliseconds: doubling, at most 15 s. */
export function waitBeforeRetryMs(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
}

/** Whether an error says that the server did not answer at all, or that it is being stopped. */
export function isSilence(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.failure === 'network' || error.issues.some((issue) => issue.code === 'server-stopping');
}

/**
 * Watches every request: once one meets silence the server is asked, more and more rarely, until it answers; then
 * whatever had failed is asked again. Gives back what ends it.
 */
export function watchConnection(client: QueryClient): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  const schedule = () => {
    failures += 1;
    const waitMs = waitBeforeRetryMs(failures);
    useConnection.setState({ isDown: true, nextTryAtMs: Date.now() + waitMs });
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), waitMs);
  };
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    clearTimeout(timer);
    useConnection.setState({ nextTryAtMs: null });
    const answers = await isServerThere();
    isAsking = false;
    if (!answers) {
      schedule();
      return;
    }
    failures = 0;
    useConnection.setState({ isDown: false, nextTryAtMs: null });
    await client.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' });
  };
  const tryNow = () => {
    if (useConnection.getState().isDown) void ask();
  };
  useConnection.setState({ isDown: false, nextTryAtMs: null, tryNow });
  const stop = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error' || !isSilence(event.action.error)) return;
    if (!useConnection.getState().isDown) schedule();
  });
  // A laptop that wakes up need not wait for its turn.
  addEventListener('online', tryNow);
  return () => {
    clearTimeout(timer);
    removeEventListener('online', tryNow);
    stop();
  };
}

async function isServerThere(): Promise<boolean> {
  try {
    const response = await fetch('/healthz', { signal: AbortSignal.timeout(ASK_TIMEOUT_MS), cache: 'no-store' });
    return response.ok;
  } catch {
    return false;
  }
}
