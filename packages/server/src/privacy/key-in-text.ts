/** Keys shorter than this stand in too many texts by chance: they are looked for only where they are kept as keys. */
const LEAST_SOUGHT = 4;

/** Keys that are looked for in texts: those that are long enough. */
export function listSought(keys: readonly string[]): string[] {
  return keys.filter(({ length }) => length >= LEAST_SOUGHT);
}

/** A text as it stands in JSON, without the quotes. */
export function escapeAsJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A key as it is, in JSON text, and in JSON text within such; what a text of the database cannot hold it does not. */
export function listForms(key: string): string[] {
  const forms = [key];
  for (let depth = 0; depth < 2; depth += 1) forms.push(escapeAsJson(forms.at(-1) ?? ''));
  return forms.filter((form) => !form.includes('\0'));
}

/** What stands in a text where an erased key was. */
const BLANK = '[erased]';

/** Whether a text of people holds a key as a word of its own; never for keys shorter than {@link LEAST_SOUGHT}. */
export function hasKeyAsWord(text: string, key: string): boolean {
  return key.length >= LEAST_SOUGHT && findWord(text, key, 0) !== -1;
}

/** A text without some keys: each that stands in it as a word of its own is replaced. The very same text where none does. */
export function blankKeys(text: string, keys: readonly string[]): string {
  // The longest first: one may begin another.
  const sought = listSought(keys).sort((a, b) => b.length - a.length);
  return sought.reduce(blankKey, text);
}

function blankKey(text: string, key: string): string {
  let blanked = '';
  let from = 0;
  for (;;) {
    const at = findWord(text, key, from);
    if (at === -1) return from === 0 ? text : blanked + text.slice(from);
    blanked += text.slice(from, at) + BLANK;
    from = at + key.length;
  }
}

function findWord(text: string, key: string, from: number): number {
  for (let at = text.indexOf(key, from); at !== -1; at = text.indexOf(key, at + 1)) {
    const end = at + key.length;
    // Two units hold the character beside it, whatever its plane.
    if (!isOneWord(text.slice(Math.max(0, at - 2), at), key) && !isOneWord(key, text.slice(end, end + 2))) return at;
  }
  return -1;
}

/** Whether a text goes on in the same word with another. Korean endings follow a key without a space: `C-00017을`. */
function isOneWord(before: string, after: string): boolean {
  const [last, first] = [[...before].at(-1) ?? '', [...after.slice(0, 2)][0] ?? ''];
  if (!LETTER.test(last) || !LETTER.test(first)) return false;
  return HANGUL.test(last) === HANGUL.test(first);
}

const LETTER = /[\p{L}\p{N}_]/u;
const HANGUL = /\p{Script=Hangul}/u;
