// One engine in a process of its own, so that its memory is its own and nobody's garbage is collected on its time. Forked by
// engine-client.mjs, which sends one command at a time: {command, ...} is answered by {result} or {error}.
import { setTimeout as sleep } from 'node:timers/promises';
import { readMemory } from './memory.mjs';

/** Each process has the libraries of its own engine only. */
const OPEN = {
  index: async (setup) => (await import('./index-engine.mjs')).openProductEngine('index', setup),
  chdb: async (setup) => (await import('./index-engine.mjs')).openProductEngine('chdb', setup),
  duckdb: async (setup) => (await import('./peer-duckdb.mjs')).openDuckdb(setup),
  mergetree: async (setup) => (await import('./peer-mergetree.mjs')).openMergetree(setup),
  roaring: async (setup) => (await import('./peer-roaring.mjs')).openRoaring(setup),
};
/** Questions that are asked even when the first ones took all the time there is. */
const LEAST_ASKED = 3;
/** One client alone is a person, who does not click again the moment an answer is there. */
const PAUSE_MS = 25;
let opened = null;

const COMMANDS = {
  /** Opens the engine: `name`, `workspaceDir`, `facts`, `dir` (for its own files), `threads`, `clients`. */
  async open({ name, ...setup }) {
    opened = await OPEN[name](setup);
    return { version: opened.version, loadMs: opened.loadMs, sizeBytes: await opened.sizeBytes() };
  },
  cuts: async () => opened.readCuts(),
  /**
   * Asks questions by so many clients at once, each taking the next when it has its answer, until they are all asked or the time is
   * up (a few are asked whatever it takes). One client alone pauses before each question. `way`: how a peer is to answer kinds of questions that it knows two ways for.
   */
  async run({ questions, clients, budgetMs, way }) {
    if (way !== undefined) Object.assign(opened.way, way);
    const prepared = [];
    for (const question of questions) prepared.push(await opened.prepare(question));
    await opened.touch?.(questions);
    const elapsedMs = [];
    const answers = [];
    let next = 0;
    const startedAt = performance.now();
    const mayAsk = () => next < prepared.length && (next < LEAST_ASKED || performance.now() - startedAt < budgetMs);
    const client = async () => {
      while (mayAsk()) {
        const index = next++;
        const { before, ask } = prepared[index];
        await before?.();
        if (clients === 1) await sleep(PAUSE_MS);
        const askedAt = performance.now();
        answers[index] = await ask();
        elapsedMs[index] = performance.now() - askedAt;
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const wallMs = performance.now() - startedAt;
    return { elapsedMs, wallMs, answers: answers.map((answer, index) => prepared[index].describe?.(answer) ?? answer) };
  },
  memory: async () => readMemory(),
  async close() {
    await opened?.close();
    return null;
  },
};

process.on('message', async ({ command, ...parameters }) => {
  try {
    process.send({ result: await COMMANDS[command](parameters) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
  if (command === 'close') process.disconnect();
});
// Nothing outlives the benchmark.
process.on('disconnect', () => process.exit());
