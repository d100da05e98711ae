// roaring-wasm as a peer for pure set work: a compressed bitmap for each condition, built before anything is timed, then combined.
import { readFileSync } from 'node:fs';
import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm';
import { ChdbSession } from '../packages/lake/dist/index.js';
import { toSql } from './conditions.mjs';
import { selectCustomers } from './peer-mergetree.mjs';

const PACKAGE = new URL('../node_modules/roaring-wasm/package.json', import.meta.url);

export async function openRoaring({ facts, dir }) {
  await roaringLibraryInitialize();
  const startedAt = performance.now();
  const session = await ChdbSession.open({ tempParent: dir });
  const leaf = (tree) => tree.not ?? tree;
  const sets = new Map();
  const read = async (tree) => {
    const used = tree === null ? [] : [leaf(tree).attribute];
    const where = tree === null ? '' : ` WHERE ${toSql(tree, facts)}`;
    const sql = `SELECT _ordinal FROM (${selectCustomers({ ...facts, loaded: used })})${where}`;
    const bitmap = new RoaringBitmap32();
    for await (const chunk of session.stream(sql, {}, 'RowBinary'))
      bitmap.addMany(new Uint32Array(Uint8Array.from(chunk).buffer));
    bitmap.optimize();
    return bitmap;
  };
  const base = await read(null);
  for (const set of facts.sets) sets.set(JSON.stringify(set), await read(set));
  await session.close();
  const loadMs = performance.now() - startedAt;
  /** A tree with its known sets in place. */
  const resolve = (tree) => {
    const set = sets.get(JSON.stringify(tree));
    if (set !== undefined) return { set };
    if (tree.not !== undefined) return { without: sets.get(JSON.stringify(tree.not)) };
    return { isAll: tree.any === undefined, children: (tree.all ?? tree.any).map(resolve) };
  };
  /** Calls `use` with the bitmap of a resolved tree, which is freed afterwards unless it is one of the known sets. */
  const withSet = (node, use) => {
    if (node.set !== undefined) return use(node.set);
    const made = node.without === undefined ? combine(node) : RoaringBitmap32.andNot(base, node.without);
    try {
      return use(made);
    } finally {
      made.dispose();
    }
  };
  const combine = ({ isAll, children: [first, ...others] }) => {
    const result = withSet(first, (set) => set.clone());
    for (const other of others) {
      if (!isAll) withSet(other, (set) => result.orInPlace(set));
      else if (other.without !== undefined) result.andNotInPlace(other.without);
      else withSet(other, (set) => result.andInPlace(set));
    }
    return result;
  };
  return {
    version: `roaring-wasm ${JSON.parse(readFileSync(PACKAGE, 'utf8')).version}`,
    loadMs,
    prepare: ({ tree }) => {
      const node = resolve(tree);
      return { ask: async () => ({ count: withSet(node, (set) => set.size) }) };
    },
    sizeBytes: async () => [...sets.values()].reduce((sum, set) => sum + set.getSerializationSizeInBytes('portable'), 0),
    close: async () => {
      for (const set of [base, ...sets.values()]) set.dispose();
    },
  };
}
