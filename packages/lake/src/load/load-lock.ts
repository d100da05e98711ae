import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SilhouetteError } from '@silhouette/model';

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

interface Holder {
  readonly file: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Takes the lake's lock. Each process has a lock file of its own, named after machine, process id and the process's
 * start, so a file of a dead process can be removed by anyone without a race: a killed holder never blocks.
 * A process puts its file down, then looks: if another living process has one, it takes its own back and waits.
 * @throws load-running when another load holds it longer than `waitMs`.
 */
export async function acquireLoadLock(lakeDir: string, options: LockOptions): Promise<LoadLock> {
  const folder = join(lakeDir, 'locks');
  mkdirSync(folder, { recursive: true });
  const startedMs = Date.now();
  let told = false;
  for (;;) {
    options.signal?.throwIfAborted();
    let holder = findLivingHolder(folder, null);
    if (holder === null) {
      const own = `${machineName()}~${process.pid}~${processStart(process.pid) ?? '0'}~${randomBytes(4).toString('hex')}.lock`;
      closeSync(openSync(join(folder, own), 'wx'));
      holder = findLivingHolder(folder, own);
      if (holder === null) return { release: () => rmSync(join(folder, own), { force: true }) };
      rmSync(join(folder, own), { force: true });
    }
    if (Date.now() - startedMs >= options.waitMs) throw refuse(folder, holder);
    if (!told) {
      options.onWait?.(`Another load is running (process ${holder.pid} on ${holder.host}); waiting for it to end.`);
      told = true;
    }
    // Uneven pauses: two that saw each other must not keep meeting.
    await sleep(20 + Math.random() * 80);
  }
}

function refuse(folder: string, holder: Holder): SilhouetteError {
  const remedy =
    holder.host === machineName()
      ? 'Wait for it, or end it, and load again.'
      : `If it no longer runs there, remove "${join(folder, holder.file)}" and load again.`;
  return SilhouetteError.of(
    'load-running',
    `Another load of this workspace is running (process ${holder.pid} on ${holder.host}). ${remedy}`,
  );
}

/** A living holder other than `own`; files of dead processes of this machine are removed on the way. */
function findLivingHolder(folder: string, own: string | null): Holder | null {
  for (const file of readdirSync(folder).sort()) {
    if (file === own) continue;
    const [host, pidText, startedAt] = file.replace(/\.lock$/, '').split('~');
    if (host === undefined || startedAt === undefined || !/^\d+$/.test(pidText ?? '')) continue;
    const holder = { file, host, pid: Number(pidText), startedAt };
    if (isAlive(holder)) return holder;
    rmSync(join(folder, file), { force: true });
  }
  return null;
}

function isAlive({ host, pid, startedAt }: Holder): boolean {
  // Of another machine nothing can be known from here.
  if (host !== machineName()) return true;
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

function machineName(): string {
  return hostname().replace(/[^A-Za-z0-9.-]/g, '_');
}
