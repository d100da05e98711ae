const MOST_SHOWN = 5;
const SHOWN_OF_MORE = 3;

/** How many items there are, and each as a text when it is shown: lists may have 100,000. */
export interface ListedTexts {
  readonly length: number;
  readonly at: (index: number) => string;
}

/** The texts of items, each written when it is shown. */
export function listTexts<T>(items: readonly T[], write: (item: T) => string): ListedTexts {
  const at = (index: number): string => {
    const item = items[index];
    if (item === undefined) throw new RangeError(`There is no item ${index}.`);
    return write(item);
  };
  return { length: items.length, at };
}

/** The texts a sentence shows, and how many more there are: up to five all, else the first three. */
export function shortenTexts({ length, at }: ListedTexts): { readonly shown: readonly string[]; readonly more: number } {
  const shown = length <= MOST_SHOWN ? length : SHOWN_OF_MORE;
  return { shown: Array.from({ length: shown }, (_, index) => at(index)), more: length - shown };
}
