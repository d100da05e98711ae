import type { AudienceId } from '../brand.ts';
import { quoteShort } from '../text/quote.ts';

/** Most characters of the id of a saved audience. */
export const MAX_AUDIENCE_ID_LENGTH = 64;
/** Most bytes of it in UTF-8, as many as 64 syllables have: names of files have 255, with what stands around it. */
const MOST_BYTES = 192;

/** Lower case, so that two ids never become one file name; letters of every script, so that Korean names keep theirs. */
const FORM = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}_-]*$/u;
/** Words that mean something else where an audience may stand (`--versus rest`), and names that Windows gives no file. */
const KEPT = /^(everyone|rest|con|prn|aux|nul|(com|lpt)[\d¹²³])$/;

/**
 * What keeps a text from being the id of a saved audience, or null when it is one: 1 to 64 letters and digits of any
 * script, `-` and `_`, in lower case and composed form (NFC), beginning with a letter or digit. So it is a path segment,
 * a file name and a command line argument as it stands.
 */
export function describeAudienceIdProblem(id: string): string | null {
  if (id === '') return 'The id of an audience must not be empty.';
  if ([...id].length > MAX_AUDIENCE_ID_LENGTH) return `The id of an audience has at most ${MAX_AUDIENCE_ID_LENGTH} characters.`;
  if (countBytes(id) > MOST_BYTES)
    return `The id of an audience has at most ${MOST_BYTES} bytes of UTF-8, so that it can be a file name.`;
  if (FORM.test(id) && id !== id.normalize('NFC')) {
    return `${quoteShort(id)} cannot be the id of an audience: write it in composed form (Unicode NFC), ${quoteShort(id.normalize('NFC'))}.`;
  }
  if (!FORM.test(id)) {
    return `${quoteShort(id)} cannot be the id of an audience: use lower-case letters, digits, "-" and "_", beginning with a letter or digit.`;
  }
  if (KEPT.test(id)) return `${quoteShort(id)} is kept for something else; choose another id.`;
  return null;
}

/** The id of a saved audience, or null for a text that cannot be one (see {@link describeAudienceIdProblem}). */
export function parseAudienceId(text: string): AudienceId | null {
  // The rule has just been held against it.
  return describeAudienceIdProblem(text) === null ? (text as AudienceId) : null;
}

/**
 * An id made of a name: `VIP, 서울` becomes `vip-서울`; `audience` where nothing of the name can stand in one. The same
 * name always gives the same id, which may be taken: `-2`, `-3` … are then put behind it (`attempt` 2, 3 …).
 */
export function deriveAudienceId(name: string, attempt = 1): AudienceId {
  const suffix = attempt === 1 ? '' : `-${attempt}`;
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{Ll}\p{Lo}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '');
  const stem = shorten(words, suffix.length).replace(/-+$/, '');
  if (stem === '') return fallbackId(suffix);
  return parseAudienceId(`${stem}${suffix}`) ?? parseAudienceId(`audience-${stem}${suffix}`) ?? fallbackId(suffix);
}

/** The beginning of words that leaves room for so many characters more. */
function shorten(words: string, room: number): string {
  const letters = [...words].slice(0, MAX_AUDIENCE_ID_LENGTH - room);
  while (countBytes(letters.join('')) > MOST_BYTES - room) letters.pop();
  return letters.join('');
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function fallbackId(suffix: string): AudienceId {
  // Lower-case letters and a number: an id by the rule above.
  return `audience${suffix}` as AudienceId;
}
