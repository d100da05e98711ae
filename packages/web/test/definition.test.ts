import { describe, expect, it } from 'vitest';
import { DefinitionProblem, fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toAddressDefinition, toDefinition } from '../src/features/explore/definition/to-definition.ts';
import type { GroupNode, TreeNode } from '../src/features/explore/definition/tree.ts';
import { findNodeOfPath } from '../src/features/explore/read-node-facts.ts';

/** One condition of every line of the grammar. */
const EVERYTHING = {
  all: [
    { attribute: 'gender', in: ['F', '여'] },
    { attribute: 'age', gte: '30', lt: '40' },
    { attribute: 'points', gt: '0.10', lte: '9007199254740993.5' },
    { attribute: '등급', eq: 'VIP' },
    { attribute: 'app', eq: true },
    { attribute: 'concerns', contains: 'dry' },
    { attribute: 'concerns', containsAny: ['dry', 'red'] },
    { attribute: 'joined', exists: false },
    { attribute: 'joined', within: { next: 2, unit: 'week' } },
    { attribute: 'joined', within: { from: '2026-01-01', to: '2026-03-31' } },
    { attribute: 'joined', within: { from: '2026-01-01' } },
    { attribute: 'birthday', anniversary: { next: 30, unit: 'day' } },
    { event: 'purchase', within: { last: 3, unit: 'month' }, avg: { field: 'amount', gte: '100000' } },
    { event: 'purchase', within: { ago: { from: 90, to: 30, unit: 'day' } }, per: 'row', count: { lt: '1' } },
    { event: 'purchase', within: { calendar: 'quarter', offset: -1 }, days: { gte: '2' } },
    { event: 'purchase', recency: { unit: 'week', lte: '4' } },
    { event: 'purchase', per: 'row', avg: { field: 'amount', gt: '1.5' } },
    { event: 'purchase', min: { field: 'delivered', gte: '2026-01-01' } },
    { event: 'purchase', distinct: { field: 'brand', gte: '3' } },
    { event: 'purchase', last: { field: 'brand', exists: true } },
    { event: 'purchase', top: { field: 'brand', in: ['a', 'b'] } },
    {
      event: 'purchase',
      where: [
        { field: 'brand', in: ['a'] },
        { any: [{ not: { field: 'amount', gte: '5' } }, { all: [{ field: 'channel', exists: false }] }] },
      ],
      count: { gte: '1' },
    },
    { sequence: [{ event: 'visit' }, { event: 'purchase', within: { last: 1, unit: 'year' } }], gap: { max: 7, unit: 'day' } },
    { audience: 'vip', version: 2 },
    { customers: ['1', '007'] },
    { not: { any: [{ attribute: 'gender', in: ['F'] }, { not: { attribute: 'age', gte: '3' } }] } },
  ],
};

describe('fromDefinition and toDefinition', () => {
  it('say the same definition again, for every line of the grammar', () => {
    expect(toDefinition(fromDefinition(EVERYTHING, 'language')).definition).toEqual(EVERYTHING);
  });

  it('keep numbers as decimal text: no digit is lost', () => {
    const read = (value: unknown) => toDefinition(fromDefinition({ attribute: 'x', gte: value }, 'language')).definition;
    expect(read('0.10000000000000000001')).toEqual({ all: [{ attribute: 'x', gte: '0.10000000000000000001' }] });
    expect(read(100000)).toEqual({ all: [{ attribute: 'x', gte: '100000' }] });
    expect(read(0.1)).toEqual({ all: [{ attribute: 'x', gte: '0.1' }] });
    // The text of a double this long need not be the text that was written.
    expect(() => read(2 ** 60)).toThrow(DefinitionProblem);
  });

  it('mean nobody by an empty any, and everyone by an empty all, wherever they stand', () => {
    const write = (definition: unknown) => toDefinition(fromDefinition(definition, 'language')).definition;
    expect(write({ any: [] })).toEqual({ all: [{ customers: [] }] });
    expect(write({ not: { any: [] } })).toEqual({ all: [{ not: { customers: [] } }] });
    expect(write({ any: [{ all: [] }, { attribute: 'a', exists: true }] })).toEqual({
      any: [{ not: { customers: [] } }, { attribute: 'a', exists: true }],
    });
    expect(write({ attribute: 'a', in: [] })).toEqual({ all: [{ attribute: 'a', in: [] }] });
    expect(write({ all: [] })).toEqual({ all: [] });
  });

  it.each([
    [{ all: [{ attribute: 'a', gte: 1, near: 2 }] }, 'all[0]'],
    [{ attribute: 'a', in: [], near: 2 }, ''],
    [{ attribute: 'a', containsAny: [], exists: true }, ''],
    [{ all: [{ customers: [], nobody: true }] }, 'all[0]'],
    [{ all: [{ attribute: 'a' }] }, 'all[0]'],
    [{ any: [{ event: 'e', count: { gte: '1' }, days: { gte: '1' } }] }, 'any[0]'],
    [{ all: [{ event: 'e', within: { last: 0, unit: 'day' } }] }, 'all[0].within.last'],
    [{ all: [{ event: 'e', within: {} }] }, 'all[0].within'],
    [{ off: { attribute: 'a', exists: true } }, ''],
    [{ nonsense: 1 }, ''],
    [null, ''],
  ])('refuse %j at its path', (definition, path) => {
    expect(() => fromDefinition(definition, 'language')).toThrow(DefinitionProblem);
    try {
      fromDefinition(definition, 'language');
    } catch (error) {
      expect(error instanceof DefinitionProblem ? error.path : null).toBe(path);
    }
  });

  it('refuse 10,000 nested nots without failing otherwise', () => {
    let definition: unknown = { attribute: 'a', exists: true };
    for (let level = 0; level < 10_000; level += 1) definition = { not: definition };
    expect(() => fromDefinition(definition, 'language')).toThrow(DefinitionProblem);
  });
});

describe('toDefinition', () => {
  const tree = fromDefinition(
    {
      all: [
        { off: { attribute: 'a', in: ['1'] } },
        { attribute: 'b' },
        { not: { attribute: 'c', in: ['2'] } },
        { any: [] },
        { any: [{ attribute: 'd' }] },
        { event: 'e', where: [{ field: 'f' }], count: { gte: '1' } },
        { attribute: 'g', within: {} },
        { not: { any: [{ attribute: 'b' }, { attribute: 'h', exists: true }] } },
      ],
    },
    'address',
  );

  it('leaves out what is off or unfinished, and tells what is unfinished', () => {
    const { definition, unfinished } = toDefinition(tree);
    expect(definition).toEqual({
      all: [{ not: { attribute: 'c', in: ['2'] } }, { not: { any: [{ attribute: 'h', exists: true }] } }],
    });
    const names = tree.children.flatMap((child, index) => (unfinished.has(child.id) ? [index] : []));
    expect(names).toEqual([1, 3, 4, 5, 6]);
  });

  it('tells where each condition went, so that numbers and errors find their card', () => {
    const written = toDefinition(tree);
    const third = tree.children[2];
    const last = tree.children[7];
    expect(written.nodeByPath.get('all[0]')).toBe(third?.id);
    expect(written.nodeByPath.get('all[0].not')).toBe(third?.id);
    expect(findNodeOfPath(written, 'audience.all[0].not.in[3]')).toBe(third?.id);
    expect(findNodeOfPath(written, 'all[1].not.any[0].exists')).toBe(childOf(last, 1)?.id);
    expect(findNodeOfPath(written, 'all[7].attribute')).toBe(null);
    expect(findNodeOfPath(written, 'asOf')).toBe(null);
  });

  it('keeps everything in the form of the address', () => {
    const kept = toAddressDefinition(tree);
    expect(kept).toEqual(toAddressDefinition(fromDefinition(kept, 'address')));
    expect(JSON.stringify(kept)).toContain('{"off":{"attribute":"a","in":["1"]}}');
    expect(JSON.stringify(kept)).toContain('{"attribute":"b"}');
  });
});

function childOf(node: TreeNode | undefined, index: number): TreeNode | undefined {
  return node?.kind === 'group' ? (node satisfies GroupNode).children[index] : undefined;
}
