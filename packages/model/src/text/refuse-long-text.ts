import { SilhouetteError } from '../error.ts';
import { MAX_TEXT_DEPTH, MAX_TEXT_LENGTH } from './limits.ts';

/** @throws SilhouetteError `too-large` when the text is longer than 8 MiB. */
export function refuseLongText(text: string): void {
  if (text.length <= MAX_TEXT_LENGTH) return;
  throw SilhouetteError.of(
    'too-large',
    `The text has ${text.length} characters, more than the ${MAX_TEXT_LENGTH} that are read: shorten its lists, or save parts as audiences and refer to them.`,
  );
}

/** The message for a text that nests too deep. */
export function describeDepth(place: string): string {
  return `More than ${MAX_TEXT_DEPTH} lists and objects stand inside one another at ${place}: write it flatter.`;
}
