/** A text that was searched for, ready to be compared with many others; see {@link readSearch}. */
export interface SearchText {
  /** All of it, folded: `구매합계`; empty finds everything. */
  readonly whole: string;
  /** Its words, folded, each once. */
  readonly words: readonly string[];
}

/** How well a search finds a text: all of it at the beginning or inside, or only its words, in any order. */
export type SearchMatch = 'equal' | 'start' | 'word-start' | 'inside' | 'word-starts' | 'words';

/** Best first. */
const MATCHES: readonly SearchMatch[] = ['equal', 'start', 'word-start', 'inside', 'word-starts', 'words'];

/** What parts words and says nothing by itself: spaces, punctuation, control characters. */
const BETWEEN = /[\p{P}\p{Z}\p{C}]+/gu;
/** Hangul written without spaces is also looked for by its parts; parts of one syllable would find too much. */
const HANGUL = /\p{Script=Hangul}/u;
const LEAST_PART = 2;
/** Longer words without spaces are no names that are put together. */
const MOST_PARTED = 40;

/**
 * A text as every search compares it: full-width and composed letters in one form, no case, no spaces, no punctuation, so
 * that `수분크림` finds `수분 크림` and `last 90 days` finds `Last 90 days, sum`. A text of punctuation alone keeps it.
 */
export function foldSearch(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const folded = plain.replace(BETWEEN, '');
  return folded === '' ? plain.replace(/\s+/gu, '') : folded;
}

/** What was typed into a search, ready to be matched. */
export function readSearch(query: string): SearchText {
  return { whole: foldSearch(query), words: [...new Set(splitWords(query))] };
}

/**
 * How well a search finds one text; null: not at all. A search of Hangul without spaces is also found by its parts at the
 * beginnings of words: `구매합계` finds `구매 금액 합계`.
 */
export function matchSearch({ whole, words }: SearchText, text: string): SearchMatch | null {
  if (whole === '') return 'start';
  const folded = foldSearch(text);
  if (folded.startsWith(whole)) return folded.length === whole.length ? 'equal' : 'start';
  if (folded.includes(whole)) return startsAtWord(splitWords(text), whole) ? 'word-start' : 'inside';
  const hasWords = words.length > 1 && words.every((word) => folded.includes(word));
  if (!hasWords && !HANGUL.test(whole)) return null;
  const own = splitWords(text);
  if (!hasWords) return words.every((word) => isMadeOf(word, own)) ? 'words' : null;
  return words.every((word) => own.some((one) => one.startsWith(word))) ? 'word-starts' : 'words';
}

/** How well a search finds the best of some texts; where none has all of its words, together they may: `words`. */
export function matchAnySearch(search: SearchText, texts: readonly string[]): SearchMatch | null {
  let best: number | null = null;
  for (const text of texts) {
    const match = matchSearch(search, text);
    if (match !== null) best = Math.min(best ?? MATCHES.length, MATCHES.indexOf(match));
  }
  if (best !== null) return MATCHES[best] ?? null;
  // One text alone was asked for all of them already.
  if (search.words.length < 2 || texts.length < 2) return null;
  const folded = texts.map(foldSearch);
  return search.words.every((word) => folded.some((text) => text.includes(word))) ? 'words' : null;
}

/** Whether a match is of the whole search as it was written, not of its words here and there. */
export function isPhraseMatch(match: SearchMatch): boolean {
  return match !== 'word-starts' && match !== 'words';
}

function splitWords(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  return plain.split(BETWEEN).filter((word) => word !== '');
}

/** Whether a phrase begins where one of some words does; it may go on over the words that follow. */
function startsAtWord(words: readonly string[], phrase: string): boolean {
  return words.some((_, index) => words.slice(index).join('').startsWith(phrase));
}

/** Whether a word can be cut into parts each of which begins one of some words. */
function isMadeOf(word: string, words: readonly string[]): boolean {
  if (words.some((one) => one.includes(word))) return true;
  if (!HANGUL.test(word) || word.length > MOST_PARTED) return false;
  // Places that parts can end at, from the beginning on.
  const ends = new Set([0]);
  for (let start = 0; start < word.length; start++) {
    if (!ends.has(start)) continue;
    for (let end = start + LEAST_PART; end <= word.length; end++) {
      const part = word.slice(start, end);
      if (words.some((one) => one.startsWith(part))) ends.add(end);
    }
  }
  return ends.has(word.length);
}
