/** Most levels of a definition: the whole is level 1, a child or a filter stands one level below what it is in. */
export const MAX_LEVELS = 200;
/** Most nodes of a definition: conditions, groups, filters and steps, those of nested audiences too. */
export const MAX_NODES = 10_000;
/** Most values in one list. */
export const MAX_LIST_VALUES = 100_000;
/** Most digits of a number in a definition, before and after the point together. */
export const MAX_NUMBER_DIGITS = 1000;
