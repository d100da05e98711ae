import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'silhouette-chdb';

/** A new temporary folder under `parent` (null: the system's), with this machine and process in its name. */
export function createTempFolder(parent: string | null): string {
  const folder = parent ?? tmpdir();
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, `${PREFIX}-${machineName()}-${process.pid}-`));
}

/** Removes the temporary folders under `parent` whose process, of this machine, has died; answers how many. */
export function sweepTempFolders(parent: string | null): number {
  const folder = parent ?? tmpdir();
  let removed = 0;
  for (const name of listFolder(folder)) {
    const match = /^silhouette-chdb-(.*)-(\d+)-[^-]+$/.exec(name);
    if (match === null || match[1] !== machineName() || isAlive(Number(match[2]))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

function machineName(): string {
  return hostname().replace(/[^A-Za-z0-9.]/g, '_');
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // A folder that is not there yet has nothing to sweep.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
