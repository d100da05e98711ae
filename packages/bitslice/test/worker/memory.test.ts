import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BitIndex, type MaskExpression } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { makeExpression } from '../world/make-expression.ts';
import { Random } from '../world/random.ts';
import { COLUMNS, makeShards, type PlainColumn, type PlainShard } from '../world/world.ts';
import { withIndex } from '../world/write-shards.ts';

const MIB = 1024 ** 2;
const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('./open-ask-close.mjs', import.meta.url));

/** Shards whose columns of slices take some 10 MiB each. */
function makeLargeShards(): PlainShard[] {
  const places = 100_000;
  const spec = COLUMNS['long'];
  if (spec === undefined) throw new TypeError('There is no such column.');
  return [1, 2].map((shard) => {
    const columns = Array.from({ length: 20 }, (_, number): [string, PlainColumn] => [
      `c${number}`,
      {
        spec,
        values: Array.from(
          { length: places },
          (__, place) => spec.base + BigInt((place * (number + 3) * 7919 * shard) % 2 ** 40),
        ),
      },
    ]);
    return { places, labels: [], columns: new Map(columns), tables: new Map() };
  });
}

describe('memory', () => {
  it('stays near its budget: an index that is larger is answered from as well', { timeout: 120_000 }, async () => {
    await withIndex(makeLargeShards(), async (dir) => {
      const ask = async (budgetBytes: number) => {
        const index = await BitIndex.open(dir, { workers: 2, budgetBytes });
        try {
          const spec = COLUMNS['long'];
          const used: number[] = [];
          const answers: unknown[] = [];
          for (let round = 0; round < 3; round += 1) {
            for (let column = 0; column < 20; column += 1) {
              const from = (spec?.base ?? 0n) + BigInt(round + 1) * 2n ** 37n;
              const { counts, results } = await index.ask({
                groups: [
                  {
                    kind: 'values',
                    column: `c${column}`,
                    test: { kind: 'intervals', intervals: [{ from, to: null }] },
                    key: `c${column} ${round}`,
                  },
                ],
                aggregates: [{ group: 0, aggregate: { kind: 'sum', column: `c${(column + 7) % 20}` } }],
              });
              answers.push(counts, results);
              used.push((await index.measureMemory()).usedBytes);
            }
          }
          // One question of more columns than the budget holds: part after part.
          const all: MaskExpression = {
            kind: 'or',
            key: 'all',
            parts: Array.from({ length: 100 }, (_, part) => ({
              kind: 'values',
              column: `c${part % 20}`,
              test: { kind: 'intervals', intervals: [{ from: null, to: (spec?.base ?? 0n) + BigInt(part) * 2n ** 26n }] },
              key: `part ${part}`,
            })),
          };
          answers.push((await index.ask({ groups: [all], aggregates: [] })).counts);
          return { answers, most: Math.max(...used), reserved: (await index.measureMemory()).reservedBytes };
        } finally {
          await index.close();
        }
      };
      const [small, large] = [await ask(MIB), await ask(1024 * MIB)];
      expect(small.answers).toEqual(large.answers);
      expect(large.most).toBeGreaterThan(18 * MIB);
      // A shard may have 4 MiB whatever the budget, and what one step needs beside: two columns and their masks.
      expect(small.most).toBeLessThan(2 * 6 * MIB);
      expect(small.reserved).toBeLessThan(2 * 7 * MIB);
    });
  });

  it('of masks is given back, however many different questions are asked', { timeout: 120_000 }, async () => {
    const shards = makeShards(3, [3000]);
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { budgetBytes: MIB });
      try {
        const random = new Random(4);
        for (let round = 0; round < 40; round += 1) {
          const groups = Array.from({ length: 250 }, () => makeExpression(random, shards, 1));
          await index.ask({ groups, aggregates: [] });
          const { usedBytes, reservedBytes } = await index.measureMemory();
          expect(usedBytes).toBeLessThan(5 * MIB);
          expect(reservedBytes).toBeLessThan(7 * MIB);
        }
      } finally {
        await index.close();
      }
    });
  });

  it('and files are given back by an index that is closed', { timeout: 180_000 }, async () => {
    await withIndex(makeShards(6, [700, 600]), async (dir) => {
      const { stdout } = await run(process.execPath, ['--expose-gc', CHILD, dir, 'close']);
      // The child wrote what it measured.
      const measured = JSON.parse(stdout) as { rssBytes: number[]; files: number[] };
      const [early = 0, late = 0] = [measured.rssBytes.at(9), measured.rssBytes.at(-1)];
      expect(measured.rssBytes).toHaveLength(40);
      expect(late - early).toBeLessThan(40 * MIB);
      expect(new Set(measured.files.slice(1)).size).toBe(1);
    });
  });

  it('of an index that nobody closes does not keep a process from its end, an unanswered question does', async () => {
    await withIndex(makeShards(6, [700, 600]), async (dir) => {
      const { stdout } = await run(process.execPath, [CHILD, dir, 'leave'], { timeout: 30_000 });
      expect(stdout).toBe('1300 of 1300\n');
    });
  });
});
