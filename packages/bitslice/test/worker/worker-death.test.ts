import { BitIndex, IndexError } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { askGroups, makeGroups } from '../world/ask-everything.ts';
import { Random } from '../world/random.ts';
import { makeShards } from '../world/world.ts';
import { withIndex } from '../world/write-shards.ts';

const shards = makeShards(5, [700, 600, 513]);
const groups = makeGroups(shards, 30);

/** `right`, or the code of the error. @throws where an answer is wrong */
async function settle(asked: Promise<unknown>, expected: unknown): Promise<string> {
  try {
    expect(await asked).toEqual(expected);
    return 'right';
  } catch (error) {
    if (error instanceof IndexError) return error.code;
    throw error;
  }
}

describe('a thread that dies', () => {
  it('fails whoever waits once, and the next question is answered', { timeout: 180_000 }, async () => {
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      try {
        const random = new Random(1);
        const expected = await askGroups(index, groups);
        const overlaps = await index.overlap(groups.slice(0, 5));
        let died = 0;
        for (let round = 0; round < 25; round += 1) {
          const asked = [
            settle(askGroups(index, groups), expected),
            settle(index.overlap(groups.slice(0, 5)), overlaps),
            settle(askGroups(index, groups), expected),
          ];
          if (round % 3 > 0) await new Promise((resolve) => setTimeout(resolve, random.below(8)));
          const killed = index.unsafeKillWorker(random.below(2));
          // Asked while the thread is dying: an error or an answer, never silence.
          asked.push(settle(askGroups(index, groups), expected));
          for (const outcome of await Promise.all(asked)) {
            expect(['right', 'worker-died']).toContain(outcome);
            if (outcome === 'worker-died') died += 1;
          }
          await killed;
          expect(await settle(askGroups(index, groups), expected)).toBe('right');
        }
        expect(died).toBeGreaterThan(0);
      } finally {
        await index.close();
      }
    });
  });

  it('between two steps of a descent fails it: no rank is found among places that were forgotten', {
    timeout: 180_000,
  }, async () => {
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      try {
        const find = (onFirstStep: () => void = () => {}) =>
          index.quantiles(
            ['huge', 'price', 'long'].map((column) => ({
              group: { kind: 'everything' },
              column,
              // Ranks are asked for when the first step is answered and the second is not asked yet.
              ranks: (present) => {
                onFirstStep();
                return [0, present >> 1, present - 1];
              },
            })),
          );
        const expected = await find();
        const random = new Random(2);
        for (let round = 0; round < 15; round += 1) {
          let killed: Promise<void> | null = null;
          const kill = () => {
            killed ??= index.unsafeKillWorker(random.below(2));
          };
          expect(await settle(find(kill), expected)).toBe('worker-died');
          await killed;
          expect(await settle(find(), expected)).toBe('right');
          // And whenever it may be.
          const asked = settle(find(), expected);
          await new Promise((resolve) => setTimeout(resolve, random.below(6)));
          await index.unsafeKillWorker(random.below(2));
          expect(['right', 'worker-died']).toContain(await asked);
          expect(await settle(find(), expected)).toBe('right');
        }
      } finally {
        await index.close();
      }
    });
  });

  it('with its index fails whoever waits, and whoever comes after', async () => {
    await withIndex(shards, async (dir) => {
      const index = await BitIndex.open(dir, { workers: 2 });
      const asked = settle(askGroups(index, groups), null);
      await index.close();
      expect(await asked).toBe('worker-died');
      await expect(askGroups(index, groups)).rejects.toMatchObject({ name: 'IndexError', code: 'closed' });
      await index.close();
    });
  });
});
