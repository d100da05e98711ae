import { describe, expect, it } from 'vitest';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';
import { addTrait } from '../src/features/explore/portrait/add-trait.ts';

const pet = { id: 'pet', type: 'category' } as const;
const spend = { id: 'spend', type: 'number' } as const;
const joined = { id: 'joined', type: 'date' } as const;

describe('a click on a trait', () => {
  const tree = fromDefinition({ all: [{ attribute: 'city', in: ['Seoul'] }] }, 'language');
  const write = (edit: ReturnType<typeof addTrait>) => (edit === null ? null : toDefinition(edit.tree).definition);
  const withCity = (condition: object) => ({ all: [{ attribute: 'city', in: ['Seoul'] }, condition] });

  it('adds the value, the range, or whether there is one', () => {
    expect(write(addTrait(tree, pet, { kind: 'value', value: 'dog', label: { ko: '개', en: 'Dog' } }))).toEqual(
      withCity({ attribute: 'pet', in: ['dog'] }),
    );
    expect(write(addTrait(tree, spend, { kind: 'range', from: '100', to: null }))).toEqual(
      withCity({ attribute: 'spend', gte: '100' }),
    );
    // Ranges end before `to`, windows include their last day.
    expect(write(addTrait(tree, joined, { kind: 'range', from: '2024-01-01', to: '2024-02-01' }))).toEqual(
      withCity({ attribute: 'joined', within: { from: '2024-01-01', to: '2024-01-31' } }),
    );
    expect(write(addTrait(tree, pet, { kind: 'missing' }))).toEqual(withCity({ attribute: 'pet', exists: false }));
    expect(write(addTrait(tree, pet, { kind: 'present' }))).toEqual(withCity({ attribute: 'pet', exists: true }));
  });

  it('goes into the group chosen for new conditions', () => {
    const nested = fromDefinition({ all: [{ any: [{ attribute: 'age', lt: '20' }] }] }, 'language');
    const groupId = nested.children[0]?.id ?? '';
    expect(write(addTrait(nested, pet, { kind: 'missing' }, groupId))).toEqual({
      all: [
        {
          any: [
            { attribute: 'age', lt: '20' },
            { attribute: 'pet', exists: false },
          ],
        },
      ],
    });
  });
});
