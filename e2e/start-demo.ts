import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDemo } from './prepared-demo.ts';
import { COMMAND, type RunningServer, startServer } from './start-server.ts';

/** A demo being served. */
export interface RunningDemo {
  readonly url: string;
  readonly workspace: string;
  /** Ends the server and waits for it; the workspace stays. `SIGKILL` gives it no time to say goodbye. */
  readonly halt: (signal?: 'SIGINT' | 'SIGKILL') => Promise<void>;
  /** Serves the workspace again, at the same address, after {@link RunningDemo.halt}; does nothing while it is served. */
  readonly resume: () => Promise<void>;
  /** Runs `silhouette load` on the workspace. @throws when it fails */
  readonly load: () => Promise<void>;
  /** Ends the server, waits for it, and removes its workspace. */
  readonly stop: () => Promise<void>;
}

/** Serves a demo of some customers on a free port. @throws when the command ends before it serves */
export async function startDemo(customers: number): Promise<RunningDemo> {
  const workspace = mkdtempSync(join(tmpdir(), 'silhouette-e2e-'));
  const remove = () => rmSync(workspace, { recursive: true, force: true });
  const start = async (): Promise<RunningServer> => {
    await copyDemo(customers, workspace);
    return startServer(['serve', '--port', '0', '--workspace', workspace]);
  };
  let server = await start().catch((error: unknown) => {
    remove();
    throw error;
  });
  const { url } = server;
  let isServed = true;
  return {
    url,
    workspace,
    halt: async (signal = 'SIGINT') => {
      isServed = false;
      await server.end(signal);
    },
    resume: async () => {
      if (isServed) return;
      isServed = true;
      server = await startServer(['serve', '--port', new URL(url).port, '--workspace', workspace]);
    },
    load: () => runToEnd(['load', '--workspace', workspace]),
    stop: async () => {
      await server.end('SIGINT');
      remove();
    },
  };
}

async function runToEnd(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`silhouette ${args.join(' ')} ended with ${code}:\n${said}`);
}
