import {
  type AddressState,
  encodeContent,
  encodeKept,
  makeKeptId,
  type OpenedAudience,
  writeAudienceContent,
  writeContent,
} from './address.ts';
import { toAddressDefinition, toDefinition } from './to-definition.ts';
import type { GroupNode } from './tree.ts';

/**
 * Most letters of a fragment. Browsers refuse addresses of one or two million; long before that, programs that people
 * send links with cut them.
 */
export const MOST_LETTERS = 100_000;

/** The address of a question. */
export type WrittenAddress =
  /** Opens the question anywhere. */
  | { readonly kind: 'link'; readonly fragment: string }
  /** The question is too large: the fragment only names it, its `text` must be kept under the id. */
  | { readonly kind: 'kept'; readonly fragment: string; readonly id: string; readonly text: string };

/** Trees that are, whole, the definition of a version of a saved audience: a link may name it in their place. */
const savedAs = new WeakMap<GroupNode, OpenedAudience>();

/** Notes that a tree is what was saved as a version; one with conditions that were left out of it is not. */
export function noteSaved(tree: GroupNode, version: OpenedAudience): void {
  const { definition, unfinished } = toDefinition(tree);
  if (unfinished.size > 0 || JSON.stringify(definition) !== JSON.stringify(toAddressDefinition(tree))) return;
  savedAs.set(tree, version);
}

let last: { readonly state: AddressState; readonly written: WrittenAddress } | null = null;

/** The address of a question: itself, where it is not too large; else the saved audience that it is, else its name. */
export function writeAddress(state: AddressState): WrittenAddress {
  // The page asks for one and the same state again and again; writing a large one takes a while.
  if (last !== null && isSame(last.state, state)) return last.written;
  const written = writeAnew(state);
  last = { state, written };
  return written;
}

function writeAnew(state: AddressState): WrittenAddress {
  const text = writeContent(state);
  if (text.length <= MOST_LETTERS) {
    const fragment = encodeContent(text);
    if (fragment.length <= MOST_LETTERS) return { kind: 'link', fragment };
  }
  const { opened } = state;
  const saved = savedAs.get(state.tree);
  if (opened !== null && saved?.id === opened.id && saved.version === opened.version) {
    const content = writeAudienceContent({ ...state, opened });
    const fragment = content.length <= MOST_LETTERS ? encodeContent(content) : null;
    if (fragment !== null && fragment.length <= MOST_LETTERS) return { kind: 'link', fragment };
  }
  const id = makeKeptId(text);
  return { kind: 'kept', fragment: encodeKept(id), id, text };
}

function isSame(a: AddressState, b: AddressState): boolean {
  return (
    a.tree === b.tree &&
    a.asOf === b.asOf &&
    a.snapshot === b.snapshot &&
    a.panels === b.panels &&
    a.versus === b.versus &&
    a.opened === b.opened
  );
}
