import { BitIndex, type Place } from '@silhouette/bitslice';
import { describe, expect, it } from 'vitest';
import { newKey } from './world/make-expression.ts';
import { COLUMNS, makeShards } from './world/world.ts';
import { withIndex } from './world/write-shards.ts';

const shards = makeShards(31, [513, 0, 100, 1]);
const labels = shards.flatMap((shard) => shard.labels);

async function withOpen(run: (index: BitIndex) => Promise<void>): Promise<void> {
  await withIndex(shards, async (dir) => {
    const index = await BitIndex.open(dir, { workers: 2 });
    try {
      await run(index);
    } finally {
      await index.close();
    }
  });
}

describe('places', () => {
  it('are listed page by page in the order of labels', async () => {
    await withOpen(async (index) => {
      const group = { kind: 'everything' } as const;
      for (const [shard, { labels: all }] of shards.entries()) {
        const seen: string[] = [];
        let after: string | null = null;
        for (let more = true; more; ) {
          const pages = await index.page(group, after, 37);
          const page = pages.find((one) => one.shard === shard);
          expect(page?.labels.length).toBeLessThanOrEqual(37);
          seen.push(...(page?.labels ?? []));
          more = page?.more ?? false;
          after = page?.labels.at(-1) ?? null;
        }
        expect(seen).toEqual(all);
      }
      // After a label that nobody has: from where it would stand.
      const after = `${shards[0]?.labels[4]}x`;
      const pages = await index.page(group, after, 2);
      expect(pages.find(({ shard }) => shard === 0)?.labels).toEqual(shards[0]?.labels.slice(5, 7));
      expect((await index.page(group, '\u{10ffff}', 5)).every((page) => page.labels.length === 0 && !page.more)).toBe(true);
      expect((await index.page({ kind: 'nothing' }, null, 5)).every((page) => page.positions.length === 0)).toBe(true);
    });
  });

  it('give their values in the order in which they are asked for', async () => {
    await withOpen(async (index) => {
      const places: Place[] = [
        { shard: 2, position: 99 },
        { shard: 0, position: 512 },
        { shard: 3, position: 0 },
        { shard: 0, position: 0 },
        { shard: 2, position: 99 },
      ];
      const columns = Object.entries(COLUMNS).map(([column, { kind }]) => ({ column, asTexts: kind === 'texts' }));
      const expected = columns.map(({ column }) =>
        places.map(({ shard, position }) => shards[shard]?.columns.get(column)?.values[position]),
      );
      expect(await index.gather(places, columns)).toEqual(expected);
      expect(await index.gather([], columns)).toEqual(columns.map(() => []));
    });
  });

  it('are known by their labels, columns by their texts', async () => {
    await withOpen(async (index) => {
      const some = labels.filter((_, place) => place % 50 === 0);
      expect(await index.findLabels([...some, 'nobody', '', '\ud800'])).toEqual(new Set(some));
      const words = new Set(shards.flatMap((shard) => shard.columns.get('word')?.values ?? []).filter((one) => one !== null));
      expect(await index.findTexts('word', null, [...words, '글 999'].map(String))).toEqual(words);
      const notes = shards.flatMap((shard) => shard.tables.get('visits')?.columns.get('note')?.values ?? []);
      expect(await index.findTexts('note', 'visits', ['글 1', '글 999'])).toEqual(
        new Set(notes.filter((note) => note === '글 1')),
      );
    });
  });

  it('have no column that was not written', async () => {
    await withOpen(async (index) => {
      const unknown = { name: 'IndexError', code: 'unknown-column' };
      const test = { kind: 'present' } as const;
      const asked = index.ask({ groups: [{ kind: 'values', column: 'x', test, key: newKey() }], aggregates: [] });
      await expect(asked).rejects.toMatchObject(unknown);
      await expect(index.findTexts('flag', null, ['a'])).rejects.toMatchObject(unknown);
      await expect(index.gather([{ shard: 9, position: 0 }], [])).rejects.toMatchObject({ code: 'closed' });
    });
  });
});
