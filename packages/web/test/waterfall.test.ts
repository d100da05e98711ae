import type { ExplainAnswer, NestedStep } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';
import { listWaterfall } from '../src/features/explore/drawers/list-waterfall.ts';
import { readNodeNumbers } from '../src/features/explore/read-node-facts.ts';

const step = (path: string, remaining: number) => ({ path, sentence: { ko: path, en: path }, alone: 9, remaining });
const inner = (path: string, remaining: number, join: 'all' | 'any', excluded = false): NestedStep => ({
  ...step(path, remaining),
  join,
  excluded,
});

describe('the waterfall', () => {
  const explained = {
    waterfall: [step('all[0]', 8), step('all[1]', 5), step('all[2]', 4)],
    nested: [
      inner('all[1].any[0]', 3, 'any'),
      inner('all[1].any[1]', 5, 'any'),
      inner('all[1].any[1].all[0]', 6, 'all'),
      inner('all[2].not.all[0]', 2, 'all', true),
    ],
  };

  it('shows what is inside of groups under them', () => {
    expect(listWaterfall(explained).map(({ path, depth }) => [path, depth])).toEqual([
      ['all[0]', 0],
      ['all[1]', 0],
      ['all[1].any[0]', 1],
      ['all[1].any[1]', 1],
      ['all[1].any[1].all[0]', 2],
      ['all[2]', 0],
      ['all[2].not.all[0]', 1],
    ]);
    const any = { waterfall: [step('', 5)], nested: [inner('any[0]', 3, 'any'), inner('any[1]', 5, 'any')] };
    expect(listWaterfall(any).map(({ path, depth }) => [path, depth])).toEqual([
      ['', 0],
      ['any[0]', 1],
      ['any[1]', 1],
    ]);
    expect(listWaterfall({ ...any, nested: null })).toHaveLength(1);
  });

  it('gives every card its numbers, however deep it is', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((attribute) => ({ attribute, exists: true }));
    const tree = fromDefinition({ all: [a, { any: [b, { all: [c, d] }] }, { not: { all: [a, b] } }] }, 'language');
    const written = toDefinition(tree);
    // Only the steps are read.
    const numbers = readNodeNumbers(written, explained as unknown as ExplainAnswer);
    const at = (path: string) => numbers.get(written.nodeByPath.get(path) ?? '');
    expect(at('all[1]')).toEqual({ alone: 9, remaining: 5, join: 'all', excluded: false });
    expect(at('all[1].any[1].all[0]')).toEqual({ alone: 9, remaining: 6, join: 'all', excluded: false });
    expect(at('all[2].not.all[0]')).toEqual({ alone: 9, remaining: 2, join: 'all', excluded: true });
  });
});
