import { assertNever, type SavedAudience } from '@silhouette/model';
import type { Language } from '../../i18n/language.ts';

/** Orders of the library: newest change first, newest first, by name, largest (when saved) first. */
export const LIBRARY_ORDERS = ['updated', 'created', 'name', 'size'] as const;
/** One of {@link LIBRARY_ORDERS}. */
export type LibraryOrder = (typeof LIBRARY_ORDERS)[number];

/** Which audiences of the library are shown. */
export interface LibraryView {
  /** Words that name, id, description, tags or sentence hold, all of them; blank: all. */
  readonly search: string;
  readonly tag: string | null;
  readonly order: LibraryOrder;
}

function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The audiences that a view shows, in its order; equal ones as they came. */
export function findAudiences(
  audiences: readonly SavedAudience[],
  { search, tag, order }: LibraryView,
  lang: Language,
): readonly SavedAudience[] {
  const words = foldText(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const found = audiences.filter((audience) => {
    if (tag !== null && !audience.tags.includes(tag)) return false;
    const { id, name, description, tags, sentence } = audience;
    const text = foldText([id, name, description ?? '', ...tags, sentence?.[lang] ?? ''].join('\n'));
    return words.every((word) => text.includes(word));
  });
  switch (order) {
    case 'updated':
      return found.toSorted((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
    case 'created':
      return found.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    case 'name': {
      const { compare } = new Intl.Collator(lang, { numeric: true });
      return found.toSorted((a, b) => compare(a.name, b.name));
    }
    case 'size':
      return found.toSorted((a, b) => (b.size?.count ?? 0) - (a.size?.count ?? 0));
    default:
      return assertNever(order);
  }
}
