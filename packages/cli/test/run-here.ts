import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCli as runMain } from '../src/main.ts';
import type { CliOptions, CliResult } from './run-cli.ts';

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command in this process, one after another: as `runCli`, without the start of a process, which takes longer than most commands.
 * That a command ends by itself, and its exit code outside, are tested with `runCli`.
 */
export function runHere(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = turn.then(() => runInProcess(args, options));
  turn = result.catch(() => {});
  return result;
}

async function runInProcess(args: readonly string[], { input = '', cwd, env = {} }: CliOptions): Promise<CliResult> {
  const before = { env: process.env, cwd: process.cwd(), exitCode: process.exitCode, listeners: countSignalListeners() };
  const { SILHOUETTE_WORKSPACE: _, ...inherited } = process.env;
  const streams = {
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  const own = Object.entries(streams).map(([name]) => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  for (const [name, value] of Object.entries(streams)) Object.defineProperty(process, name, { value, configurable: true });
  const told = Promise.all([text(streams.stdout), text(streams.stderr)]);
  process.env = { ...inherited, ...env };
  process.exitCode = undefined;
  let code: number;
  try {
    if (cwd !== undefined) process.chdir(cwd);
    await runMain(args);
    code = Number(process.exitCode ?? 0);
  } finally {
    for (const [name, descriptor] of own) if (descriptor !== undefined) Object.defineProperty(process, name, descriptor);
    process.env = before.env;
    process.exitCode = before.exitCode;
    process.chdir(before.cwd);
    streams.stdout.end();
    streams.stderr.end();
  }
  if (countSignalListeners() !== before.listeners) throw new Error('The command left a listener of a signal.');
  const [stdout, stderr] = await told;
  return { code, stdout, stderr };
}

function countSignalListeners(): number {
  return process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
}
