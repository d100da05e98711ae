import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFlip, type JudgedNode } from '../../src/why/find-flip.ts';

type Tree =
  | { readonly kind: 'leaf'; readonly holds: boolean }
  | { readonly kind: 'not'; readonly child: Tree }
  | { readonly kind: 'all' | 'any'; readonly children: readonly Tree[] };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('leaf' as const), holds: fc.boolean() }),
    fc.record({ kind: fc.constant('not' as const), child: tie('tree') }),
    fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), children: fc.array(tie('tree'), { maxLength: 3 }) }),
  ),
}));

/** Numbers nodes in the order of the tree. */
function judge(from: Tree): { readonly root: JudgedNode; readonly leaves: readonly number[] } {
  let next = 0;
  const leaves: number[] = [];
  const visit = (node: Tree): JudgedNode => {
    const number = next;
    next += 1;
    if (node.kind === 'leaf') {
      leaves.push(number);
      return { number, kind: 'attribute', holds: node.holds, children: [] };
    }
    const children = node.kind === 'not' ? [visit(node.child)] : node.children.map(visit);
    const verdicts = children.map(({ holds }) => holds);
    const holds =
      node.kind === 'all' ? verdicts.every(Boolean) : node.kind === 'any' ? verdicts.some(Boolean) : verdicts[0] !== true;
    return { number, kind: node.kind, holds, children };
  };
  return { root: visit(from), leaves };
}

function evaluate(node: JudgedNode, flipped: ReadonlySet<number>): boolean {
  switch (node.kind) {
    case 'all':
      return node.children.every((child) => evaluate(child, flipped));
    case 'any':
      return node.children.some((child) => evaluate(child, flipped));
    case 'not':
      return !node.children.some((child) => evaluate(child, flipped));
    default:
      return flipped.has(node.number) ? !node.holds : node.holds;
  }
}

describe('the smallest change that flips a tree', () => {
  it('flips it, and no smaller set of leaves does (held against all sets)', () => {
    fc.assert(
      fc.property(tree, (from) => {
        const { root, leaves } = judge(from);
        fc.pre(leaves.length <= 10);
        const found = findFlip(root);
        const sizes = Array.from({ length: 2 ** leaves.length }, (_, set) => {
          const chosen = new Set(leaves.filter((_leaf, place) => (set & (1 << place)) !== 0));
          return evaluate(root, chosen) === root.holds ? Number.POSITIVE_INFINITY : chosen.size;
        });
        expect(found?.length ?? Number.POSITIVE_INFINITY).toBe(Math.min(...sizes));
        if (found === null) return;
        expect(evaluate(root, new Set(found))).toBe(!root.holds);
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes the first of several in the order of the tree', () => {
    const leaf = (holds: boolean): Tree => ({ kind: 'leaf', holds });
    expect(findFlip(judge({ kind: 'all', children: [leaf(true), leaf(true)] }).root)).toEqual([1]);
    expect(findFlip(judge({ kind: 'any', children: [leaf(false), leaf(false)] }).root)).toEqual([1]);
    expect(findFlip(judge({ kind: 'all', children: [leaf(false), leaf(true), leaf(false)] }).root)).toEqual([1, 3]);
  });

  it('finds none where no condition is', () => {
    for (const kind of ['all', 'any'] as const) {
      expect(findFlip(judge({ kind, children: [] }).root)).toBeNull();
      expect(findFlip(judge({ kind: 'not', child: { kind, children: [] } }).root)).toBeNull();
    }
  });
});
