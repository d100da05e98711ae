import { rmSync } from 'node:fs';
import { drainPending, Session } from 'chdb';
import { createTempFolder, sweepTempFolders } from './temp-folder.ts';

/**
 * The one ClickHouse of this process. libchdb has a single data folder per process, so every {@link ChdbSession}
 * shares it; it comes with the first and goes with the last.
 */
interface Engine {
  readonly folder: string;
  users: number;
}

let engine: Engine | null = null;
/** Opening and closing wait for each other: a folder cannot open while another is being let go. */
let gate: Promise<unknown> = Promise.resolve();
let exitHookInstalled = false;

/** Takes a share of the process's ClickHouse and answers its folder; `tempParent` counts only for the first. */
export function acquireEngine(tempParent: string | null): Promise<string> {
  return enter(async () => {
    if (engine === null) {
      await drainPending();
      sweepTempFolders(tempParent);
      engine = { folder: createTempFolder(tempParent), users: 0 };
    }
    engine.users += 1;
    return engine.folder;
  });
}

/** Gives the share back; the last one closes ClickHouse and removes its folder. All connections must be closed. */
export function releaseEngine(): Promise<void> {
  return enter(async () => {
    if (engine === null) return;
    engine.users -= 1;
    if (engine.users > 0) return;
    const { folder } = engine;
    engine = null;
    await drainPending();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A new connection to the process's ClickHouse: one statement at a time each, several connections at once. */
export function connectEngine(folder: string, settings: readonly string[]): Session {
  const session = new Session(folder, { connectionArgs: settings });
  installExitHook();
  return session;
}

function enter<T>(task: () => Promise<T>): Promise<T> {
  const result = gate.then(task);
  gate = result.catch(() => undefined);
  return result;
}

// The process cannot end before its queries have: a process that ends without closing its sessions stops them, lets chdb
// (whose hook comes after) close the connections, and removes the folder. A killed one leaves it to the next one's sweep.
function installExitHook(): void {
  if (exitHookInstalled) return;
  exitHookInstalled = true;
  process.prependListener('exit', killQueries);
  process.on('exit', () => {
    if (engine !== null) rmSync(engine.folder, { recursive: true, force: true });
  });
}

function killQueries(): void {
  if (engine === null) return;
  try {
    new Session(engine.folder).query('KILL QUERY WHERE query_id != queryID() ASYNC');
  } catch {
    // At the very end there is nobody to tell; the process then ends when its queries do.
  }
}
