import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A lock that this process holds; the death of the process gives it back, too. */
export interface ProcessLock {
  readonly kind: 'held';
  /** Says something to whoever finds the lock taken, such as an address; at most a few hundred characters. */
  tell(note: string): void;
  release(): void;
}

/** The living process that holds a lock. */
export interface LockHolder {
  readonly kind: 'taken';
  /** Path of its lock file. */
  readonly file: string;
  readonly host: string;
  readonly pid: number;
  /** Whether it runs on this machine: of another one nothing can be known from here. */
  readonly isHere: boolean;
  /** What it told; empty when nothing yet. */
  readonly note: string;
}

/**
 * Takes the lock of a folder (made if need be), or tells who holds it. Each process has a lock file of its own, named
 * after machine, process id and the process's start, so a file of a dead process can be removed by anyone without a
 * race: a killed holder never blocks. A process puts its file down, then looks: if another living process has one, it
 * takes its own back. Two that try at once may therefore both be refused: try again after an uneven pause.
 */
export function takeProcessLock(folder: string): ProcessLock | LockHolder {
  mkdirSync(folder, { recursive: true });
  const before = findLockHolder(folder);
  if (before !== null) return before;
  const own = `${machineName()}~${process.pid}~${processStart(process.pid) ?? '0'}~${randomBytes(4).toString('hex')}.lock`;
  const path = join(folder, own);
  writeFileSync(path, '', { flag: 'wx' });
  const holder = findLivingHolder(folder, own);
  if (holder !== null) {
    rmSync(path, { force: true });
    return holder;
  }
  let isHeld = true;
  return {
    kind: 'held',
    tell: (note) => {
      if (isHeld) writeFileSync(path, note);
    },
    release: () => {
      isHeld = false;
      rmSync(path, { force: true });
    },
  };
}

/** The living process that holds the lock of a folder; null when nobody does. */
export function findLockHolder(folder: string): LockHolder | null {
  return findLivingHolder(folder, null);
}

/** A living holder other than `own`; files of dead processes of this machine are removed on the way. */
function findLivingHolder(folder: string, own: string | null): LockHolder | null {
  for (const name of listFiles(folder)) {
    if (name === own) continue;
    const [host, pidText, startedAt] = name.replace(/\.lock$/, '').split('~');
    if (host === undefined || startedAt === undefined || !/^\d+$/.test(pidText ?? '')) continue;
    const file = join(folder, name);
    const isHere = host === machineName();
    const pid = Number(pidText);
    if (!isHere || isAlive(pid, startedAt)) return { kind: 'taken', file, host, pid, isHere, note: readNote(file) };
    rmSync(file, { force: true });
  }
  return null;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    // Nobody has ever taken it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Given back in this moment.
    return '';
  }
}

function isAlive(pid: number, startedAt: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const started = processStart(pid);
  // A number used again belongs to a process that started at another time.
  return started === null || startedAt === '0' || started === startedAt;
}

/** When a process started, in the kernel's ticks; null where the system does not tell. A zombie counts as gone. */
function processStart(pid: number): string | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // No /proc on this system, or the process has just ended: the signal's answer stands.
    return null;
  }
  // The name, in parentheses, may hold spaces; after it the state is first and the start is the 20th.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
}

/** This machine's name, as lock files carry it. */
function machineName(): string {
  return hostname().replace(/[^A-Za-z0-9.-]/g, '_');
}
