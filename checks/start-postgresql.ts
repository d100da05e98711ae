import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEBIAN = '/usr/lib/postgresql';
/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const NONE = 'No PostgreSQL was found: install one (Debian: apt-get install postgresql).';

/** A PostgreSQL server of its own: an empty database on a free port of loopback, gone when stopped. */
export interface StartedPostgresql {
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL from Debian's package. @throws where none is installed */
export async function startPostgresql(): Promise<StartedPostgresql> {
  const bin = findPrograms();
  if (bin === null) throw new Error(NONE);
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-postgresql-'));
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) chownSync(dir, NOBODY, NOBODY);
  chmodSync(dir, 0o700);
  const data = join(dir, 'data');
  const settings = ['--auth=trust', '--username=silhouette', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), ['-D', data, ...settings], {
    ...identity,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await findFreePort();
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', `${port}`, '-k', dir], {
    ...identity,
    cwd: dir,
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      // Fast shutdown: connections are ended, what was committed is written.
      server.kill('SIGINT');
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  for (let tries = 0; !isReady(bin, port); tries += 1) {
    if (tries === 300 || server.exitCode !== null) {
      await stop();
      throw new Error('PostgreSQL did not start.');
    }
    await sleep(100);
  }
  const version = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
  return { url: `postgresql://silhouette@127.0.0.1:${port}/postgres`, version, stop };
}

function isReady(bin: string, port: number): boolean {
  try {
    execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Folder of the newest PostgreSQL's programs; null without one. */
export function findPrograms(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const versions = readdirSync(DEBIAN).filter((name) => existsSync(join(DEBIAN, name, 'bin', 'postgres')));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

/** Installs Debian's package, and returns the folder of its programs. @throws when it cannot be installed */
export function installPrograms(): string {
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], quiet);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], quiet);
  const found = findPrograms();
  if (found === null) throw new Error(NONE);
  return found;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  server.close();
  await once(server, 'close');
  return address.port;
}
