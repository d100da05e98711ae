import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type LoadProgress, listSnapshots, loadWorkspace, readCurrentSnapshot, readSnapshot } from '../../src/index.ts';
import { makeWorkspace, readRows, writeFiles } from './make-workspace.ts';

const NOW = Date.UTC(2024, 0, 1);
const made: { remove(): void }[] = [];
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove();
});

const catalog = (rest = ''): string => `silhouette: 1
name: Visits
timeZone: Asia/Seoul
${rest}
sources: { visits: { files: ["*.csv"], gone: drop } }
events: { visit: { from: visits, customer: who, time: at } }
computed: { standard: true }
`;

function prepare(files: Readonly<Record<string, string>>) {
  const workspace = makeWorkspace(files);
  made.push(workspace);
  return workspace;
}

test('an unchanged source is not read again, and nothing changed makes no snapshot', async () => {
  const workspace = prepare({
    'silhouette.yaml': catalog(),
    'a.csv': 'who,at\n1,2023-01-01\n',
    'b.csv': 'who,at\n2,2023-01-02\n',
  });
  const first = await loadWorkspace(workspace, { nowMs: NOW });
  expect(first.snapshot.report.sources[0]).toMatchObject({ files: 2, filesRead: 2, rows: 2 });
  const again = await loadWorkspace(workspace, { nowMs: NOW + 5000 });
  expect(again.changed).toBe(false);
  expect(again.snapshot.id).toBe(first.snapshot.id);
  // One file changes, one comes, one stays.
  writeFiles(workspace.dir, { 'a.csv': 'who,at\n1,2023-01-01\n3,2023-01-05\n', 'c.csv': 'who,at\n4,2023-01-03\n' });
  const changed = await loadWorkspace(workspace, { nowMs: NOW + 10_000 });
  expect(changed.changed).toBe(true);
  expect(changed.snapshot.report.sources[0]).toMatchObject({ files: 3, filesRead: 2, rows: 4 });
  expect((await readRows(changed.snapshot.customers, '_key')).map(({ _key }) => _key)).toEqual(['1', '2', '3', '4']);
  expect(new Date(changed.snapshot.asOfMs).toISOString()).toBe('2023-01-05T15:00:00.000Z');
  rmSync(join(workspace.dir, 'b.csv'));
  const gone = await loadWorkspace(workspace, { nowMs: NOW + 15_000 });
  expect(gone.snapshot.report.sources[0]).toMatchObject({ files: 2, filesRead: 0, rows: 3 });
  expect((await readRows(gone.snapshot.customers, '_key')).map(({ _key }) => _key)).toEqual(['1', '3', '4']);
  // Another catalog over the same files reads none of them.
  writeFiles(workspace.dir, { 'silhouette.yaml': catalog('currency: KRW') });
  const catalogChanged = await loadWorkspace(workspace, { nowMs: NOW + 20_000 });
  expect(catalogChanged.changed).toBe(true);
  expect(catalogChanged.snapshot.report.sources[0]?.filesRead).toBe(0);
});

test('now: clock makes a snapshot each time; latest does when rows that lay ahead have come due', async () => {
  const files = { 'a.csv': 'who,at\n1,2023-01-01\n2,2025-06-01\n' };
  const clock = prepare({ ...files, 'silhouette.yaml': catalog('now: clock') });
  await loadWorkspace(clock, { nowMs: NOW });
  expect((await loadWorkspace(clock, { nowMs: NOW + 1 })).changed).toBe(true);
  const latest = prepare({ ...files, 'silhouette.yaml': catalog() });
  const first = await loadWorkspace(latest, { nowMs: NOW });
  expect((await loadWorkspace(latest, { nowMs: NOW + 1 })).changed).toBe(false);
  const due = await loadWorkspace(latest, { nowMs: Date.UTC(2026, 0, 1) });
  expect(due.changed).toBe(true);
  expect(first.snapshot.asOfMs).toBeLessThan(due.snapshot.asOfMs);
  expect(new Date(due.snapshot.asOfMs).toISOString()).toBe('2025-06-01T15:00:00.000Z');
});

test('the newest five snapshots are kept, older ones are gone with their files; ids sort by time', async () => {
  const workspace = prepare({ 'silhouette.yaml': catalog('now: clock'), 'a.csv': 'who,at\n1,2023-01-01\n' });
  const ids: string[] = [];
  // The clock goes back once: ids still ascend.
  for (const nowMs of [NOW, NOW + 1, NOW - 60_000, NOW + 2, NOW + 3, NOW + 4])
    ids.push((await loadWorkspace(workspace, { nowMs })).snapshot.id);
  expect([...ids].sort()).toEqual(ids);
  const kept = await listSnapshots(workspace);
  expect(kept).toEqual(ids.slice(1).reverse());
  expect(readdirSync(join(workspace.lakeDir, 'data')).sort()).toEqual(ids.slice(1));
  expect(readdirSync(join(workspace.lakeDir, 'snapshots')).sort()).toEqual(ids.slice(1).map((id) => `${id}.json`));
  expect((await readSnapshot(workspace, ids[2] ?? '')).asOfMs).toBe(NOW - 60_000);
  await expect(readSnapshot(workspace, ids[0] ?? '')).rejects.toMatchObject({
    code: 'snapshot-gone',
    status: 410,
    message: expect.stringContaining(kept.join(', ')),
    issues: [{ path: 'snapshot' }],
  });
});

test('a load sweeps what killed loads left and nothing else', async () => {
  const workspace = prepare({ 'silhouette.yaml': catalog(), 'a.csv': 'who,at\n1,2023-01-01\n' });
  await loadWorkspace(workspace, { nowMs: NOW });
  const rubbish = [
    'data/20200101T000000000Z-aaaaaaaaaaaa/x.parquet',
    'snapshots/20200101T000000000Z-aaaaaaaaaaaa.json',
    'sources/visits/old.parquet',
    'work/x',
    '.manifest.json.1.tmp',
  ];
  writeFiles(workspace.lakeDir, Object.fromEntries(rubbish.map((name) => [name, 'x'])));
  const again = await loadWorkspace(workspace, { nowMs: NOW });
  expect(again.changed).toBe(false);
  for (const name of rubbish) expect(existsSync(join(workspace.lakeDir, name)), name).toBe(false);
  expect(await readRows(again.snapshot.customers, '_key')).toEqual([{ _key: '1' }]);
});

test('a failed load leaves the old snapshot and none of its own files', async () => {
  const workspace = prepare({ 'silhouette.yaml': catalog(), 'a.csv': 'who,at\n1,2023-01-01\n' });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  writeFileSync(workspace.catalogPath, `${catalog()}panels: [nothing]\n`);
  await expect(loadWorkspace(workspace, { nowMs: NOW })).rejects.toMatchObject({ code: 'unknown-attribute' });
  expect((await readCurrentSnapshot(workspace))?.id).toBe(snapshot.id);
  expect(readdirSync(join(workspace.lakeDir, 'data'))).toEqual([snapshot.id]);
  expect(await readRows(snapshot.customers, '_key')).toEqual([{ _key: '1' }]);
});

test('an aborted load commits nothing; progress tells stage, rows and share', async () => {
  const workspace = prepare({ 'silhouette.yaml': catalog(), 'a.csv': 'who,at\n1,2023-01-01\n' });
  const abort = new AbortController();
  const seen: LoadProgress[] = [];
  const progress = (moment: LoadProgress): void => {
    seen.push(moment);
    if (moment.stage === 'Computing attributes') abort.abort(new Error('enough'));
  };
  await expect(loadWorkspace(workspace, { nowMs: NOW, progress, signal: abort.signal })).rejects.toThrow('enough');
  expect(await readCurrentSnapshot(workspace)).toBeNull();
  expect(seen.find(({ stage, fraction }) => stage === 'Reading visit' && fraction === 1)?.rows).toBe(1);
  expect((await loadWorkspace(workspace, { nowMs: NOW })).changed).toBe(true);
});
