import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const COMMAND = resolve(import.meta.dirname, '../bin/silhouette.js');

/** The built server of a workspace, in a process of its own. */
export interface ServedCli {
  readonly url: string;
  readonly pid: number | undefined;
  /** Ends it and waits until it has. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Serves a workspace on a free port. */
export async function serveCli(dir: string): Promise<ServedCli> {
  const args = [COMMAND, 'serve', '--port', '0', '--json', '--workspace', dir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const [chunk] = await once(child.stdout, 'data');
  return {
    url: JSON.parse(String(chunk)).url,
    pid: child.pid,
    end: async (signal) => {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      running.delete(child);
    },
  };
}

/** Ends every server that a test has left; for `afterAll`. */
export function killServers(): void {
  for (const child of running) child.kill('SIGKILL');
}
