import { setTimeout as sleep } from 'node:timers/promises';
import { findLockHolder } from '@silhouette/lake';
import { storeLockDir } from './open-store.ts';

const ADDRESS_WAIT_MS = 5_000;

/** Where the process that has the embedded database of a folder of state open answers; null when nobody has it, or one that answers nowhere. */
export async function findStoreServer(stateDir: string): Promise<string | null> {
  const startedAtMs = performance.now();
  for (;;) {
    const holder = findLockHolder(storeLockDir(stateDir));
    if (holder === null || !holder.isHere) return null;
    if (holder.note !== '') return holder.note;
    // A server that is starting has not said yet; a command gives the store back soon.
    if (performance.now() - startedAtMs > ADDRESS_WAIT_MS) return null;
    await sleep(50);
  }
}
