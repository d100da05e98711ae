import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJson } from './run-silhouette.ts';

const WOMEN_IN_THEIR_THIRTIES = {
  all: [
    { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: 100000 } },
    { attribute: 'gender', eq: 'F' },
    { attribute: 'age', gte: 30, lt: 40 },
  ],
};

describe('the demo as it comes', () => {
  const workspace = join(mkdtempSync(join(tmpdir(), 'silhouette-demo-check-')), 'demo');
  const command = resolve(import.meta.dirname, '../packages/cli/bin/silhouette.js');
  const server = spawn(process.execPath, [command, 'demo', '--workspace', workspace, '--no-open', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url = '';
  beforeAll(async () => {
    for await (const chunk of server.stdout) {
      url = JSON.parse(String(chunk)).url;
      break;
    }
  });
  afterAll(async () => {
    const ended = new Promise((done) => server.on('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(resolve(workspace, '..'), { recursive: true, force: true });
  });

  test('has 200,000 customers and at least 500 attributes', async () => {
    const catalog = JSON.parse(await (await fetch(`${url}/api/catalog`)).text());
    expect(catalog.base).toBe(200_000);
    expect(catalog.attributes.length).toBeGreaterThanOrEqual(500);
  });

  test('answers the question of the page, the same by HTTP and by command', async () => {
    const response = await fetch(`${url}/api/explore`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ audience: WOMEN_IN_THEIR_THIRTIES }),
    });
    const answer = JSON.parse(await response.text());
    const command = await runJson(['explore', '-', '--workspace', workspace], JSON.stringify(WOMEN_IN_THEIR_THIRTIES));
    expect(response.status).toBe(200);
    expect(answer.count).toBeGreaterThan(100);
    expect(answer.panels).toEqual(command.panels);
    expect(answer.panels).toHaveLength(12);
  });

  test('engines agree on random definitions', async () => {
    const n = process.env.SILHOUETTE_VERIFY_CASES ?? '60';
    expect(await runJson(['verify', '--random', n, '--workspace', workspace])).toMatchObject({
      checked: Number(n),
      different: 0,
    });
  });

  test('every command of the three minutes in the README works on it', async () => {
    // README.ko.md has the same commands: test/readme.test.ts holds it to that.
    const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');
    const block = /```sh\n(cd silhouette-demo[\s\S]*?)```/.exec(readme)?.[1];
    if (block === undefined) throw new Error('The README has no block that begins with the folder of the demo.');
    const script = block
      .replace('cd silhouette-demo', `cd '${workspace}'`)
      .replaceAll('npx silhouette', `'${process.execPath}' '${command}'`)
      // Agreement of the engines has a test of its own above.
      .replace('--random 200', '--random 3');
    const shell = spawn('sh', ['-e'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    shell.stdout.on('data', (chunk) => {
      said += chunk;
    });
    shell.stderr.on('data', (chunk) => {
      said += chunk;
    });
    shell.stdin.end(script);
    const code = await new Promise((done) => shell.on('close', done));
    expect(code, said).toBe(0);
    expect(readFileSync(join(workspace, 'women.csv'), 'utf8').split('\n').length).toBeGreaterThan(1000);
  });
});
