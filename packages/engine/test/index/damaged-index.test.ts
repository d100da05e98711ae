import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifest, writeManifest } from '@silhouette/bitslice';
import { buildIndex, Engines, examineIndex, indexFolder, parseDefinition } from '@silhouette/engine';
import { ChdbSession } from '@silhouette/lake';
import { storeWorld, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INDEX_VERSION, type IndexAbout } from '../../src/index/index-about.ts';

const folder = mkdtempSync(join(tmpdir(), 'silhouette-damage-'));
const indexDir = join(folder, 'index');
let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-07-01',
  format: 'csv',
  customers: {
    hasSince: false,
    attributes: [{ id: 'age', type: 'number', decimals: 0, order: null }],
    rows: Array.from({ length: 100 }, (_, n) => ({ key: `c${n}`, since: null, values: [String(n)] })),
  },
  events: [],
};

async function ask(build: 'never' | 'background') {
  const snapshot = await storeWorld(session, WORLD, folder);
  await buildIndex({ session, snapshot, indexDir });
  const dir = indexFolder(indexDir, snapshot.id);
  const question = {
    snapshot,
    asOfMs: snapshot.asOfMs,
    predicate: parseDefinition({ attribute: 'age', gte: '40', lt: '60' }, snapshot.catalog),
  };
  const engines = new Engines({ index: { indexDir, build } });
  const answer = () => engines.answer(null, async (engine) => [engine.name, (await engine.count(question)).count]);
  return { dir, engines, answer, question, snapshot };
}

describe('an index with one byte changed', () => {
  it('gives no answer: it is thrown away, and ClickHouse answers', async () => {
    const { dir, engines, answer } = await ask('never');
    const path = join(dir, '0000.main.bin');
    const bytes = readFileSync(path);
    // The slices of ages come somewhere in the file: every byte is changed.
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await answer()).toEqual(['chdb', 20]);
    expect(readdirSync(indexDir)).toEqual([]);
    expect(await answer()).toEqual(['chdb', 20]);
    await engines.close();
  });

  it('is built anew beside the answers', { timeout: 60_000 }, async () => {
    const { dir, engines, answer, snapshot } = await ask('background');
    const path = join(dir, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"places":100', '"places":101'));
    expect(await answer()).toEqual(['chdb', 20]);
    await expect.poll(() => engines.describeIndex(snapshot), { timeout: 30_000, interval: 50 }).toBe('ready');
    expect(await answer()).toEqual(['index', 20]);
    await engines.close();
  });

  it('of another version is built anew, not read', { timeout: 60_000 }, async () => {
    const { dir, engines, answer, snapshot } = await ask('background');
    const path = join(dir, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('bitslice 1 ', 'bitslice 0 '));
    expect(await answer()).toEqual(['chdb', 20]);
    await expect.poll(() => engines.describeIndex(snapshot), { timeout: 30_000, interval: 50 }).toBe('ready');
    expect(await answer()).toEqual(['index', 20]);
    await engines.close();
  });

  it('of a newer program is left alone, whoever opens it', { timeout: 60_000 }, async () => {
    const { dir, engines, question, snapshot } = await ask('background');
    await engines.close();
    const path = join(dir, 'manifest.json');
    // The build writes it.
    const newer = { ...readManifest(dir), about: { ...(readManifest(dir).about as IndexAbout), version: INDEX_VERSION + 1 } };
    writeManifest(dir, newer);
    const before = readFileSync(path, 'utf8');
    for (const build of ['wait', 'background', 'never'] as const) {
      const again = new Engines({ index: { indexDir: dirname(dir), build } });
      const engine = await again.open('index');
      await expect(engine.count(question)).rejects.toThrow('written by a newer Silhouette');
      await again.close();
      expect(readFileSync(path, 'utf8')).toBe(before);
    }
    expect(examineIndex(dirname(dir), snapshot, false)).toEqual({ state: 'newer' });
  });
});
