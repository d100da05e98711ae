// npm run bench: how fast this machine loads, indexes and answers, beside chDB and DuckDB, as Markdown tables. It checks that all
// engines give the same answers (exit 1 and the difference if not) and asserts nothing else.
//   npm run bench -- [--customers 50000] [--events N] [--runs 20] [--seed 1] [--json FILE]
//     --workspace DIR   measures a workspace that is loaded already, instead of a demo
//     --dir DIR         where the demo and the peers' files are kept for the next run (a folder in the system's temporary one)
//     --engines a,b     of index, chdb (our SQL over the lake's Parquet), mergetree (tables in chDB), duckdb, roaring
//     --part a,b        of questions, start (index build, cold start), http; load (loads the data anew)
//     --portrait-attributes N   most attributes of a portrait (all); the peers load no others but those of conditions and panels
//     --pass-seconds N  longest an engine is asked questions of one kind at a stretch (10): 100 or more for millions of customers
//     --retail FILE     also loads this CSV into a workspace of its own
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { indexFolder, RandomSource } from '../packages/engine/dist/index.js';
import { openWorkspace, readCurrentSnapshot } from '../packages/lake/dist/index.js';
import { askAll } from './ask-all.mjs';
import { openEngine } from './engine-client.mjs';
import { gatherFacts, readOwnCuts } from './facts.mjs';
import { measureHttp } from './http.mjs';
import { duckdbFile } from './peer-duckdb.mjs';
import { drawQuestions, drawSets } from './questions.mjs';
import { writeReport } from './report.mjs';
import { folderBytes, initWorkspace, makeDemo, readCommit, runStage } from './workspace.mjs';

const { values: options } = parseArgs({
  options: {
    customers: { type: 'string', default: '50000' },
    events: { type: 'string' },
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    workspace: { type: 'string' },
    dir: { type: 'string', default: join(tmpdir(), 'silhouette-bench') },
    engines: { type: 'string', default: 'index,chdb,mergetree,duckdb,roaring' },
    part: { type: 'string', default: 'questions,start,http' },
    'portrait-attributes': { type: 'string', default: '100000' },
    'pass-seconds': { type: 'string', default: '10' },
    retail: { type: 'string' },
  },
});
const CLIENTS = 8;
/** Processes that are started to ask one question each. */
const COLD_STARTS = 5;
const HTTP_QUESTIONS = 96;
/** Engines that keep something to start from: tables in chDB and bitmaps go with their process. */
const COLD_STARTED = ['index', 'chdb', 'duckdb'];
const dir = resolve(options.dir);
const peerDir = join(dir, 'peers');
const parts = options.part.split(',');
const threads = availableParallelism();
const random = new RandomSource(`bench ${options.seed}`);
const say = (text) => process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${text}\n`);

try {
  const report = await measure();
  console.log(writeReport(report));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
} catch (error) {
  if (error.isDifference !== true) throw error;
  console.error(`The engines do not give the same answers, so no times are printed.\n${error.message}`);
  process.exitCode = 1;
}

async function measure() {
  mkdirSync(peerDir, { recursive: true });
  const data = await findData();
  const workspace = openWorkspace(data.workspace);
  const snapshot = await readCurrentSnapshot(workspace);
  if (snapshot === null) throw new Error(`${workspace.dir} has not been loaded: run silhouette load there first.`);
  const names = options.engines.split(',');
  const build = await buildIndex(names, workspace, snapshot);
  say('Looking at the values');
  const { facts, sampled } = await gatherFacts(snapshot, random, Number(options['portrait-attributes']));
  const draw = (kind, number) => drawQuestions(kind, number, { facts, sampled, random });
  const questions = parts.includes('questions') ? await measureQuestions(names, workspace, facts, sampled) : null;
  return {
    machine: describeMachine(),
    options: { ...options },
    data: {
      ...data,
      customers: facts.base,
      attributes: snapshot.catalog.attributes.length,
      rows: snapshot.catalog.events.reduce((sum, { rows }) => sum + rows, 0),
      amountRows: facts.event?.rows ?? 0,
      lakeBytes: (await folderBytes(workspace.lakeDir)) - (await folderBytes(join(workspace.lakeDir, 'sources'))),
      indexBytes: await folderBytes(workspace.indexDir),
      portraitAttributes: facts.portrait.length,
      largestPanel: Math.max(
        ...facts.panels.map((id) => snapshot.catalog.attributes.find((one) => one.id === id).stats.distinct ?? 2),
      ),
      snapshot: snapshot.id,
    },
    clients: CLIENTS,
    build,
    ...questions,
    starts: parts.includes('start') ? await measureColdStarts(names, workspace, draw, facts) : [],
    http: parts.includes('http') ? await measureServer(workspace, draw, facts) : null,
    retail: options.retail === undefined ? null : await measureRetail(resolve(options.retail)),
  };
}

/** What a build of the index takes; one that is there is built anew only where that is asked for, and else null. */
async function buildIndex(names, workspace, snapshot) {
  const isThere = existsSync(indexFolder(workspace.indexDir, snapshot.id));
  if (!names.includes('index') || (isThere && !parts.includes('start'))) return null;
  say('Building the index');
  return runStage('index', { workspace: workspace.dir });
}

async function findData() {
  if (options.workspace !== undefined) return { workspace: resolve(options.workspace) };
  const demo = {
    dir,
    customers: Number(options.customers),
    events: options.events === undefined ? null : Number(options.events),
    seed: 1,
    isAnew: parts.includes('load'),
  };
  say('Making and loading the demo, unless it is there');
  return makeDemo(demo);
}

/** Opens every engine in a process of its own, compares their answers and takes their times. */
async function measureQuestions(names, workspace, facts, sampled) {
  const engines = [];
  const open = async (name) => {
    say(`Opening ${name}`);
    const setup = { workspaceDir: workspace.dir, facts, dir: peerDir, threads, clients: CLIENTS };
    engines.push(await openEngine(name, setup));
  };
  try {
    const own = names.filter((name) => name === 'index' || name === 'chdb');
    for (const name of own) await open(name);
    // Ours say where a portrait cuts numbers and days, so that the peers count the same ranges.
    facts.cuts = await (engines[0]?.send('cuts') ?? readOwnCuts(facts));
    facts.sets = drawSets(facts, random);
    for (const name of names.filter((one) => !own.includes(one))) await open(name);
    const asked = {
      engines,
      facts,
      sampled,
      random,
      runs: Number(options.runs),
      clients: CLIENTS,
      budgetMs: Number(options['pass-seconds']) * 1000,
    };
    const { results, questions } = await askAll({ ...asked, say });
    const described = [];
    for (const { name, version, loadMs, sizeBytes, send } of engines) {
      described.push({ name, version, loadMs, sizeBytes, ...(await send('memory')) });
    }
    return { engines: described, results, questions };
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** From the start of a process to its first answer, a new process for each question. */
async function measureColdStarts(names, workspace, draw, facts) {
  const starts = [];
  for (const name of names.filter(
    (one) => COLD_STARTED.includes(one) && (one !== 'duckdb' || existsSync(duckdbFile(peerDir, facts))),
  )) {
    say(`Cold start: ${name}`);
    const questions = draw('count', COLD_STARTS);
    const reports = [];
    for (const question of questions) {
      const { key, asOfMs } = facts;
      reports.push(
        await runStage('first', { workspace: workspace.dir, name, question, facts: { key, asOfMs }, peerDir, threads }),
      );
    }
    starts.push({
      name,
      elapsedMs: reports.map(({ sinceStartMs }) => sinceStartMs),
      peakBytes: Math.max(...reports.map((one) => one.peakBytes)),
    });
  }
  return starts;
}

async function measureServer(workspace, draw, facts) {
  say('Asking over HTTP');
  const questions = draw('panels', HTTP_QUESTIONS);
  return measureHttp({ workspace: workspace.dir, questions, panels: facts.panels, clients: CLIENTS });
}

/** From a CSV to answering: init is not counted; load, index and the first answer are, each from the start of its process. */
async function measureRetail(file) {
  say(`Loading ${file}`);
  const workspace = initWorkspace(join(dir, 'retail'), file);
  try {
    const load = await runStage('load', { workspace });
    const build = await runStage('index', { workspace });
    // Everyone, by an engine that is just opened.
    const question = { kind: 'count', definition: { all: [] }, before: null };
    return {
      load,
      build,
      first: await runStage('first', { workspace, name: 'index', question, facts: {} }),
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function describeMachine() {
  return {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    node: process.version,
    commit: readCommit(),
    day: new Date().toISOString().slice(0, 10),
  };
}
