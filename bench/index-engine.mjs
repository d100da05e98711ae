// Our own engines behind the interface that command line and server use too: `index`, and `chdb` over the lake's Parquet. What is
// timed is the engine's method; reading the definition is done before, as the server does it once for each request.
import * as engine from '../packages/engine/dist/index.js';
import { ChdbSession, openWorkspace, readCurrentSnapshot } from '../packages/lake/dist/index.js';
import { decimalUnitsAt, parseJsonText } from '../packages/model/dist/index.js';

/** Builds the index of a workspace's newest snapshot. */
export async function buildIndexOf(workspaceDir) {
  const workspace = openWorkspace(workspaceDir);
  const snapshot = await readCurrentSnapshot(workspace);
  const session = await ChdbSession.open();
  try {
    await engine.buildIndex({ session, snapshot, indexDir: workspace.indexDir });
  } finally {
    await session.close();
  }
}

/** One of our engines, `index` or `chdb`, as engine-process.mjs asks it. */
export async function openProductEngine(name, { facts, workspaceDir }) {
  const workspace = openWorkspace(workspaceDir);
  const snapshot = await readCurrentSnapshot(workspace);
  // The index that buildIndexOf has built, never one built while questions wait.
  const engines = new engine.Engines({ index: { indexDir: workspace.indexDir, build: 'never' } });
  const opened = await engines.open(name);
  const resolveAudience = async () => null;
  const prepareDefinition = async (definition) =>
    (
      await engine.prepareQuestion({
        snapshot,
        definition: parseJsonText(JSON.stringify(definition)),
        asOf: null,
        resolveAudience,
      })
    ).question;
  return {
    version: name,
    loadMs: null,
    /** Has the columns of some questions in memory before they are asked: what is timed is a new question of known columns. */
    async touch(questions) {
      if (name !== 'index') return;
      for (const definition of listTouches(questions.map((question) => question.definition))) {
        await opened.count(await prepareDefinition(definition));
      }
    },
    async prepare(question) {
      const asked = await prepareDefinition(question.definition);
      const before = question.before === null ? null : await prepareDefinition(question.before);
      return {
        before: before === null ? null : () => opened.count(before),
        ask: () => ask(opened, asked, question.kind, facts),
        describe: (answer) => describe(answer, question.kind, facts),
      };
    },
    /** Where the portrait cuts numbers and days, in whole units and days, by attribute. */
    async readCuts() {
      const everyone = await prepareDefinition({ all: [] });
      const { attributes } = await opened.portrait(everyone, { kind: 'everyone' }, facts.portrait);
      return new Map(attributes.flatMap(({ attribute, parts }) => readCuts(attribute, parts, facts)));
    },
    sizeBytes: async () => null,
    close: () => engines.close(),
  };
}

function ask(opened, question, kind, facts) {
  if (kind === 'panels') return opened.panels(question, facts.panels);
  if (kind === 'portrait') return opened.portrait(question, { kind: 'everyone' }, facts.portrait);
  return opened.count(question);
}

/** An answer as compare-answers.mjs reads it; made when nothing is timed. */
function describe(answer, kind, facts) {
  const { count, base } = answer;
  switch (kind) {
    case 'panels':
      return { count, base, listed: Object.fromEntries(answer.panels.map((panel) => [panel.attribute, describePanel(panel)])) };
    case 'portrait':
      return {
        count,
        base,
        parts: Object.fromEntries(answer.attributes.map((one) => [one.attribute, describeParts(one, facts)])),
      };
    default:
      return { count, base };
  }
}

function describePanel({ values, other, present }) {
  return { values: Object.fromEntries(values.map(({ value, count }) => [value, count])), other, present };
}

function describeParts({ parts, counts, present }) {
  const names = parts.kind === 'values' ? parts.values : [...counts].keys();
  if (parts.kind === 'presence') return present === 0 ? {} : { 0: present };
  return Object.fromEntries([...names].map((name, place) => [name, counts[place]]).filter(([, count]) => count > 0));
}

function readCuts(attribute, parts, { columns }) {
  if (parts.kind === 'days') return [[attribute, parts.cuts]];
  if (parts.kind !== 'numbers') return [];
  return [[attribute, parts.cuts.map((cut) => Number(decimalUnitsAt(cut, columns.get(attribute).decimals)))]];
}

/** Definitions that read every column of some definitions and answer none of them: other constants, one condition each. */
function listTouches(definitions) {
  const touches = new Map();
  const visit = (node) => {
    for (const child of node.all ?? node.any ?? []) visit(child);
    if (node.not !== undefined) visit(node.not);
    if (node.attribute !== undefined) touches.set(node.attribute, { attribute: node.attribute, exists: true });
    if (node.event === undefined) return;
    const touch = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, changeBound(value)]));
    touches.set(JSON.stringify(touch), touch);
  };
  for (const definition of definitions) visit(definition);
  return [...touches.values()];
}

/** A measure with a bound that no question has. */
function changeBound(value) {
  if (typeof value !== 'object' || value === null || !('field' in value) || !('gte' in value)) return value;
  return { ...value, gte: '987654321987' };
}
