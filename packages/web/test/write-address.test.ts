import { beforeEach, describe, expect, it } from 'vitest';
import { writeExploreLink } from '../src/features/audiences/explore-link.ts';
import { EVERYONE } from '../src/features/explore/compare/versus.ts';
import { decodeAddress, encodeAddress } from '../src/features/explore/definition/address.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';
import { MOST_LETTERS, noteSaved, writeAddress } from '../src/features/explore/definition/write-address.ts';
import { useExploreStore } from '../src/features/explore/explore-store.ts';
import { findKept, keepForLink } from '../src/features/explore/kept-question.ts';

const LOOK = { asOf: null, snapshot: null, panels: null, versus: EVERYONE };
const KEYS = Array.from({ length: 100_000 }, (_, index) => `${String(index).padStart(8, '0')}-aaaa-bbbb-cccc-ddddeeeeffff`);
const large = () => fromDefinition({ customers: KEYS }, 'language');
const store = () => useExploreStore.getState();

beforeEach(() => store().startEmpty());

describe('an address', () => {
  it('is the question itself up to what browsers and mail programs take', () => {
    const state = { ...LOOK, tree: fromDefinition({ customers: KEYS.slice(0, 1000) }, 'language'), opened: null };
    expect(writeAddress(state)).toEqual({ kind: 'link', fragment: encodeAddress(state) });
  });

  it('only names a larger one, and opens it where it is kept and nowhere else', () => {
    const written = writeAddress({ ...LOOK, tree: large(), opened: null });
    if (written.kind !== 'kept') throw new Error('not too large');
    expect(written.fragment.length).toBeLessThan(60);
    store().openAddress(written.fragment);
    expect(store().brokenLink).toMatchObject({ reason: 'elsewhere' });
    keepForLink(written);
    expect(findKept(written.id)).toBe(written.text);
    store().openAddress(written.fragment);
    expect(store().brokenLink).toBeNull();
    expect(toDefinition(store().tree).definition).toEqual({ all: [{ customers: KEYS }] });
    expect(store().tree.children[0]).toMatchObject({ kind: 'customers', keys: KEYS });
  });

  it('of a large audience as it was saved names its version: one that was changed, or not saved whole, does not', () => {
    const opened = { id: 'vip', version: 3 };
    const tree = large();
    noteSaved(tree, opened);
    const written = writeAddress({ ...LOOK, tree, opened });
    expect(written.kind).toBe('link');
    expect(decodeAddress(written.fragment)).toEqual({ kind: 'audience', look: { ...LOOK, opened } });
    expect(writeAddress({ ...LOOK, tree: { ...tree }, opened }).kind).toBe('kept');
    expect(writeAddress({ ...LOOK, tree, opened: { ...opened, version: 2 } }).kind).toBe('kept');
    const partly = { ...tree, children: tree.children.map((child) => ({ ...child, off: true })) };
    noteSaved(partly, opened);
    expect(writeAddress({ ...LOOK, tree: partly, opened }).kind).toBe('kept');
  });

  it('of a saved audience is a link that fits wherever it is opened from, and waits for the definition', () => {
    const link = writeExploreLink({ customers: KEYS }, { id: 'vip', version: 3 }) ?? '';
    expect(link.length).toBeLessThan(MOST_LETTERS / 100);
    store().openAddress(link.slice(link.indexOf('#')));
    expect([store().isAwaited, store().opened]).toEqual([true, { id: 'vip', version: 3 }]);
    store().settleAwaited(large(), '');
    expect([store().isAwaited, store().tree.children.length]).toEqual([false, 1]);
    store().openAddress(link.slice(link.indexOf('#')));
    store().settleAwaited(null, 'gone');
    expect(store().brokenLink).toBeNull();
    store().startEmpty();
    store().openAddress(link.slice(link.indexOf('#')));
    store().settleAwaited(null, 'gone');
    expect(store().brokenLink).toMatchObject({ reason: 'missing', detail: 'gone' });
    store().openDefinition(large(), null);
    expect([store().isAwaited, store().brokenLink?.reason]).toEqual([false, 'missing']);
  });
});
