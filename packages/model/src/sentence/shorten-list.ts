const MOST_SHOWN = 5;
const SHOWN_OF_MORE = 3;

/** The items a sentence shows, and how many more there are: up to five all, else the first three. */
export function shortenList<T>(items: readonly T[]): { readonly shown: readonly T[]; readonly more: number } {
  if (items.length <= MOST_SHOWN) return { shown: items, more: 0 };
  return { shown: items.slice(0, SHOWN_OF_MORE), more: items.length - SHOWN_OF_MORE };
}
