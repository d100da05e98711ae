import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkLake, loadWorkspace, readCurrentSnapshot } from '../../src/index.ts';
import { makeWorkspace } from '../load/make-workspace.ts';

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove();
});

async function loadOne() {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Visits
timeZone: Asia/Seoul
sources: { visits: { files: [visits.csv] } }
events: { visit: { from: visits, customer: who, time: at } }
`,
    'visits.csv': 'who,at\n1,2023-01-01\n',
  });
  made.push(workspace);
  const { snapshot } = await loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 1) });
  return { workspace, snapshot, file: snapshot.customers.files[0] ?? '' };
}

test('a whole lake has nothing to tell', async () => {
  const { workspace, snapshot } = await loadOne();
  expect(await checkLake(workspace)).toMatchObject({ snapshots: [snapshot.id], filesChecked: 3, issues: [] });
});

test('a file that is missing or cut is named when the snapshot is opened', async () => {
  const { workspace, file } = await loadOne();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 10));
  await expect(readCurrentSnapshot(workspace)).rejects.toMatchObject({
    code: 'lake-damaged',
    message: expect.stringContaining(file),
  });
  rmSync(file);
  await expect(readCurrentSnapshot(workspace)).rejects.toMatchObject({
    code: 'lake-damaged',
    message: expect.stringContaining('is missing'),
  });
});

test('a changed byte is found by reading everything', async () => {
  const { workspace, file } = await loadOne();
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect((await readCurrentSnapshot(workspace))?.customersKnown).toBe(1);
  const { issues } = await checkLake(workspace);
  expect(issues).toMatchObject([{ code: 'lake-damaged', message: expect.stringContaining('other content') }]);
});

test('a manifest or snapshot document that cannot be read is named', async () => {
  const { workspace } = await loadOne();
  const document = readdirSync(join(workspace.lakeDir, 'snapshots'))[0] ?? '';
  writeFileSync(join(workspace.lakeDir, 'snapshots', document), '{"format":1');
  await expect(readCurrentSnapshot(workspace)).rejects.toMatchObject({
    code: 'lake-damaged',
    message: expect.stringContaining(document),
  });
  writeFileSync(join(workspace.lakeDir, 'manifest.json'), '{"format":2}');
  await expect(readCurrentSnapshot(workspace)).rejects.toMatchObject({
    code: 'lake-damaged',
    message: expect.stringContaining('manifest.json'),
  });
});
