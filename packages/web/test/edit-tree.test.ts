import { describe, expect, it } from 'vitest';
import {
  canUnwrap,
  countConditions,
  duplicateNode,
  findMoveTarget,
  findNode,
  findPlace,
  insertNode,
  moveNode,
  removeNode,
  unwrapGroup,
  wrapNode,
} from '../src/features/explore/definition/edit-tree.ts';
import { toAddressDefinition } from '../src/features/explore/definition/to-definition.ts';
import type { GroupNode, TreeNode } from '../src/features/explore/definition/tree.ts';

function leaf(id: string): TreeNode {
  return { kind: 'attribute', id, negated: false, off: false, attribute: id, test: { kind: 'exists', exists: true } };
}
function group(id: string, mode: 'all' | 'any', ...children: TreeNode[]): GroupNode {
  return { kind: 'group', id, negated: false, off: false, mode, children };
}
/** A tree as text: `a (b c) d`. */
function show(node: TreeNode): string {
  return node.kind === 'group' ? `(${node.children.map(show).join(' ')})` : node.id;
}

const tree = group('root', 'all', leaf('a'), group('g', 'any', leaf('b'), leaf('c')), leaf('d'));

describe('edits of the tree', () => {
  it('find nodes and their places', () => {
    expect(findNode(tree, 'c')?.id).toBe('c');
    expect(findNode(tree, 'x')).toBe(null);
    expect(findPlace(tree, 'c')).toMatchObject({ group: { id: 'g' }, index: 1 });
    expect(findPlace(tree, 'root')).toBe(null);
    expect(countConditions(tree)).toBe(4);
  });

  it('insert and remove, leaving the tree before untouched', () => {
    expect(show(insertNode(tree, 'g', leaf('x'), 1))).toBe('(a (b x c) d)');
    expect(show(insertNode(tree, 'root', leaf('x')))).toBe('(a (b c) d x)');
    expect(show(removeNode(tree, 'b'))).toBe('(a (c) d)');
    expect(removeNode(tree, 'root')).toBe(tree);
    expect(show(tree)).toBe('(a (b c) d)');
  });

  it.each([
    ['a', 'root', 3, '((b c) d a)'],
    ['d', 'root', 0, '(d a (b c))'],
    ['a', 'root', 2, '((b c) a d)'],
    ['d', 'g', 1, '(a (b d c))'],
    ['b', 'root', 0, '(b a (c) d)'],
    ['g', 'root', 0, '((b c) a d)'],
  ])('move %s to before position %s %i', (id, groupId, index, after) => {
    expect(show(moveNode(tree, id, groupId, index))).toBe(after);
  });

  it('do not move a group into itself, nor to where it stands', () => {
    expect(moveNode(tree, 'g', 'g', 0)).toBe(tree);
    expect(moveNode(tree, 'root', 'g', 0)).toBe(tree);
    expect(moveNode(tree, 'd', 'root', 2)).toBe(tree);
    expect(moveNode(tree, 'd', 'root', 3)).toBe(tree);
  });

  it('step by keyboard: up, down, into the group beside, out of the group', () => {
    const step = (id: string, way: 'up' | 'down' | 'in' | 'out') => {
      const target = findMoveTarget(tree, id, way);
      return target === null ? null : show(moveNode(tree, id, target.groupId, target.index));
    };
    expect(step('d', 'up')).toBe('(a d (b c))');
    expect(step('a', 'down')).toBe('((b c) a d)');
    expect(step('a', 'up')).toBe(null);
    expect(step('d', 'down')).toBe(null);
    expect(step('d', 'in')).toBe('(a (b c d))');
    expect(step('a', 'in')).toBe('((a b c) d)');
    expect(step('b', 'out')).toBe('(a (c) b d)');
    expect(step('a', 'out')).toBe(null);
  });

  it('duplicate with ids of their own, right after', () => {
    const { tree: copied, copyId } = duplicateNode(tree, 'g');
    expect(copied.children).toHaveLength(4);
    expect(copied.children[2]?.id).toBe(copyId);
    const ids = new Set<string>();
    const collect = (node: TreeNode) => {
      expect(ids.has(node.id)).toBe(false);
      ids.add(node.id);
      if (node.kind === 'group') node.children.forEach(collect);
    };
    collect(copied);
    const [, original, copy] = copied.children.map(toAddressDefinition);
    expect(copy).toEqual(original);
  });

  it('wrap and unwrap; a group that would ask something else stays', () => {
    const wrapped = wrapNode(tree, 'a');
    expect(show(wrapped)).toBe('((a) (b c) d)');
    const [first] = wrapped.children;
    expect(first?.kind === 'group' ? first.mode : null).toBe('any');
    expect(show(unwrapGroup(wrapped, first?.id ?? ''))).toBe('(a (b c) d)');
    expect(unwrapGroup(tree, 'g')).toBe(tree);
    const same = group('root', 'all', group('g', 'all', leaf('b'), leaf('c')));
    expect(show(unwrapGroup(same, 'g'))).toBe('(b c)');
    expect(canUnwrap(same, { ...group('g', 'all', leaf('b')), negated: true })).toBe(false);
  });
});
