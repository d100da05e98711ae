// The data: a demo workspace, made and loaded once and kept for further runs, and what stages of a life take in a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { generateDemo } from '../packages/lake/dist/index.js';

export const root = fileURLToPath(new URL('..', import.meta.url));
const STAGE = fileURLToPath(new URL('stage-process.mjs', import.meta.url));
const CLI = join(root, 'packages/cli/bin/silhouette.js');

/** The commit that is measured; a `+` when files differ from it. */
export function readCommit() {
  const git = (...parameters) => spawnSync('git', parameters, { cwd: root, encoding: 'utf8' }).stdout.trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'packages', 'bench') === '' ? '' : '+'}`;
}

/** A loaded demo workspace in `dir`, and what its making and its load took (whenever that was). */
export async function makeDemo({ dir, customers, events, seed, isAnew }) {
  const name = `demo-${customers}-${events ?? 'all'}-${seed}`;
  const workspace = join(dir, name);
  const notes = join(dir, `${name}.json`);
  if (!isAnew && existsSync(notes) && existsSync(workspace))
    return { workspace, ...JSON.parse(readFileSync(notes, 'utf8')), isReused: true };
  mkdirSync(workspace, { recursive: true });
  // Left by a run that was stopped before it was loaded.
  for (const folder of ['lake', 'index']) rmSync(join(workspace, folder), { recursive: true, force: true });
  const { elapsedMs: makeMs } = await generateDemo({ dir: workspace, customers, seed, ...(events === null ? {} : { events }) });
  const made = {
    makeMs,
    load: await runStage('load', { workspace }),
    commit: readCommit(),
    day: new Date().toISOString().slice(0, 10),
  };
  writeFileSync(notes, `${JSON.stringify(made, null, 2)}\n`);
  return { workspace, ...made, isReused: false };
}

/**
 * A stage of stage-process.mjs in a process of its own; its report, with the time from the start of the process to the report.
 */
export async function runStage(stage, parameters) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [STAGE, stage, JSON.stringify(parameters)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let report;
  for await (const line of createInterface({ input: child.stdout }))
    report ??= { ...JSON.parse(line), sinceStartMs: performance.now() - startedAt };
  const code = await ended;
  if (code !== 0 || report === undefined) throw new Error(`The stage "${stage}" failed with ${code}.`);
  return report;
}

/** A new workspace for files of one's own, with the catalog that `silhouette init` writes. */
export function initWorkspace(dir, file) {
  rmSync(dir, { recursive: true, force: true });
  const init = spawnSync(process.execPath, [CLI, 'init', dir, file], { encoding: 'utf8' });
  if (init.status !== 0) throw new Error(`silhouette init failed: ${init.stderr}`);
  return dir;
}

/** Bytes of all files in a folder; 0 when there is none. */
export async function folderBytes(dir) {
  if (!existsSync(dir)) return 0;
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Starts `silhouette serve` on a workspace: its address, and how to stop it. */
export async function startServer(workspace) {
  const server = spawn(process.execPath, [CLI, 'serve', '--json', '--port', '0', '--workspace', workspace], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = async () => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  };
  let text = '';
  for await (const line of createInterface({ input: server.stdout })) {
    text += line;
    try {
      return { url: JSON.parse(text).url, stop };
    } catch {
      // The JSON goes on in the next line.
    }
  }
  throw new Error('The server ended before it listened.');
}
