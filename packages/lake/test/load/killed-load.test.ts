import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLake, listSnapshots, loadWorkspace, readCurrentSnapshot } from '../../src/index.ts';
import { makeWorkspace, readRows, writeFiles } from './make-workspace.ts';

const KILLS = 50;
const LONGEST_MS = 60_000;
const outDir = fileURLToPath(new URL(`../../dist/killed-load-${process.pid}/`, import.meta.url));

// A child process needs plain JavaScript: the sources of this package in one file.
beforeAll(async () => {
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: [/^@silhouette\//], resolve: { conditions: ['source'] } },
    resolve: { conditions: ['source'] },
    build: {
      ssr: fileURLToPath(new URL('./load-child.ts', import.meta.url)),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'load-child.mjs' } },
    },
  });
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

interface Kill {
  /** Steps of the load that are let pass. */
  readonly steps: number;
  readonly laterMs: number;
}

function runLoad(
  dir: string,
  nowMs: number,
  kill: Kill | null,
): Promise<{ code: number | null; steps: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(outDir, 'load-child.mjs'), dir, String(nowMs)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    let steps = 0;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = steps;
      steps += text.length;
      if (kill !== null && before < kill.steps && steps >= kill.steps) setTimeout(() => child.kill('SIGKILL'), kill.laterMs);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, steps, stderr }));
  });
}

test(
  `a load killed at any moment (${KILLS} times) leaves the old snapshot or the new one`,
  async () => {
    const lines = (round: number): string =>
      Array.from({ length: 300 }, (_, row) => `k${row % 50},2023-01-01,${round}`).join('\n');
    const workspace = makeWorkspace({
      'silhouette.yaml': `silhouette: 1
name: Killed
timeZone: Asia/Seoul
sources: { visits: { files: [visits.csv] } }
events: { visit: { from: visits, customer: who, time: at, fields: { round: { type: number } } } }
computed: { last_round: { event: visit, last: round } }
`,
      'visits.csv': `who,at,round\n${lines(0)}\n`,
    });
    try {
      const startedAt = performance.now();
      const nowMs = Date.UTC(2024, 0, 1);
      const whole = await runLoad(workspace.dir, nowMs, null);
      expect(whole.stderr).toBe('');
      expect(whole.code).toBe(0);
      let before = 0;
      let [killed, olds, news] = [0, 0, 0];
      for (let round = 1; round <= KILLS; round += 1) {
        writeFiles(workspace.dir, { 'visits.csv': `who,at,round\n${lines(round)}\n` });
        // Some step of the load, and a moment after it; the last steps are those around the commit.
        const steps = 1 + Math.floor(Math.random() * whole.steps);
        const { code } = await runLoad(workspace.dir, nowMs + round, { steps, laterMs: Math.random() * 40 });
        if (code === null) killed += 1;
        const snapshot = await readCurrentSnapshot(workspace);
        if (snapshot === null) throw new Error(`round ${round}: neither the old nor the new snapshot`);
        const found = await readRows(snapshot.customers, 'DISTINCT last_round');
        const answer = Number(found[0]?.last_round);
        expect(found).toHaveLength(1);
        expect([before, round]).toContain(answer);
        expect(snapshot.customersKnown).toBe(50);
        if (answer === round) news += 1;
        else olds += 1;
        before = answer;
        if (performance.now() - startedAt > LONGEST_MS && killed > 5) break;
      }
      console.info(`${killed} loads killed: ${olds} times the old snapshot stayed, ${news} times the new one was there`);
      expect(killed).toBeGreaterThan(5);
      expect(await checkLake(workspace)).toMatchObject({ issues: [] });
      // The next load goes through at once and leaves nothing of the killed ones.
      writeFiles(workspace.dir, { 'visits.csv': `who,at,round\n${lines(999)}\n` });
      const last = await loadWorkspace(workspace, { nowMs: nowMs + 1000, waitMs: 0 });
      expect(await readRows(last.snapshot.customers, 'DISTINCT last_round')).toEqual([{ last_round: '999' }]);
      const kept = await listSnapshots(workspace);
      expect(readdirSync(join(workspace.lakeDir, 'data')).sort()).toEqual([...kept].sort());
    } finally {
      workspace.remove();
    }
  },
  LONGEST_MS * 3,
);
