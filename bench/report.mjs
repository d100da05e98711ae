// The report as Markdown: who was measured on what, then a table for each thing.
import { KINDS } from './questions.mjs';
import { digits, gib, quantile, seconds, writeTable } from './table.mjs';

const GOAL_CUSTOMERS = 15_000_000;

/** @param report what measure.mjs gathers, and writes as it is with --json */
export function writeReport(report) {
  const sections = [
    writeHeader(report),
    report.results === undefined ? [] : [writeQuestions(report), writeClients(report), writeEngines(report)],
    writeStarts(report),
    report.http === null ? [] : writeHttp(report),
    report.data.load === undefined ? [] : writeLoad('Load of the demo', report.data.load),
    report.retail === null ? [] : writeLoad('Load of the CSV, to answering (goal 10 s)', report.retail.load, report.retail),
  ];
  return sections.flat(2).join('\n\n');
}

function writeHeader({ machine, data, options }) {
  const { cores, model, memoryBytes, node, commit, day } = machine;
  const number = (value) => value.toLocaleString('en');
  const lines = [
    `${day}, commit ${commit}, seed ${options.seed}: ${cores} cores (${model}), ${Math.round(memoryBytes / 2 ** 30)} GiB, Node ${node}.`,
    `${number(data.customers)} customers, ${data.attributes} attributes, ${number(data.rows)} event rows (${number(data.amountRows)} with amounts), snapshot ${data.snapshot}.`,
    `On disk: lake ${gib(data.lakeBytes)} GiB without sources, index ${gib(data.indexBytes)} GiB.`,
    ...(data.customers < GOAL_CUSTOMERS
      ? ['Goals are for 15 million customers and 100 million events: with fewer, meeting them means little.']
      : []),
  ];
  return lines.join('\n');
}

/** By kind and engine: one client, each question for the first time and again. */
function writeQuestions({ results, data }) {
  const title = (kind) =>
    ({
      panels: `${kind.title} (one of ${data.largestPanel.toLocaleString('en')} values)`,
      portrait: `${kind.title}, ${data.portraitAttributes} attributes`,
    })[kind.id] ?? kind.title;
  const rows = KINDS.flatMap((kind) => {
    const own = results.filter((result) => result.kind === kind.id);
    const index = own.find(({ engine }) => engine === 'index');
    return own.map(({ engine, one, shares }, place) => {
      const { first, again } = one;
      const p95 = quantile(first.elapsedMs, 0.95);
      const verdict = engine !== 'index' || kind.goalMs === null ? '' : p95 <= kind.goalMs ? 'met' : 'missed';
      return [
        place === 0 ? `${title(kind)}<br>groups of ${percent(shares[0])} to ${percent(shares[1])}` : '',
        engine,
        first.elapsedMs.length,
        digits(quantile(first.elapsedMs, 0.5)),
        digits(p95),
        digits(quantile(again.elapsedMs, 0.5)),
        digits(quantile(again.elapsedMs, 0.95)),
        writeRatio(first.elapsedMs, index?.one.first.elapsedMs),
        place === 0 ? (kind.goalMs ?? '') : '',
        verdict,
      ];
    });
  });
  const heads = [
    'question',
    'engine',
    'asked',
    'first: median ms',
    'p95',
    'again: median ms',
    'p95',
    '× index',
    'goal p95',
    '',
  ];
  return `## One client, inside the process\n\nDifferent questions, each for the first time, then all again; the goal is of the first time.\n\n${writeTable(heads, rows)}`;
}

/** The same with other questions by several clients at once. */
function writeClients({ results, clients }) {
  const rows = KINDS.flatMap((kind) => {
    const own = results.filter((result) => result.kind === kind.id && result.several !== null);
    const index = own.find(({ engine }) => engine === 'index');
    return own.map(({ engine, several: { first, again } }, place) => [
      place === 0 ? kind.title : '',
      engine,
      first.elapsedMs.length,
      digits(quantile(first.elapsedMs, 0.5)),
      digits(quantile(first.elapsedMs, 0.95)),
      digits((1000 * first.elapsedMs.length) / first.wallMs),
      digits(quantile(again.elapsedMs, 0.5)),
      digits(quantile(again.elapsedMs, 0.95)),
      digits((1000 * again.elapsedMs.length) / again.wallMs),
      writeRatio(
        [first.wallMs / first.elapsedMs.length],
        index && [index.several.first.wallMs / index.several.first.elapsedMs.length],
      ),
    ]);
  });
  const heads = [
    'question',
    'engine',
    'asked',
    'first: median ms',
    'p95',
    'per second',
    'again: median ms',
    'p95',
    'per second',
    '× index',
  ];
  return `## ${clients} clients at once, inside the process\n\nOther questions. Engines that would take too long are left out.\n\n${writeTable(heads, rows)}`;
}

function writeEngines({ engines, results, data, build }) {
  const size = (engine) =>
    engine.name === 'index' ? data.indexBytes : engine.name === 'chdb' ? data.lakeBytes : engine.sizeBytes;
  const ways = (name) => [
    ...new Set(results.filter(({ engine, way }) => engine === name && way !== null).map(({ kind, way }) => `${kind}: ${way}`)),
  ];
  const rows = engines.map((engine) => [
    engine.name,
    engine.version,
    seconds(engine.name === 'index' ? build?.elapsedMs : engine.loadMs),
    gib(size(engine)),
    gib(engine.rssBytes),
    gib(engine.peakBytes),
    ways(engine.name).join(', '),
  ]);
  const heads = ['engine', 'version', 'tables or index, s', 'on disk, GiB', 'memory after, GiB', 'peak, GiB', 'way'];
  return `## Engines\n\nEach in a process of its own. Way: how a peer counts panels, the faster of grouping sets and a grouping each. No seconds: tables kept from an earlier run.\n\n${writeTable(heads, rows)}`;
}

function writeStarts({ starts, build }) {
  const rows = [
    ...starts.map(({ name, elapsedMs, peakBytes }) => [
      'process to first answer',
      name,
      seconds(quantile(elapsedMs, 0.5)),
      seconds(Math.max(...elapsedMs)),
      gib(peakBytes),
      name === 'index' ? '2 s' : '',
    ]),
    ...(build === null ? [] : [['index build', 'index', seconds(build.elapsedMs), '', gib(build.peakBytes), '300 s, 8 GiB']]),
  ];
  if (rows.length === 0) return [];
  return `## Start and build\n\n${writeTable(['what', 'engine', 'median s', 'longest', 'peak, GiB', 'goal'], rows)}`;
}

function writeHttp({ http }) {
  const rows = http.runs.map(({ name, engines, clients, elapsedMs, wallMs }) => [
    name,
    engines.join(', '),
    clients,
    elapsedMs.length,
    digits(quantile(elapsedMs, 0.5)),
    digits(quantile(elapsedMs, 0.95)),
    digits((1000 * elapsedMs.length) / wallMs),
  ]);
  const heads = ['question', 'engine', 'clients', 'asked', 'median ms', 'p95', 'per second'];
  return `## Over HTTP\n\nA server of its own, different questions; ${seconds(http.firstMs)} s from its start to the first answer.\n\n${writeTable(heads, rows)}`;
}

function writeLoad(title, { customers, rows, attributes, stages, elapsedMs, cpuMs, peakBytes, sinceStartMs }, after = {}) {
  const groups = new Map();
  for (const { stage, ms } of stages) {
    const group = /^(Loading|Reading) /.exec(stage)?.[1] ?? stage;
    groups.set(group, (groups.get(group) ?? 0) + ms);
  }
  groups.set('Starting and ending the process', sinceStartMs - elapsedMs);
  if (after.build) groups.set('Building the index', after.build.sinceStartMs);
  if (after.first) groups.set('First answer', after.first.sinceStartMs);
  const wholeMs = [...groups.values()].reduce((sum, ms) => sum + ms, 0);
  const table = writeTable(
    ['stage', 'seconds'],
    [
      ...[...groups].map(([group, ms]) => [group, seconds(ms)]),
      [`**whole** (${seconds(cpuMs)} of CPU, peak ${gib(peakBytes)} GiB)`, `**${seconds(wholeMs)}**`],
    ],
  );
  return `## ${title}\n\n${customers.toLocaleString('en')} customers, ${rows.toLocaleString('en')} event rows, ${attributes} attributes.\n\n${table}`;
}

function writeRatio(times, indexTimes) {
  return indexTimes === undefined ? '' : digits(quantile(times, 0.5) / quantile(indexTimes, 0.5));
}

const percent = (share) => `${digits(100 * share)} %`;
