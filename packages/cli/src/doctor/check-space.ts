import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import type { Workspace } from '@silhouette/lake';
import { formatBytes } from '../terminal/format.ts';
import type { Finding } from './finding.ts';

/** A load writes beside what is there; the database and exports need room to be written at all. */
const LEAST_FREE_BYTES = { lake: 2_000_000_000, state: 200_000_000 } as const;

/** Room on the disk of the lake, and on that of the state where it is another. */
export async function checkSpace(workspace: Workspace): Promise<readonly Finding[]> {
  const lake = existsSync(workspace.lakeDir) ? workspace.lakeDir : workspace.dir;
  const state = existsSync(workspace.stateDir) ? workspace.stateDir : workspace.dir;
  const isOne = (await stat(lake)).dev === (await stat(state)).dev;
  const findings = [
    await checkDisk('disk', lake, LEAST_FREE_BYTES.lake, 'a load writes beside what is there: make room before the next one'),
  ];
  if (isOne) return findings;
  const remedy = 'saves and exports fail when it is full: make room';
  return [...findings, await checkDisk('disk of state', state, LEAST_FREE_BYTES.state, remedy)];
}

async function checkDisk(check: string, dir: string, leastBytes: number, remedy: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const message = `${formatBytes(free)} free`;
  if (free === 0) return { check, state: 'problem', message: `${dir} is full; ${remedy}` };
  return free < leastBytes ? { check, state: 'warning', message: `${message}; ${remedy}` } : { check, state: 'ok', message };
}
