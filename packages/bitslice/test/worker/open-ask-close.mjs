// Run by memory.test.ts: `close` opens, asks and closes an index again and again and tells its memory and open files; `leave`
// asks and ends without closing.
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { BitIndex } from '../../dist/index.js';

const [dir, mode] = process.argv.slice(2);

function makeGroups(length) {
  return Array.from({ length }, (_, place) => ({
    kind: 'values',
    column: 'price',
    test: { kind: 'intervals', intervals: [{ from: BigInt(place) - 1_000_000n, to: null }] },
    key: `k${place}`,
  }));
}

function countFiles() {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

if (mode === 'leave') {
  const index = await BitIndex.open(dir, { workers: 2 });
  const { counts } = await index.ask({ groups: [...makeGroups(3000), { kind: 'everything' }], aggregates: [] });
  console.log(`${counts.at(-1)} of ${index.shardPlaces.reduce((sum, places) => sum + places, 0)}`);
} else {
  const rssBytes = [];
  const files = [];
  for (let round = 0; round < 40; round += 1) {
    const index = await BitIndex.open(dir, { workers: 2 });
    await index.ask({ groups: makeGroups(300), aggregates: [] });
    await index.close();
    await wait(20);
    globalThis.gc();
    rssBytes.push(process.memoryUsage.rss());
    files.push(countFiles());
  }
  console.log(JSON.stringify({ rssBytes, files }));
}
