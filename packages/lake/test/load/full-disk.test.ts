import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadWorkspace, openWorkspace, readCurrentSnapshot } from '../../src/index.ts';
import { readRows, writeFiles } from './make-workspace.ts';

/** A lake folder on a file system of its own, of 24 MB; null where it may not be mounted. */
function mountSmallDisk(folder: string): (() => void) | null {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]);
  if (mounted.status !== 0) return null;
  return () => {
    spawnSync('umount', ['-l', folder]);
  };
}

test('a full disk is told, and the old snapshot stays', async (context) => {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-full-'));
  mkdirSync(join(dir, 'lake'));
  const unmount = mountSmallDisk(join(dir, 'lake'));
  if (unmount === null) {
    rmSync(dir, { recursive: true, force: true });
    context.skip('a tmpfs cannot be mounted here (needs root)');
    return;
  }
  try {
    writeFiles(dir, {
      'silhouette.yaml': `silhouette: 1
name: Visits
timeZone: Asia/Seoul
sources: { visits: { files: [visits.csv] } }
events: { visit: { from: visits, customer: who, time: at, fields: { note: {} } } }
computed: { standard: true }
`,
      'visits.csv': 'who,at,note\n1,2023-01-01,x\n',
    });
    const workspace = openWorkspace(dir);
    const { snapshot } = await loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 1) });
    // Values that do not compress: far more than the disk holds.
    let state = 1;
    const draw = (): string => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state.toString(36);
    };
    const lines = Array.from(
      { length: 400_000 },
      (_, row) => `${row},2023-01-02,${draw()}${draw()}${draw()}${draw()}${draw()}${draw()}`,
    );
    writeFileSync(join(dir, 'visits.csv'), `who,at,note\n${lines.join('\n')}\n`);
    await expect(loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 2) })).rejects.toMatchObject({
      code: 'disk-full',
      status: 507,
    });
    const current = await readCurrentSnapshot(workspace);
    expect(current?.id).toBe(snapshot.id);
    expect(await readRows(snapshot.customers, '_key')).toEqual([{ _key: '1' }]);
    // With room again the same load goes through.
    writeFileSync(join(dir, 'visits.csv'), 'who,at,note\n1,2023-01-01,x\n2,2023-01-02,y\n');
    expect((await loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 3) })).snapshot.customersKnown).toBe(2);
  } finally {
    unmount();
    rmSync(dir, { recursive: true, force: true });
  }
});
