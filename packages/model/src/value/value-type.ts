/** The types a value of an attribute or of an event field may have. */
export const VALUE_TYPES = ['boolean', 'category', 'date', 'datetime', 'number', 'tags', 'text'] as const;
/** One of {@link VALUE_TYPES}. */
export type ValueType = (typeof VALUE_TYPES)[number];

/** Most distinct values a category may have; with more a column is `text`. */
export const MAX_CATEGORY_VALUES = 100_000;
/** Most decimals a number keeps. */
export const MAX_DECIMALS = 6;
