import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line, built. */
export const COMMAND = fileURLToPath(new URL('../packages/cli/bin/silhouette.js', import.meta.url));

/** A server process that has said where it listens. */
export interface RunningServer {
  readonly url: string;
  /** Ends it and waits for that. */
  readonly end: (signal: 'SIGINT' | 'SIGKILL') => Promise<void>;
}

/** Runs `silhouette` with arguments that make it serve. @throws when it ends before it serves */
export async function startServer(args: readonly string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let said = '';
  const url = await new Promise<string>((found, failed) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const match = /https?:\/\/[\w.[\]:]*:\d+/.exec(String(chunk));
      if (match !== null) found(match[0]);
    });
    void ended.then(() => failed(new Error(`The command ended before it served:\n${said}`)));
  });
  return {
    url,
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
