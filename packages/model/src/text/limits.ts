/** Longest text of a definition or catalog file that is read, in UTF-16 characters. */
export const MAX_TEXT_LENGTH = 8 * 1024 * 1024;
/** Most lists and objects inside one another in a text: more than 200 levels of a definition can ever need. */
export const MAX_TEXT_DEPTH = 500;
/** Most values that the aliases of one YAML text may stand for, all together. */
export const MAX_ALIASED_VALUES = 100_000;
/** Most issues that one reading reports; the rest is counted. */
export const MAX_ISSUES = 1000;
