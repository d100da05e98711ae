import { assertNever } from '@silhouette/model';
import { EVERYONE } from './compare/versus.ts';
import { type AddressState, type BrokenAddress, decodeAddress, readContent } from './definition/address.ts';
import { makeEmptyTree } from './definition/tree.ts';
import { type WrittenAddress, writeAddress } from './definition/write-address.ts';
import { findKept } from './kept-question.ts';

/** What a fragment says to explore. */
interface ReadFragment extends AddressState {
  /** Why it says nothing. */
  readonly brokenLink: BrokenAddress | null;
  /** Whether the definition of the audience that it names is to be fetched first. */
  readonly isAwaited: boolean;
}

/** What the fragment of an address says to explore: nothing, where there is none or it is broken. */
export function readFragment(fragment: string): ReadFragment {
  const nothing = { tree: makeEmptyTree(), asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened: null };
  const decoded = decodeAddress(fragment);
  switch (decoded.kind) {
    case 'empty':
      return { ...nothing, brokenLink: null, isAwaited: false };
    case 'state':
      return { ...decoded.state, brokenLink: null, isAwaited: false };
    case 'audience':
      return { ...decoded.look, tree: nothing.tree, brokenLink: null, isAwaited: true };
    case 'kept': {
      const text = findKept(decoded.id);
      const read = text === null ? ({ kind: 'broken', reason: 'elsewhere', detail: '' } as const) : readContent(text);
      if ('tree' in read) return { ...read, brokenLink: null, isAwaited: false };
      return { ...nothing, brokenLink: read, isAwaited: false };
    }
    case 'broken':
      return { ...nothing, brokenLink: decoded, isAwaited: false };
    default:
      return assertNever(decoded);
  }
}

const NOTHING: WrittenAddress = { kind: 'link', fragment: '' };

/** The address of what is explored; an empty fragment for everyone at the newest. */
export function writeState(state: AddressState): WrittenAddress {
  const isPlain = state.tree.children.length === 0 && state.tree.mode === 'all' && !state.tree.negated;
  const isNewest = state.asOf === null && state.snapshot === null && state.opened === null;
  if (isPlain && isNewest && state.panels === null && state.versus.kind === 'everyone') return NOTHING;
  return writeAddress(state);
}

/** The fragment alone. */
export function writeFragment(state: AddressState): string {
  return writeState(state).fragment;
}
