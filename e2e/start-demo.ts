import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A demo being served. */
export interface RunningDemo {
  readonly url: string;
  /** Ends the server, waits for it, and removes its workspace. */
  readonly stop: () => Promise<void>;
}

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/silhouette.js', import.meta.url));

/** Makes and serves a demo of some customers on a free port. @throws when the command ends before it serves */
export async function startDemo(customers: number): Promise<RunningDemo> {
  const workspace = mkdtempSync(join(tmpdir(), 'silhouette-e2e-'));
  const options = ['--customers', String(customers), '--no-open', '--port', '0', '--workspace', workspace];
  const child = spawn(process.execPath, [COMMAND, 'demo', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
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
    void ended.then(() => failed(new Error(`The demo ended before it was served:\n${said}`)));
  }).catch((error: unknown) => {
    rmSync(workspace, { recursive: true, force: true });
    throw error;
  });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    rmSync(workspace, { recursive: true, force: true });
  };
  return { url, stop };
}
