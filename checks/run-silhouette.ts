import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const COMMAND = join(ROOT, 'packages/cli/bin/silhouette.js');

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** Runs the built command line. */
export function runSilhouette(args: readonly string[], input = ''): Promise<CommandResult> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) =>
      done({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
        elapsedMs: performance.now() - startedAtMs,
      }),
    );
  });
}

/** Runs a command with `--json` and reads its document; throws with what it printed when it did not end with 0. */
export async function runJson(args: readonly string[], input = ''): Promise<Record<string, unknown>> {
  const result = await runSilhouette([...args, '--json'], input);
  if (result.code !== 0)
    throw new Error(`silhouette ${args.join(' ')} ended with ${result.code}: ${result.stdout}${result.stderr}`);
  return JSON.parse(result.stdout);
}

/** The rows of a SELECT. */
export async function selectRows(workspace: string, sql: string): Promise<unknown[][]> {
  const { rows } = await runJson(['sql', sql, '--workspace', workspace]);
  return rows as unknown[][];
}
