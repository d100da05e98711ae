// roaring-wasm as a peer for pure set work: a compressed bitmap for each condition, built before anything is timed, then combined.
import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm';
import { ChdbSession } from '../packages/lake/dist/index.js';
import { toSql } from './conditions.mjs';
import { selectCustomers } from './peer-mergetree.mjs';

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
  /** Calls `use` with the bitmap of a tree, which is freed afterwards unless it is one of the known sets. */
  const withSet = (tree, use) => {
    const known = sets.get(JSON.stringify(tree));
    if (known !== undefined) return use(known);
    const made = tree.not === undefined ? combine(tree) : RoaringBitmap32.andNot(base, sets.get(JSON.stringify(tree.not)));
    try {
      return use(made);
    } finally {
      made.dispose();
    }
  };
  const isKnownNegated = (tree) => tree.not !== undefined && sets.has(JSON.stringify(tree.not));
  const combine = (tree) => {
    const [first, ...others] = tree.all ?? tree.any;
    const result = withSet(first, (set) => set.clone());
    for (const other of others) {
      if (tree.any !== undefined) withSet(other, (set) => result.orInPlace(set));
      else if (isKnownNegated(other)) result.andNotInPlace(sets.get(JSON.stringify(other.not)));
      else withSet(other, (set) => result.andInPlace(set));
    }
    return result;
  };
  return {
    version: `roaring-wasm ${RoaringBitmap32.PackageVersion}`,
    loadMs,
    prepare: ({ tree }) => ({ ask: async () => ({ count: withSet(tree, (set) => set.size) }) }),
    sizeBytes: async () => [...sets.values()].reduce((sum, set) => sum + set.getSerializationSizeInBytes('portable'), 0),
    close: async () => {
      for (const set of [base, ...sets.values()]) set.dispose();
    },
  };
}
