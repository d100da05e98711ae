// What a view costs: npm run bench:scope -- --workspace DIR [--scope JSON | --smallest-group 10] [--runs 80]. The same random questions
// with twelve panels are asked of the index with and without the row scope (or with exact numbers and without the right to small groups), in
// turn and in changing order, and medians and 95th percentiles are printed.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Engines, prepareQuestion, RandomSource, viewSnapshot } from '../packages/engine/dist/index.js';
import { openWorkspace, readCurrentSnapshot } from '../packages/lake/dist/index.js';
import { parseJsonText } from '../packages/model/dist/index.js';
import { gatherFacts } from './facts.mjs';
import { drawQuestions } from './questions.mjs';
import { quantile } from './table.mjs';

/** The goal: the 95th percentile with a scope is at most so many times the one without. */
const GOAL = 1.5;
/** Between two questions, as between those of people. */
const PAUSE_MS = 25;

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    scope: { type: 'string', default: '{"attribute":"region","in":["seoul","gyeonggi","busan"]}' },
    'smallest-group': { type: 'string' },
    runs: { type: 'string', default: '80' },
    seed: { type: 'string', default: '1' },
  },
});
if (options.workspace === undefined) throw new Error('Name a loaded workspace: --workspace DIR');

const workspace = openWorkspace(options.workspace);
const snapshot = await readCurrentSnapshot(workspace);
if (snapshot === null) throw new Error(`Nothing is loaded in ${workspace.dir}.`);
const random = new RandomSource(`scope ${options.seed}`);
const { facts, sampled } = await gatherFacts(snapshot, random, 1);
const engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'never' } });
try {
  const engine = await engines.open('index');
  const to = options['smallest-group'];
  const scope = to === undefined ? await readPredicate(options.scope) : null;
  const rounding = to === undefined ? null : { to: Number(to), secret: randomBytes(32) };
  const scoped = viewSnapshot(snapshot, snapshot.catalog, { scope, rounding, masksPersonal: false });
  const asked = drawQuestions('panels', Number(options.runs), { facts, sampled, random });
  const times = { without: [], with: [] };
  const first = await time('{"all":[]}', scoped);
  for (const [place, { definition }] of asked.entries()) {
    const text = JSON.stringify(definition);
    const ask = {
      with: async () => times.with.push(await time(text, scoped)),
      without: async () => times.without.push(await time(text, snapshot)),
    };
    for (const kind of place % 2 === 0 ? ['without', 'with'] : ['with', 'without']) await ask[kind]();
  }
  const { base } = await engine.count((await prepare('{"all":[]}', scoped)).question);
  console.log(
    `${facts.base.toLocaleString('en')} customers, ${base.toLocaleString('en')} ${to === undefined ? `in the scope ${options.scope}` : `told in multiples of ${to}`}`,
  );
  console.log(`first question in the view ${first.toFixed(1)} ms; then ${asked.length} questions each, ms:`);
  for (const [kind, all] of Object.entries(times))
    console.log(`  ${kind.padEnd(8)} median ${quantile(all, 0.5).toFixed(1)}  p95 ${quantile(all, 0.95).toFixed(1)}`);
  const ratio = (share) => quantile(times.with, share) / quantile(times.without, share);
  console.log(
    `  ratio    median ${ratio(0.5).toFixed(2)}  p95 ${ratio(0.95).toFixed(2)}${to === undefined ? `  (goal: ${GOAL} at most)` : ''}`,
  );

  async function time(text, seen) {
    const { question } = await prepare(text, seen);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    const startedAtMs = performance.now();
    await engine.panels(question, facts.panels);
    return performance.now() - startedAtMs;
  }
} finally {
  await engines.close();
}

async function readPredicate(text) {
  return (await prepare(text, snapshot)).question.predicate;
}

function prepare(text, seen) {
  return prepareQuestion({ snapshot: seen, definition: parseJsonText(text), asOf: null, resolveAudience: async () => null });
}
