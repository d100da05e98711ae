import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Engines, examineIndex, parseDefinition } from '@silhouette/engine';
import { listSnapshots, openWorkspace, readCurrentSnapshot } from '@silhouette/lake';
import { afterAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const KILLS = 50;
const LONGEST_MS = 60_000;
const bin = fileURLToPath(new URL('../bin/silhouette.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'silhouette-killed-index-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const CATALOG = `silhouette: 1
name: Killed
timeZone: Asia/Seoul
sources: { visits: { files: [visits.csv] } }
events: { visit: { from: visits, customer: who, time: at, fields: { round: { type: number } } } }
computed: { standard: true, last_round: { event: visit, last: round } }
`;

function writeRound(round: number): void {
  const rows = Array.from({ length: 400 }, (_, row) => `k${row % 50},2023-01-01,${round}`);
  writeFileSync(join(dir, 'visits.csv'), `who,at,round\n${rows.join('\n')}\n`);
}

/** Whether an index is being built: a folder aside. */
function isBuilding(): boolean {
  const indexDir = join(dir, 'index');
  return existsSync(indexDir) && readdirSync(indexDir).some((name) => name.endsWith(`.partial`) && !seen.has(name));
}
/** Folders that killed builds left. */
const seen = new Set<string>();

/** Loads in a process of its own and kills it `laterMs` after it began to build the index; how long the build and what follows took. */
function loadAndKill(laterMs: number | null): Promise<{ readonly code: number | null; readonly buildMs: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, 'load', '--workspace', dir], { stdio: 'ignore' });
    let begunAt = 0;
    const watch = setInterval(() => {
      if (!isBuilding()) return;
      begunAt = performance.now();
      clearInterval(watch);
      if (laterMs !== null) setTimeout(() => child.kill('SIGKILL'), laterMs);
    }, 2);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      for (const name of readdirSync(join(dir, 'index'))) if (name.endsWith('.partial')) seen.add(name);
      // Nobody looked while it was there: as a kill that comes too late.
      resolve({ code, buildMs: begunAt === 0 ? Number.POSITIVE_INFINITY : performance.now() - begunAt });
    });
  });
}

test(
  `a build of the index killed at any moment (${KILLS} times) leaves the old index or the new one`,
  async () => {
    writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
    writeRound(0);
    await loadAndKill(null);
    // The second one is as fast as those that are killed: the first also fills the system's caches.
    writeRound(-1);
    const whole = await loadAndKill(null);
    expect(whole.code).toBe(0);
    /** The shortest build that was not killed: on a machine that was busy then, and is not now, most kills would come too late. */
    let shortestMs = Math.min(whole.buildMs, 2000);
    const workspace = openWorkspace(dir);
    const startedAt = performance.now();
    let before = -1;
    let [killed, olds, news] = [0, 0, 0];
    for (let round = 1; round <= KILLS; round += 1) {
      writeRound(round);
      const { code, buildMs } = await loadAndKill(Math.random() * shortestMs * 0.9);
      if (code === null) killed += 1;
      else shortestMs = Math.min(shortestMs, buildMs);
      const snapshot = await readCurrentSnapshot(workspace);
      if (snapshot === null) throw new Error(`round ${round}: neither the old nor the new snapshot`);
      // The index of the snapshot that is current is whole, and answers for it.
      expect(examineIndex(workspace.indexDir, snapshot, true).state).toBe('whole');
      const engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'never' } });
      const engine = await engines.open('index');
      const count = async (value: number): Promise<number> => {
        const predicate = parseDefinition({ attribute: 'last_round', eq: String(value) }, snapshot.catalog);
        return (await engine.count({ snapshot, asOfMs: snapshot.asOfMs, predicate })).count;
      };
      const isNew = (await count(round)) === 50;
      if (!isNew) expect(await count(before)).toBe(50);
      await engines.close();
      if (isNew) news += 1;
      else olds += 1;
      if (isNew) before = round;
      if (performance.now() - startedAt > LONGEST_MS && killed > 5) break;
    }
    console.info(`${killed} builds killed: ${olds} times the old index stayed, ${news} times the new one was there`);
    expect(killed).toBeGreaterThan(5);
    // The next load goes through and leaves nothing of the killed ones.
    writeRound(999);
    const last = await runCli(['load', '--workspace', dir]);
    expect(last.code).toBe(0);
    expect(readdirSync(workspace.indexDir).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const kept = await listSnapshots(workspace);
    for (const name of readdirSync(workspace.indexDir)) expect(kept).toContain(name);
  },
  LONGEST_MS * 3,
);
