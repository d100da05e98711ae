import type { CatalogAttribute } from '@silhouette/model';
import type { Language } from '../../i18n/language.ts';

/** Columns of the attributes that they can be sorted by. */
export type SortColumn = 'name' | 'type' | 'filled' | 'distinct';

/** How the attributes are sorted. */
export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

/** The share of customers with a value, 0 to 1; 0 where there are no customers, null where it is not told. */
export function readFillRate({ present, missing }: Pick<CatalogAttribute, 'present' | 'missing'>): number | null {
  if (present === null || missing === null) return null;
  return present + missing === 0 ? 0 : present / (present + missing);
}

/** Attributes by a column; null leaves them as they are. Equals keep their order; a number that is not known is last. */
export function sortAttributes(
  attributes: readonly CatalogAttribute[],
  sorting: Sorting | null,
  lang: Language,
): readonly CatalogAttribute[] {
  if (sorting === null) return attributes;
  const { column } = sorting;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  if (column === 'name' || column === 'type') {
    const read = (attribute: CatalogAttribute) => (column === 'name' ? attribute.label[lang] : attribute.type);
    const order = new Intl.Collator(lang, { numeric: true });
    return attributes.toSorted((a, b) => sign * order.compare(read(a), read(b)));
  }
  const read = (attribute: CatalogAttribute) => (column === 'filled' ? readFillRate(attribute) : attribute.distinct);
  return attributes.toSorted((a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
