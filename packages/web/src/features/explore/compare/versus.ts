import { parseJsonText, SilhouetteError } from '@silhouette/model';
import { decodeAddress } from '../definition/address.ts';
import { DefinitionProblem, fromDefinition } from '../definition/from-definition.ts';
import { type JsonObject, toDefinition } from '../definition/to-definition.ts';

/** Whom the group is compared with. */
export type Versus =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'audience'; readonly definition: JsonObject };

/** Everyone: what a page without a choice compares with. */
export const EVERYONE: Versus = { kind: 'everyone' };

/** What a pasted text names, or why it names nothing. */
export type PastedAudience =
  | { readonly kind: 'audience'; readonly definition: JsonObject }
  /** `link`: a link that is damaged or not of this page; `json`: not a definition; `detail` says where, in English. */
  | { readonly kind: 'unreadable'; readonly of: 'link' | 'json'; readonly detail: string };

/**
 * The audience of a pasted text: a link of this page (its question, without its as-of and panels) or a definition as
 * JSON. Nothing is guessed: what is neither is unreadable.
 */
export function readPastedAudience(text: string): PastedAudience {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) {
    const decoded = decodeAddress(trimmed.slice(trimmed.indexOf('#') + 1));
    if (decoded.kind === 'state') return { kind: 'audience', definition: toDefinition(decoded.state.tree).definition };
    if (decoded.kind === 'audience') {
      const { id, version } = decoded.look.opened;
      return { kind: 'audience', definition: { audience: id, version } };
    }
    return { kind: 'unreadable', of: 'link', detail: decoded.kind === 'broken' ? decoded.detail : '' };
  }
  try {
    // Through JSON the exact numbers become decimal strings: the same values to the page and to the server.
    const plain: unknown = JSON.parse(JSON.stringify(parseJsonText(trimmed)));
    return { kind: 'audience', definition: toDefinition(fromDefinition(plain, 'language')).definition };
  } catch (error) {
    if (error instanceof DefinitionProblem) {
      return { kind: 'unreadable', of: 'json', detail: error.path === '' ? error.message : `${error.path}: ${error.message}` };
    }
    if (error instanceof SilhouetteError) return { kind: 'unreadable', of: 'json', detail: error.message };
    throw error;
  }
}
