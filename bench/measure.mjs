// npm run bench: how long loading and answering take here, as Markdown tables. Measures and asserts nothing.
//   npm run bench -- [--customers 200000] [--runs 30] [--also WORKSPACE]…
// --also loads a copy of another workspace as well (its sources must be found from the copy: absolute paths or inside it).
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateDemo, loadWorkspace, openWorkspace } from '../packages/lake/dist/index.js';

const { values: options } = parseArgs({
  options: {
    customers: { type: 'string', default: '200000' },
    runs: { type: 'string', default: '30' },
    also: { type: 'string', multiple: true, default: [] },
    load: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const seconds = (ms) => (ms / 1000).toFixed(1);

// Each load has a process of its own: the peak of its memory is its own too.
if (options.load === undefined) await measureAll();
else process.stdout.write(JSON.stringify(await measureLoad(options.load)));

async function measureAll() {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-bench-'));
  try {
    printMachine();
    for (const workspace of options.also) {
      const copy = join(dir, basename(resolve(workspace)));
      const isDerived = (path) => ['lake', 'index', 'state', 'spool'].some((name) => path === join(resolve(workspace), name));
      cpSync(resolve(workspace), copy, { recursive: true, filter: (path) => !isDerived(path) });
      printLoad(startLoad(copy));
    }
    const demo = join(dir, 'demo');
    await generateDemo({ dir: demo, customers: Number(options.customers), seed: 1 });
    printLoad(startLoad(demo));
    await measureAnswers(demo, Number(options.runs));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function printMachine() {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  console.log(`${machine}, Node ${process.version}, commit ${commit}, ${new Date().toISOString().slice(0, 10)}\n`);
}

function startLoad(dir) {
  const self = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [self, '--load', dir], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.status !== 0) throw new Error(`The load of ${dir} failed with ${child.status}.`);
  return JSON.parse(child.stdout);
}

/** Loads a workspace that has no lake yet; stages in the order they begin, each until the next begins. */
async function measureLoad(dir) {
  const startedAt = performance.now();
  const stages = [];
  const { snapshot } = await loadWorkspace(openWorkspace(dir), {
    nowMs: Date.now(),
    progress: ({ stage }) => {
      if (stages.at(-1)?.stage !== stage) stages.push({ stage, atMs: performance.now() - startedAt });
    },
  });
  const elapsedMs = performance.now() - startedAt;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    name: snapshot.catalog.name,
    customers: snapshot.customersKnown,
    attributes: snapshot.catalog.attributes.length,
    rows: snapshot.catalog.events.reduce((sum, { rows }) => sum + rows, 0),
    stages: stages.map(({ stage, atMs }, index) => ({ stage, ms: (stages[index + 1]?.atMs ?? elapsedMs) - atMs })),
    elapsedMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakBytes: maxRSS * 1024,
  };
}

function printLoad({ name, customers, attributes, rows, stages, elapsedMs, cpuMs, peakBytes }) {
  console.log(`Load of ${name}: ${customers} customers, ${rows} event rows, ${attributes} attributes\n`);
  console.log('| stage | seconds |\n|---|---|');
  const groups = new Map();
  for (const { stage, ms } of stages) {
    const group = /^(Loading|Reading) /.exec(stage)?.[1] ?? stage;
    groups.set(group, (groups.get(group) ?? 0) + ms);
  }
  for (const [group, ms] of groups) console.log(`| ${group} | ${seconds(ms)} |`);
  console.log(
    `| **whole load** (${seconds(cpuMs)} of CPU, peak ${(peakBytes / 2 ** 30).toFixed(1)} GiB) | **${seconds(elapsedMs)}** |\n`,
  );
}

/** Asks a server in a process of its own; no question is asked twice, so that no answer comes from a cache of answers. */
async function measureAnswers(dir, runs) {
  const cli = join(root, 'packages/cli/bin/silhouette.js');
  const server = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0', '--workspace', dir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const url = await readUrl(server);
    const catalog = await (await fetch(`${url}/api/catalog`)).json();
    const panels = catalog.attributes.filter(({ type, hidden }) => type === 'category' && !hidden).slice(0, 12);
    const audience = (run) => ({
      all: [
        { attribute: 'age', gte: 20 + (run % 30) },
        { event: 'purchase', within: { last: 30 + run, unit: 'day' }, sum: { field: 'amount', gte: 10_000 + run * 100 } },
      ],
    });
    const ids = panels.map(({ id }) => id);
    const questions = [
      [`explore, ${ids.length} panels`, '/api/explore', (run) => ({ audience: audience(run), panels: ids })],
      ['explain', '/api/explain', (run) => ({ audience: audience(runs + 1 + run) })],
      [
        'members, first 100',
        '/api/members',
        (run) => ({ audience: audience(2 * (runs + 1) + run), attributes: ids, limit: 100 }),
      ],
    ];
    console.log(`Answers over HTTP, ${runs} runs each, after one that is not counted\n`);
    console.log('| question | median ms | p95 ms |\n|---|---|---|');
    for (const [name, path, bodyOf] of questions) {
      const times = [];
      for (let run = 0; run <= runs; run += 1) times.push(await ask(url + path, bodyOf(run)));
      const sorted = times.slice(1).sort((a, b) => a - b);
      const at = (share) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
      console.log(`| ${name} | ${at(0.5)} | ${at(0.95)} |`);
    }
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await new Promise((done) => server.once('exit', done));
  }
}

async function readUrl(server) {
  let text = '';
  for await (const line of createInterface({ input: server.stdout })) {
    text += line;
    try {
      return JSON.parse(text).url;
    } catch {
      // The JSON goes on in the next line.
    }
  }
  throw new Error('The server ended before it listened.');
}

async function ask(url, body) {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return performance.now() - startedAt;
}
