import { type Aggregate, BitIndex, type BitIndexOptions, type MaskExpression, type ValueTest } from '@silhouette/bitslice';
import { makeExpression } from './make-expression.ts';
import { Random } from './random.ts';
import type { PlainShard } from './world.ts';

/** A question that reads every column and every table: a mask of each column, random expressions, a few aggregates. */
export function makeGroups(shards: readonly PlainShard[], expressions: number, seed = 1): MaskExpression[] {
  const random = new Random(seed);
  const [first] = shards;
  const columns = [...(first?.columns.keys() ?? [])].map(
    (column): MaskExpression => ({ kind: 'values', column, test: { kind: 'missing' }, key: `missing ${column}` }),
  );
  const fields = [...(first?.tables ?? [])].flatMap(([table, { columns: own }]) =>
    [...own.keys()].map(
      (column): MaskExpression => ({
        kind: 'rows',
        table,
        where: { kind: 'values', column, test: testOf(column) },
        measure: { kind: 'count', per: 'occasion', intervals: [{ from: 1n, to: 3n }] },
        key: `some ${table} ${column}`,
      }),
    ),
  );
  const drawn = Array.from({ length: expressions }, () => makeExpression(random, shards, 2));
  return [
    { kind: 'labels', labels: shards.flatMap(({ labels }) => labels.slice(0, 3)), key: 'some labels' },
    ...columns,
    ...fields,
    ...drawn,
  ];
}

/** A test that reads a column, and its dictionary where it has one. */
function testOf(column: string): ValueTest {
  if (column === 'note') return { kind: 'texts', texts: ['글 1', '글 2'] };
  return column === 'tags' ? { kind: 'lists', each: [['t1', 't2']] } : { kind: 'present' };
}

/** What an index answers to a question, with aggregates of everyone. */
export async function askGroups(index: BitIndex, groups: readonly MaskExpression[], signal?: AbortSignal) {
  const aggregates: Aggregate[] = [
    ...['flag', 'byte', 'city'].map((column): Aggregate => ({ kind: 'histogram', column })),
    ...['note', 'tags', 'word'].map((column): Aggregate => ({ kind: 'lists', column })),
    ...['price', 'huge'].map((column): Aggregate => ({ kind: 'sum', column })),
  ];
  return index.ask(
    { groups: [{ kind: 'everything' }, ...groups], aggregates: aggregates.map((aggregate) => ({ group: 0, aggregate })) },
    signal,
  );
}

/** Opens an index, asks, and closes it whatever comes. */
export async function openAndAsk(dir: string, groups: readonly MaskExpression[], options: BitIndexOptions = {}) {
  const index = await BitIndex.open(dir, options);
  try {
    return await askGroups(index, groups);
  } finally {
    await index.close();
  }
}
