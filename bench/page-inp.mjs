/**
 * How soon the page shows what a click or a key does, and how closely the number follows a handle, in a real browser.
 *
 *     npm run bench:page                                   a demo of 200,000 customers is made and served
 *     npm run bench:page -- --url http://127.0.0.1:4000    another workspace, served by `silhouette serve`
 *
 * Options: --customers N, --dir FOLDER (where the demo is kept), --rounds N, --seconds N (of the drag), --throttle N (a slower
 * computer), --attribute ID and --others IDS (a number to drag; categories to choose from), --json FILE. Needs a built checkout and
 * Chromium: Debian's, or the one that CHROMIUM_PATH names.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dragHandle } from './page-drag.mjs';
import { beginWay, encodeAddress, openPage, readInp, readInteractions, settle } from './page-driver.mjs';
import { digits, quantile, writeTable } from './table.mjs';
import { makeDemo, readCommit, root } from './workspace.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    customers: { type: 'string', default: '200000' },
    dir: { type: 'string', default: join(tmpdir(), 'silhouette-bench') },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    throttle: { type: 'string', default: '1' },
    attribute: { type: 'string', default: 'age' },
    others: { type: 'string', default: 'gender,region' },
    json: { type: 'string' },
  },
});
const others = options.others.split(',');

/** The command that serves a workspace, until `end`. */
async function serve(workspace) {
  const command = join(root, 'packages/cli/bin/silhouette.js');
  const child = spawn(process.execPath, [command, 'serve', '--workspace', workspace, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  const url = await new Promise((found, failed) => {
    child.stdout.on('data', (chunk) => {
      const match = /https?:\/\/[\w.[\]:]*:\d+/.exec(String(chunk));
      if (match !== null) found(match[0]);
    });
    void ended.then((code) => failed(new Error(`silhouette serve ended with ${code}.`)));
  });
  return {
    url,
    end: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** One visit of the page: each way that people go, one after the other. */
async function visit(page, url, labels) {
  await page.goto(url);
  await settle(page);
  const search = page.locator('.column-catalog input[type=search]');
  for (const id of others) {
    await beginWay(page, 'typing in the search');
    await search.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(labels.get(id), { delay: 60 });
    await beginWay(page, 'adding a condition');
    await page.locator('.column-catalog .catalog-row-label').getByText(labels.get(id), { exact: true }).first().click();
    await settle(page);
    await beginWay(page, 'choosing values');
    const boxes = page.locator('.definition .card').last().locator('.value-row input[type=checkbox]');
    await boxes.first().waitFor();
    for (let index = 0; index < Math.min(3, await boxes.count()); index += 1) {
      await boxes.nth(index).click();
      await page.waitForTimeout(120);
    }
    await settle(page);
  }
  await beginWay(page, 'clicking a bar of a panel');
  for (const index of [0, 1]) {
    await page.locator('[data-panel] button.bar').nth(index).click();
    await settle(page);
  }
  await beginWay(page, 'switching a condition off and on');
  for (let press = 0; press < 4; press += 1) {
    await page.locator('.definition [role=switch]').first().click();
    await page.waitForTimeout(150);
  }
  await beginWay(page, 'opening the portrait');
  const views = page.locator('.group-views .segmented').first().locator('button');
  await views.nth(1).click();
  // The first portrait of a server reads every attribute.
  await page.locator('.portrait .trait').first().waitFor({ timeout: 400_000 });
  await views.nth(0).click();
  await settle(page);
  await beginWay(page, 'opening and closing members');
  await page.locator('.count-tools button').nth(1).click();
  await page.locator('.members tbody tr').first().waitFor();
  await page.keyboard.press('Escape');
  await beginWay(page, 'opening and closing the explanation');
  await page.locator('.count-tools button').first().click();
  await page.locator('.drawer .drawer-body').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.drawer').waitFor({ state: 'detached' });
  await beginWay(page, 'undo and redo');
  for (const key of ['Control+z', 'Control+z', 'Control+z', 'Control+z', 'Control+Shift+z', 'Control+Shift+z']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(120);
  }
  await settle(page);
}

/** A number's handle by mouse and by keys, among another condition. */
async function drag(page, url, values) {
  const audience = { all: [{ attribute: others[0], eq: values[0] }, { attribute: options.attribute }] };
  await page.goto('about:blank');
  await page.goto(`${url}/#${encodeAddress(audience)}`);
  await settle(page);
  await page.locator('.definition .card .line-button').last().click();
  await page.locator('.slider-thumb').last().waitFor();
  await beginWay(page, 'dragging a handle');
  const dragged = await dragHandle(page, Number(options.seconds));
  await beginWay(page, 'a handle by arrow keys');
  await page.locator('.slider-thumb').last().focus();
  for (let press = 0; press < 20; press += 1)
    await page.keyboard.press(press % 7 === 6 ? 'PageUp' : 'ArrowLeft', { delay: 20 });
  await settle(page);
  return dragged;
}

async function ask(url, path, body) {
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The visits of one server: every interaction of all, INP of each, and the drag. */
async function measure(url) {
  const catalog = await ask(url, '/api/catalog');
  const labels = new Map(catalog.attributes.map(({ id, label }) => [id, label.en]));
  for (const id of [...others, options.attribute]) {
    if (!labels.has(id)) throw new Error(`The workspace has no attribute ${id}: name others with --attribute and --others.`);
  }
  const { count, panels } = await ask(url, '/api/explore', { audience: { all: [] }, panels: [others[0]] });
  const values = panels[0].values.map(({ value }) => value);
  const visits = [];
  let dragged = null;
  const { browser, page } = await openPage(Number(options.throttle));
  try {
    for (let round = 0; round < Number(options.rounds); round += 1) {
      // Every visit is a page of its own, as it is for web.dev.
      await page.goto('about:blank');
      await visit(page, url, labels);
      visits.push(await readInteractions(page));
    }
    dragged = await drag(page, url, values);
    visits.push(await readInteractions(page));
    return { customers: count, browser: browser.version(), visits, dragged };
  } finally {
    await browser.close();
  }
}

function report({ customers, browser, visits, dragged }, about) {
  const all = visits.flatMap(({ interactions }) => interactions).toSorted((a, b) => b.ms - a.ms);
  const ways = [...new Set(all.map(({ way }) => way))].map((way) => {
    const times = all.filter((interaction) => interaction.way === way).map(({ ms }) => ms);
    return [way, times.length, Math.round(quantile(times, 0.5)), Math.max(...times)];
  });
  const inps = visits.map((seen) => readInp(seen)?.ms ?? 16);
  const lines = [
    `${customers.toLocaleString('en')} customers, commit ${about.commit}, Chromium ${browser}, ${about.cores} cores, load ${about.load.join(', ')} at the start and ${about.loadAfter.join(', ')} at the end`,
    '',
    `INP of the visits: ${inps.map((ms) => `${ms} ms`).join(', ')} (${visits.map(({ total }) => total).join(', ')} interactions; goal: under 200 ms)`,
    '',
    writeTable(['way', 'over 16 ms', 'median ms', 'worst ms'], ways),
    '',
    writeTable(
      ['slowest', 'event', 'ms', 'waiting', 'running', 'painting'],
      all
        .slice(0, 8)
        .map((one) => [
          `${one.way}: ${one.target}`,
          one.type,
          one.ms,
          ...[one.inputMs, one.runMs, one.paintMs].map((ms) => Math.round(ms)),
        ]),
    ),
    '',
    writeTable(
      ['a handle dragged', 'a second', 'median ms', 'p95 ms'],
      [
        ['frames', digits(dragged.framesPerSecond), '', ''],
        ['moves of the mouse', digits(dragged.movesPerSecond), '', ''],
        ['places of the handle', digits(dragged.handlesPerSecond), '', ''],
        [
          'numbers shown (goal: 20)',
          digits(dragged.countsPerSecond),
          digits(dragged.msBetweenCounts.median),
          digits(dragged.msBetweenCounts.p95),
        ],
        ['questions sent', digits(dragged.questionsPerSecond), '', ''],
        ['questions answered', digits(dragged.answersPerSecond), digits(dragged.answerMs.median), digits(dragged.answerMs.p95)],
      ],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const readLoad = () => loadavg().map((value) => Math.round(value * 10) / 10);
const about = { commit: readCommit(), cores: cpus().length, load: readLoad() };
let server = null;
try {
  if (options.url === undefined) {
    const demo = await makeDemo({
      dir: options.dir,
      customers: Number(options.customers),
      events: null,
      seed: 1,
      isAnew: false,
    });
    server = await serve(demo.workspace);
  }
  const measured = await measure(options.url ?? server.url);
  about.loadAfter = readLoad();
  process.stdout.write(report(measured, about));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ about, ...measured }, null, 2)}\n`);
} finally {
  await server?.end();
}
