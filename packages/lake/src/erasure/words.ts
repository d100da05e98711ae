/** Keys shorter than this may stand in any text by chance: cells that only hold them among other words are not blanked. */
const LEAST_BLANKED = 6;

/**
 * SQL of the words of a text (an expression that is not null) that may be somebody's key: e-mail addresses and the like, letters
 * and digits with hyphens, and without. A Korean ending behind them is none of the word (`C-00017을`). By their digests alone no
 * other words can be found: keys with spaces, or with letters of other scripts.
 */
export function wordsSql(text: string): string {
  const all = WORDS.map((pattern) => `extractAll(${text}, '${pattern}')`);
  return `if(length(${text}) < ${LEAST_BLANKED}, [], arrayFilter(w -> length(w) >= ${LEAST_BLANKED}, arrayDistinct(arrayConcat(${all.join(', ')}))))`;
}

const WORDS = ['[A-Za-z0-9][A-Za-z0-9@._+-]*[A-Za-z0-9]', '[A-Za-z0-9][A-Za-z0-9_-]*[A-Za-z0-9]', '[A-Za-z0-9_]+'];

/**
 * A regular expression (RE2) that finds a key as a word of its own, whatever it is made of: no letter, digit or underscore stands
 * beside one of its ends. Hangul beside other letters begins another word: a Korean ending follows without a space.
 */
export function wordPattern(key: string): string {
  const [first = '', last = ''] = [[...key][0], [...key].at(-1)];
  const literal = key.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  return `${besides(first, '^')}${literal}${besides(last, '$')}`;
}

function besides(edge: string, end: string): string {
  if (!/[\p{L}\p{N}_]/u.test(edge)) return '';
  return /\p{Script=Hangul}/u.test(edge) ? `(?:${end}|[^\\p{Hangul}])` : `(?:${end}|[^\\p{L}\\p{N}_]|\\p{Hangul})`;
}
