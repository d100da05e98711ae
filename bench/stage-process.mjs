// A stage of a workspace's life, measured in a process of its own: its peak of memory is its own too, and so are the libraries it
// has to load.
//   node bench/stage-process.mjs load|index|first JSON   prints a report as one line of JSON
import { readMemory } from './memory.mjs';

const [stage, parameters] = [process.argv[2], JSON.parse(process.argv[3])];
const STAGES = { load, index, first };
const startedAt = performance.now();
const report = await STAGES[stage](parameters);
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const { peakBytes } = readMemory();
const measured = { elapsedMs: performance.now() - startedAt, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes };
// Exits when the line is out: what is still open is of no interest.
process.stdout.write(`${JSON.stringify({ ...measured, ...report })}\n`, () => process.exit(0));

/** Loads a workspace that has no lake yet; stages in the order they begin, each until the next begins. */
async function load({ workspace }) {
  const { loadWorkspace, openWorkspace } = await import('../packages/lake/dist/index.js');
  const stages = [];
  const { snapshot } = await loadWorkspace(openWorkspace(workspace), {
    nowMs: Date.now(),
    progress: ({ stage: name }) => {
      if (stages.at(-1)?.stage !== name) stages.push({ stage: name, atMs: performance.now() - startedAt });
    },
  });
  const elapsedMs = performance.now() - startedAt;
  return {
    name: snapshot.catalog.name,
    customers: snapshot.customersKnown,
    attributes: snapshot.catalog.attributes.length,
    rows: snapshot.catalog.events.reduce((sum, { rows }) => sum + rows, 0),
    stages: stages.map(({ stage: name, atMs }, index) => ({ stage: name, ms: (stages[index + 1]?.atMs ?? elapsedMs) - atMs })),
  };
}

/** Builds the index of a loaded workspace. */
async function index({ workspace }) {
  const { buildIndexOf } = await import('./index-engine.mjs');
  await buildIndexOf(workspace);
  return {};
}

/** Opens an engine that nothing has been asked of and asks it one question: a cold start, but for the system's cache of files. */
async function first({ workspace, name, question, facts, peerDir, threads }) {
  const setup = { workspaceDir: workspace, dir: peerDir, threads, clients: 1, facts };
  const engine =
    name === 'duckdb'
      ? await (await import('./peer-duckdb.mjs')).openDuckdb(setup)
      : await (await import('./index-engine.mjs')).openProductEngine(name, setup);
  const { ask } = await engine.prepare(question);
  const { count } = await ask();
  return { count };
}
