import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { BitIndex, checkIndex, IndexError } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { VolumeReader } from '../../src/format/volume-reader.ts';
import { askGroups, makeGroups, openAndAsk } from '../world/ask-everything.ts';
import { makeShards } from '../world/world.ts';
import { withIndex } from '../world/write-shards.ts';

const shards = makeShards(99, [70, 40]);
const groups = makeGroups(shards, 10);

/** The code with which asking fails; null where the answer is exactly right. @throws whatever else comes */
async function askDamaged(dir: string, expected: unknown): Promise<string | null> {
  try {
    expect(await openAndAsk(dir, groups, { workers: 1 })).toEqual(expected);
    return null;
  } catch (error) {
    if (error instanceof IndexError) return error.code;
    throw error;
  }
}

/** Writes one byte of a file and gives the one that was there. */
function flipByte(path: string, at: number, mask: number): void {
  const byte = readFileSync(path)[at] ?? 0;
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Uint8Array.of(byte ^ mask), 0, 1, at);
  closeSync(descriptor);
}

describe('a damaged index', () => {
  it('is noticed where any byte of a directory is another', { timeout: 300_000 }, async () => {
    await withIndex(shards, async (dir) => {
      const expected = await openAndAsk(dir, groups);
      const names = readdirSync(dir).filter((name) => name.endsWith('.json'));
      expect(names).toHaveLength(5);
      for (const name of names) {
        const path = join(dir, name);
        for (let at = 0; at < statSync(path).size; at += 1) {
          const mask = 1 << (at % 8);
          flipByte(path, at, mask);
          // Nothing was read but directories: opening must refuse it already.
          const code = await BitIndex.open(dir, { workers: 1 }).then(
            () => null,
            (error: unknown) => (error instanceof IndexError ? error.code : error),
          );
          if (code !== 'damaged' && code !== 'format') expect.fail(`byte ${at} of ${name}: ${String(code)}`);
          flipByte(path, at, mask);
        }
      }
      expect(await askDamaged(dir, expected)).toBeNull();
    });
  });

  it('is noticed where a byte of any segment is another, when it is read', { timeout: 300_000 }, async () => {
    await withIndex(shards, async (dir) => {
      const expected = await openAndAsk(dir, groups);
      for (const volume of ['0.columns', '0.rows', '1.columns', '1.rows']) {
        const reader = new VolumeReader(dir, volume);
        reader.close();
        for (const { name, offset, bytes } of reader.segments.filter((segment) => segment.bytes > 0)) {
          const at = offset + ((offset * 7919) % bytes);
          flipByte(reader.path, at, 1 << (at % 8));
          // Of a table without rows little is read; a check reads everything.
          const codes = name.startsWith('t:never:') ? ['damaged', null] : ['damaged'];
          expect(codes, `byte ${at} of ${volume} in "${name}"`).toContain(await askDamaged(dir, expected));
          expect(checkIndex(dir, true).problems).toHaveLength(1);
          flipByte(reader.path, at, 1 << (at % 8));
        }
      }
      expect(await askDamaged(dir, expected)).toBeNull();
    });
  });

  it('is noticed where a file is cut, empty, longer or gone', { timeout: 120_000 }, async () => {
    await withIndex(shards, async (dir) => {
      const expected = await openAndAsk(dir, groups);
      for (const name of readdirSync(dir)) {
        const path = join(dir, name);
        const whole = readFileSync(path);
        const harms: readonly (() => void)[] = [
          () => truncateSync(path, whole.length - 1),
          () => truncateSync(path, whole.length >> 1),
          () => truncateSync(path, 0),
          () => writeFileSync(path, Buffer.concat([whole, Buffer.from([32])])),
          () => rmSync(path),
        ];
        for (const [harm, damage] of harms.entries()) {
          damage();
          const code = await askDamaged(dir, expected);
          expect(['damaged', 'format'], `${name} ${harm}: ${code}`).toContain(code);
          writeFileSync(path, whole);
        }
      }
      expect(await askDamaged(dir, expected)).toBeNull();
    });
  });

  it('is noticed where a file is cut or changed while it is open, and answers again once it is whole', async () => {
    await withIndex(shards, async (dir) => {
      const expected = await openAndAsk(dir, groups);
      const path = join(dir, '1.columns.bin');
      const whole = readFileSync(path);
      for (const damage of [() => truncateSync(path, 1000), () => flipByte(path, 1000, 4)]) {
        const index = await BitIndex.open(dir, { workers: 2 });
        try {
          damage();
          await expect(askGroups(index, groups)).rejects.toMatchObject({ name: 'IndexError', code: 'damaged' });
          writeFileSync(path, whole);
          expect(await askGroups(index, groups)).toEqual(expected);
        } finally {
          await index.close();
        }
      }
    });
  });

  it('keeps no memory of the questions that failed', async () => {
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 1 });
      try {
        truncateSync(join(dir, '1.columns.bin'), 1000);
        const used: number[] = [];
        for (let round = 0; round < 30; round += 1) {
          // The first shard has begun its descent when the second fails.
          const found = index.quantiles([{ group: { kind: 'everything' }, column: 'price', ranks: () => [0] }]);
          await expect(found).rejects.toMatchObject({ code: 'damaged' });
          await index.ask({ groups: [{ kind: 'everything' }], aggregates: [] });
          used.push((await index.measureMemory()).usedBytes);
        }
        expect(new Set(used).size).toBe(1);
      } finally {
        await index.close();
      }
    });
  });

  it('that a thread finds at its start is refused, also when a thread is started again', async () => {
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      try {
        truncateSync(join(dir, '1.rows.bin'), 10);
        await expect(BitIndex.open(dir, { workers: 2 })).rejects.toMatchObject({ name: 'IndexError', code: 'damaged' });
        await index.unsafeKillWorker(1);
        await expect(askGroups(index, groups)).rejects.toMatchObject({ name: 'IndexError', code: 'damaged' });
        await expect(askGroups(index, groups)).rejects.toMatchObject({ name: 'IndexError', code: 'damaged' });
      } finally {
        await index.close();
      }
    });
  });
});
