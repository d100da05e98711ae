import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SilhouetteError } from '@silhouette/model';
import { type LockHolder, takeProcessLock } from '../lock/process-lock.ts';

/** How the lock is waited for. */
export interface LockOptions {
  /** Longest wait, ms. */
  readonly waitMs: number;
  /** Told once, when another load holds the lock. */
  readonly onWait?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The right to write to a lake; `release` gives it back, and so does the death of the process. */
export interface LoadLock {
  release(): void;
}

/**
 * Takes the lake's lock, waiting for another load to end.
 * @throws load-running when another load holds it longer than `waitMs`.
 */
export async function acquireLoadLock(lakeDir: string, options: LockOptions): Promise<LoadLock> {
  const folder = join(lakeDir, 'locks');
  const startedMs = Date.now();
  let told = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const lock = takeProcessLock(folder);
    if (lock.kind === 'held') return lock;
    if (Date.now() - startedMs >= options.waitMs) throw refuse(lock);
    if (!told) {
      options.onWait?.(`Another load is running (process ${lock.pid} on ${lock.host}); waiting for it to end.`);
      told = true;
    }
    // Uneven pauses: two that saw each other must not keep meeting.
    await sleep(20 + Math.random() * 80);
  }
}

function refuse(holder: LockHolder): SilhouetteError {
  const remedy = holder.isHere
    ? 'Wait for it, or end it, and load again.'
    : `If it no longer runs there, remove "${holder.file}" and load again.`;
  return SilhouetteError.of(
    'load-running',
    `Another load of this workspace is running (process ${holder.pid} on ${holder.host}). ${remedy}`,
  );
}
