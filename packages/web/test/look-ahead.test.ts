import { describe, expect, it } from 'vitest';
import { addPanelValue } from '../src/features/explore/add-from-panel.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { makeValueCondition } from '../src/features/explore/definition/make-condition.ts';
import type { GroupNode } from '../src/features/explore/definition/tree.ts';
import { writeLookAhead, writeTreesAhead } from '../src/features/explore/look-ahead/write-look-ahead.ts';

const read = (definition: unknown) => fromDefinition(definition, 'address');
const gender = { attribute: 'gender', in: ['F'] };
const region = { id: 'region', type: 'category' } as const;
const child = (tree: GroupNode, index: number) => {
  const found = tree.children[index];
  if (found === undefined) throw new Error('no such child');
  return found;
};

describe('what is asked to look ahead', () => {
  it('is the rest of an outermost all, and each condition by itself', () => {
    const tree = read({ all: [gender, { attribute: 'region', in: ['seoul'] }, { off: { attribute: 'age', gte: '30' } }] });
    const tried = ['busan', 'seoul'].map((value) => makeValueCondition(region, value));
    expect(writeLookAhead(tree, { kind: 'replace', id: child(tree, 1).id }, tried)).toEqual({
      audience: { all: [gender] },
      conditions: [{ all: [{ attribute: 'region', in: ['busan'] }] }, { all: [{ attribute: 'region', in: ['seoul'] }] }],
    });
    expect(writeLookAhead(tree, { kind: 'insert', groupId: tree.id }, tried.slice(0, 1))?.audience).toEqual({
      all: [gender, { attribute: 'region', in: ['seoul'] }],
    });
  });

  it('is the whole tree with the condition where another meaning holds', () => {
    const tried = [makeValueCondition(region, 'busan')];
    const any = read({ any: [gender, { attribute: 'region', in: ['seoul'] }] });
    expect(writeLookAhead(any, { kind: 'replace', id: child(any, 1).id }, tried)).toEqual({
      audience: { all: [] },
      conditions: [{ any: [gender, { attribute: 'region', in: ['busan'] }] }],
    });
    const nested = read({ all: [gender, { any: [{ attribute: 'grade', in: ['a'] }] }] });
    expect(writeLookAhead(nested, { kind: 'insert', groupId: child(nested, 1).id }, [...tried, ...tried])).toEqual({
      audience: { all: [gender] },
      conditions: [0, 1].map(() => ({
        all: [
          {
            any: [
              { attribute: 'grade', in: ['a'] },
              { attribute: 'region', in: ['busan'] },
            ],
          },
        ],
      })),
    });
    const negated = { ...read({ all: [gender] }), negated: true };
    expect(writeLookAhead(negated, { kind: 'insert', groupId: negated.id }, tried)).toEqual({
      audience: { all: [] },
      conditions: [{ not: { all: [gender, { attribute: 'region', in: ['busan'] }] } }],
    });
  });

  it('is the group without the condition where its last value goes', () => {
    const tree = read({ all: [gender, { attribute: 'region', in: ['seoul'] }] });
    const place = { kind: 'replace', id: child(tree, 1).id } as const;
    expect(writeLookAhead(tree, place, [null, makeValueCondition(region, 'busan')])).toEqual({
      audience: { all: [gender] },
      conditions: [{ all: [] }, { all: [{ attribute: 'region', in: ['busan'] }] }],
    });
    const any = read({ any: [gender, { attribute: 'region', in: ['seoul'] }] });
    expect(writeLookAhead(any, { kind: 'replace', id: child(any, 1).id }, [null])?.conditions).toEqual([{ any: [gender] }]);
  });

  it('tries found values as a click adds them: beside values that are listed already', () => {
    const tree = read({ all: [gender, { attribute: 'region', in: ['seoul'] }] });
    const trees = ['seoul', 'busan'].map((value) => addPanelValue(tree, region, value).tree);
    expect(writeTreesAhead(tree, trees)).toEqual({
      audience: { all: [gender] },
      conditions: [
        { all: [{ attribute: 'region', in: ['seoul'] }] },
        { all: [{ attribute: 'region', in: ['seoul', 'busan'] }] },
      ],
    });
  });

  it('counts a condition that is switched off as if it were on', () => {
    const tree = read({ all: [gender, { off: { attribute: 'region', in: ['seoul'] } }] });
    const tried = { ...makeValueCondition(region, 'busan'), off: true };
    expect(writeLookAhead(tree, { kind: 'replace', id: child(tree, 1).id }, [tried])?.conditions).toEqual([
      { all: [{ attribute: 'region', in: ['busan'] }] },
    ]);
  });

  it('is nothing while a condition is unfinished, or its place is gone', () => {
    const tree = read({ all: [gender] });
    const unfinished = { ...makeValueCondition(region, 'x'), test: { kind: 'compare', compare: {} } } as const;
    expect(writeLookAhead(tree, { kind: 'insert', groupId: tree.id }, [unfinished])).toBeNull();
    expect(writeLookAhead(tree, { kind: 'replace', id: 'gone' }, [makeValueCondition(region, 'x')])).toBeNull();
  });
});
