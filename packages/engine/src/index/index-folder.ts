import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** File of an index with its dictionaries, checked by its own CRC. */
export const DICTIONARIES_NAME = 'dictionaries.json';

/** The folder of one snapshot's index. */
export function indexFolder(indexDir: string, snapshot: string): string {
  return join(indexDir, snapshot);
}

/** Removes indexes of snapshots that are not kept, and what builds of dead processes left. */
export function sweepIndexes(indexDir: string, kept: readonly string[]): void {
  for (const name of listFolder(indexDir)) {
    const builder = /\.(\d+)\.partial$/.exec(name);
    const isOrphan = builder === null ? !kept.includes(name) : !isRunning(Number(builder[1]));
    if (isOrphan) rmSync(join(indexDir, name), { recursive: true, force: true });
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
