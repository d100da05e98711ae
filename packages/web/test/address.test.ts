import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressState, decodeAddress, encodeAddress } from '../src/features/explore/definition/address.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toAddressDefinition } from '../src/features/explore/definition/to-definition.ts';

const state = {
  tree: fromDefinition(
    { all: [{ attribute: '성별', in: ['여성 😀'] }, { off: { not: { attribute: 'age', gte: '0.10' } } }, { attribute: 'x' }] },
    'address',
  ),
  asOf: '2026-11-21',
  snapshot: 's-1',
  panels: ['성별', 'age'],
  versus: { kind: 'rest' },
  opened: { id: '봄-고객', version: 3 },
} as const;

describe('the address', () => {
  it('carries the whole question, in letters that no mail program breaks', () => {
    const text = encodeAddress(state);
    expect(text).toMatch(/^[A-Za-z0-9._-]+$/);
    const decoded = decodeAddress(`#${text}`);
    if (decoded.kind !== 'state') throw new Error(`not a state: ${decoded.kind}`);
    expect(toAddressDefinition(decoded.state.tree)).toEqual(toAddressDefinition(state.tree));
    expect({ ...decoded.state, tree: null }).toEqual({ ...state, tree: null });
  });

  it('carries whom the group is compared with; everyone when it says nothing of it', () => {
    const read = (versus: AddressState['versus']) => decodeAddress(encodeAddress({ ...state, versus }));
    const definition = { all: [{ attribute: 'age', gte: '0.1' }] };
    expect(read({ kind: 'audience', definition })).toMatchObject({ state: { versus: { kind: 'audience', definition } } });
    expect(read({ kind: 'everyone' })).toMatchObject({ state: { versus: { kind: 'everyone' } } });
    const old = encodeAddress({ ...state, versus: { kind: 'everyone' } });
    expect(atob((old.split('.')[2] ?? '').replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('"v"');
  });

  it('says nothing when empty', () => {
    expect(decodeAddress('')).toEqual({ kind: 'empty' });
    expect(decodeAddress('#')).toEqual({ kind: 'empty' });
  });

  it('notices every cut and every changed letter: never another question', () => {
    const text = encodeAddress(state);
    for (let length = 1; length < text.length; length += 1) expect(decodeAddress(text.slice(0, length)).kind).toBe('broken');
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'abcXYZ019-_'), (index, letter) => {
        fc.pre(text[index] !== letter);
        expect(decodeAddress(text.slice(0, index) + letter + text.slice(index + 1)).kind).toBe('broken');
      }),
    );
  });

  it.each(['hello', '#/audiences', '1.00000000.e30', '2.00000000.e30', '1..', '....', '1.zz.%%%'])('refuses %s', (text) => {
    expect(decodeAddress(text).kind).toBe('broken');
  });

  it('tells a newer version from a damaged link from something else', () => {
    const text = encodeAddress(state);
    expect(decodeAddress(text.replace(/^1/, '2'))).toMatchObject({ reason: 'newer' });
    expect(decodeAddress(text.slice(0, -1))).toMatchObject({ reason: 'damaged' });
    expect(decodeAddress('somewhere')).toMatchObject({ reason: 'unreadable' });
  });
});
