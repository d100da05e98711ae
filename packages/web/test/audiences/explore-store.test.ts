import { beforeEach, describe, expect, it } from 'vitest';
import { readTree, writeExploreLink } from '../../src/features/audiences/explore-link.ts';
import { EVERYONE } from '../../src/features/explore/compare/versus.ts';
import { decodeAddress, encodeAddress } from '../../src/features/explore/definition/address.ts';
import { DefinitionProblem, fromDefinition } from '../../src/features/explore/definition/from-definition.ts';
import { toAddressDefinition, toDefinition } from '../../src/features/explore/definition/to-definition.ts';
import { writeAddress } from '../../src/features/explore/definition/write-address.ts';
import { useExploreStore } from '../../src/features/explore/explore-store.ts';

const store = () => useExploreStore.getState();
const women = () => fromDefinition({ attribute: 'gender', eq: 'F' }, 'language');
const adults = () => fromDefinition({ attribute: 'age', gte: '19' }, 'language');
const asked = () => toDefinition(store().tree).definition;
const WOMEN = { all: [{ attribute: 'gender', eq: 'F' }] };
const ADULTS = { all: [{ attribute: 'age', gte: '19' }] };

beforeEach(() => store().startEmpty());

describe('the audience that is open', () => {
  it('stays open while its conditions are changed, and is left and found again by undoing', () => {
    store().openDefinition(women(), { id: 'w', version: 2 });
    store().edit(adults);
    expect(store().opened).toEqual({ id: 'w', version: 2 });
    store().undo();
    store().undo();
    expect(store().opened).toBeNull();
    store().redo();
    expect([asked(), store().opened]).toEqual([WOMEN, { id: 'w', version: 2 }]);
  });

  it('is the saved version wherever undo leads back to, so that nobody meets oneself', () => {
    store().openDefinition(women(), { id: 'w', version: 2 });
    store().edit(adults);
    store().markSaved({ id: 'w', version: 3 }, store().tree);
    store().undo();
    expect([asked(), store().opened]).toEqual([WOMEN, { id: 'w', version: 3 }]);
    store().redo();
    expect([asked(), store().opened]).toEqual([ADULTS, { id: 'w', version: 3 }]);
  });

  it('is what was saved, whatever the page holds when the answer comes', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);
    const large = (more: readonly string[]) => fromDefinition({ customers: [...keys, ...more] }, 'language');
    store().openDefinition(large([]), { id: 'w', version: 2 });
    const saved = store().tree;
    store().edit(() => large(['one-more']));
    store().markSaved({ id: 'w', version: 3 }, saved);
    // Too large for an address, one that is what was saved names that; another one must not.
    expect(writeAddress(store()).kind).toBe('kept');
    expect(writeAddress({ ...store(), tree: saved }).kind).toBe('link');
  });

  it('is another’s where undo leads back to another', () => {
    store().openDefinition(women(), { id: 'other', version: 5 });
    store().openDefinition(adults(), { id: 'w', version: 2 });
    store().markSaved({ id: 'w', version: 3 }, store().tree);
    store().undo();
    expect(store().opened).toEqual({ id: 'other', version: 5 });
  });

  it('of a link takes the place of what was there, which undo brings back', () => {
    store().edit(adults);
    const link = writeExploreLink({ attribute: 'gender', eq: 'F' }, { id: 'w', version: 2 }) ?? '';
    store().openAddress(link.slice(link.indexOf('#')));
    expect([asked(), store().opened]).toEqual([WOMEN, { id: 'w', version: 2 }]);
    store().undo();
    expect([asked(), store().opened]).toEqual([ADULTS, null]);
  });
});

describe('a step', () => {
  it('is named when it is undone and done again', () => {
    const said = () => store().announcement;
    store().edit(women, { announce: 'Gender added' });
    store().edit(adults);
    store().undo((did) => `undone ${did}`);
    expect(said()).toBe('undone ');
    store().undo((did) => `undone ${did}`);
    expect(said()).toBe('undone Gender added');
    store().redo((did) => `redone ${did}`);
    expect(said()).toBe('redone Gender added');
    store().undo((did) => `undone ${did}`);
    expect(said()).toBe('undone Gender added');
  });
});

describe('a link of an audience', () => {
  const state = { tree: women(), asOf: null, snapshot: null, panels: null, versus: EVERYONE };

  it('is older without one, and then has none', () => {
    const old = encodeAddress({ ...state, opened: null });
    expect(atob((old.split('.')[2] ?? '').replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('"o"');
    expect(decodeAddress(old)).toMatchObject({ kind: 'state', state: { opened: null } });
  });

  it.each([[[]], [['w']], [['w', 0]], [['w', '2']], [['w', 1.5]], [[1, 1]], ['w'], [['w', 1, 2]]])(
    'is broken with %j',
    (opened) => {
      const text = encodeAddress({ ...state, opened: null });
      const body = JSON.parse(atob((text.split('.')[2] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
      const changed = btoa(JSON.stringify({ ...body, o: opened }))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
      let hash = 0x811c9dc5;
      for (const char of changed) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
      const fragment = `1.${(hash >>> 0).toString(16).padStart(8, '0')}.${changed}`;
      expect(decodeAddress(fragment)).toMatchObject({ kind: 'broken', reason: 'unreadable' });
    },
  );

  it('is not made of what the page cannot show', () => {
    expect(writeExploreLink({ colour: 'red' })).toBeNull();
    expect(readTree({ attribute: 'x', eq: 1e300 })).toBeNull();
  });
});

describe('a saved audience as a condition', () => {
  it('takes no part until it is chosen, and is kept in the address meanwhile', () => {
    const tree = fromDefinition({ all: [{ audience: '' }, { attribute: 'age', gte: '1' }] }, 'address');
    expect(toDefinition(tree)).toMatchObject({ definition: { all: [{ attribute: 'age', gte: '1' }] } });
    expect(toDefinition(tree).unfinished.size).toBe(1);
    expect(toAddressDefinition(tree)).toEqual({ all: [{ audience: '' }, { attribute: 'age', gte: '1' }] });
  });

  it('without an id is no condition of the language: leaving it out would ask for more customers', () => {
    expect(() => fromDefinition({ audience: '' }, 'language')).toThrow(DefinitionProblem);
  });
});
